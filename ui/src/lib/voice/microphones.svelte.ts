import type { Host } from '$lib/host';
import type { MicrophoneView } from '$lib/wire/wire';

/** The microphones that there are, as far as the sound system said. */
export class Microphones {
  all = $state.raw<readonly MicrophoneView[]>([]);

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Asks again: one may have been plugged in. */
  async load(): Promise<void> {
    this.all = await this.#host.call('list_microphones', {}).catch(() => []);
  }
}
