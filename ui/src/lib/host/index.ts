import { tauriHost } from './tauri';
import type { Host } from './types';
import { webHost } from './web';

export { asHostError, HostError, type Host } from './types';

/** The host of this window: the desktop shell where there is one, the bridge otherwise. */
export function chooseHost(): Host {
  return window.__TAURI_INTERNALS__ === undefined ? webHost() : tauriHost();
}
