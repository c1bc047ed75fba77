// What jsdom lacks and components use. It lays nothing out, so that nothing is ever observed.
import { afterEach } from 'vitest';

const nothing = (): void => undefined;

const media = (query: string) => ({
  matches: false,
  media: query,
  addEventListener: nothing,
  removeEventListener: nothing,
});

Object.assign(window, {
  matchMedia: media,
  ResizeObserver: class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  },
});

afterEach(() => localStorage.clear());
