import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// Folders of src/lib that every feature may use, and `app`, which composes the features. All others are features.
const shared = new Set(['components', 'errors', 'host', 'strings', 'styles', 'wire']);
const features = readdirSync('src/lib', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.has(entry.name) && entry.name !== 'app')
  .map((entry) => entry.name);

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/lib/host knows the desktop shell: call the host instead.',
};
const fake = { group: ['**/host/fake*'], message: 'The fake host is for tests.' };
const nothingOf = (names, message) => ({ group: names.map((name) => `$lib/${name}/**`), message });

const boundaries = [
  {
    files: ['src/**/*.{ts,svelte}'],
    ignores: ['src/lib/host/**', '**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [tauri, fake] }] },
  },
  ...features.map((feature) => ({
    files: [`src/lib/${feature}/**/*.{ts,svelte}`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            tauri,
            fake,
            nothingOf(
              [...features.filter((other) => other !== feature), 'app'],
              'A feature does not know another feature: let src/lib/app or a page compose them.',
            ),
          ],
        },
      ],
    },
  })),
  ...['components', 'errors', 'strings'].map((folder) => ({
    files: [`src/lib/${folder}/**/*.{ts,svelte}`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [tauri, fake, nothingOf([...features, 'app'], 'Shared parts know no feature.')] },
      ],
    },
  })),
];

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'src/lib/wire/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      eqeqeq: 'error',
      // Routes are static: there is no base path to resolve.
      'svelte/no-navigation-without-resolve': 'off',
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      // svelte-check knows the types of components; this plugin's parser takes them for `any`.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A plain collection or date that no page reads needs no signals.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], ...ts.configs.disableTypeChecked },
  ...boundaries,
);
