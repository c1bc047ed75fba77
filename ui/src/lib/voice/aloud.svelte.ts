import { asHostError, type Host } from '$lib/host';
import type { Event } from '$lib/wire/wire';

/** Answers that are read aloud, with the voice of the system. One at a time. */
export class Aloud {
  /** Whether it is switched on, and the system offers a voice. */
  offered = $state(false);
  /** The answer that is being read; none while it is silent. */
  reading = $state<string>();

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Asks whether there is a voice. One that cannot be asked is none. */
  async load(): Promise<void> {
    const found = await this.#host.call('find_voice', {}).catch(() => undefined);
    this.offered = found?.offered ?? false;
  }

  fold(event: Event): void {
    const isAbout = event.event === 'setting_changed' && event.setting.key === 'voice.aloud';
    if (!isAbout && event.event !== 'policy_changed') return;
    if (isAbout && event.setting.value !== true) this.stop();
    void this.load();
  }

  /** Reads an answer to its end, or until it is stopped. Rejects with a `HostError`. */
  async read(id: string, text: string): Promise<void> {
    this.reading = id;
    try {
      await this.#host.call('read_aloud', { text });
    } catch (thrown) {
      throw asHostError(thrown);
    } finally {
      // Another one may have begun meanwhile.
      if (this.reading === id) this.reading = undefined;
    }
  }

  /** Silence, at once. */
  stop(): void {
    if (this.reading === undefined) return;
    this.reading = undefined;
    void this.#host.call('stop_reading', {}).catch(() => undefined);
  }
}
