import { chooseHost } from '$lib/host';
import type { LayoutLoad } from './$types';

// The window has no server: pages are drawn from what the backend answers.
export const ssr = false;
export const prerender = false;

export const load: LayoutLoad = async () => ({ host: await chooseHost() });
