import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// The loopback bridge that serves the real backend to a browser, for development and page tests.
const bridge = process.env.ATTUNE_BRIDGE;
const proxied = bridge ? { '/call': bridge, '/stream': bridge, '/events': bridge } : {};

/** The roots of the first page; all that they import statically goes with them. */
const FIRST_PAGE = /kit.src.runtime.client|routes.(\+layout|\+error|\(window\).(\+layout|\(chat\)))/;

export default defineConfig({
  plugins: [sveltekit(), svelteTesting()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, proxy: proxied },
  preview: { proxy: proxied },
  build: {
    target: 'es2022',
    // No data: addresses: the content security policy refuses all but images.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      // What the first page needs comes as one file: each of many would be asked for in turn.
      output: { codeSplitting: { groups: [{ name: 'start', test: FIRST_PAGE }] } },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
  },
});
