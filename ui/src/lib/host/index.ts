import type { Host } from './types';

export { asHostError, HostError, type Host } from './types';

/** The host of this window: the desktop shell where there is one, the bridge otherwise. */
export async function chooseHost(): Promise<Host> {
  if (window.__TAURI_INTERNALS__ !== undefined) return (await import('./tauri')).tauriHost();
  return (await import('./web')).webHost();
}
