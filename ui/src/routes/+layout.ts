import { App } from '$lib/app/app.svelte';
import { chooseHost } from '$lib/host';
import { textFont } from '$lib/styles/fonts';
import type { LayoutLoad } from './$types';

// The window has no server: pages are drawn from what the backend answers.
export const ssr = false;
export const prerender = false;

/** How long a slow disk keeps the first frame waiting, in milliseconds. Then the window shows what it has. */
const PATIENCE = 300;

/** The page that is laid over the screen: it may ask for nothing that a window is made of. */
const OVERLAY = '/capture';

/**
 * Whatever the first frame shows is there before it is drawn: drawn once, in the chosen language, theme and
 * font, it is there sooner than a frame of placeholders and a second one that replaces it.
 */
export const load: LayoutLoad = async () => {
  // Not by the page's address as the router knows it, which would begin anew with every page.
  if (location.pathname === OVERLAY) return { app: undefined };
  const app = new App(chooseHost());
  await Promise.race([Promise.all([app.start(), textFont()]), wait(PATIENCE)]);
  return { app };
};

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
