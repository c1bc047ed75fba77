import type { Host } from '$lib/host';
import { asHostError } from '$lib/host';
import type { Hearing } from '$lib/components/hearing';
import type { DictationEvent, DictationOutcome } from '$lib/wire/wire';

/** Somebody speaks, and a text grows. There is one microphone, so there is one of these. */
export class Dictation {
  hearing = $state<Hearing>('off');
  /** From 0, silence, to 1. */
  loudness = $state(0);
  /** What was understood and stays. */
  settled = $state('');
  /** What was understood and may still change. */
  open = $state('');

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * Listens until it is stopped, for a question in a role: what was said, or nothing after a cancel. Rejects with a
   * `HostError`.
   */
  async listen(role: string): Promise<DictationOutcome | undefined> {
    if (this.hearing !== 'off') return undefined;
    this.hearing = 'opening';
    this.settled = this.open = '';
    try {
      return await this.#host.stream('dictate', role === '' ? {} : { role }, (event) => this.#fold(event));
    } catch (thrown) {
      const error = asHostError(thrown);
      if (error.code === 'cancelled') return undefined;
      throw error;
    } finally {
      this.hearing = 'off';
      this.loudness = 0;
    }
  }

  /** Closes the microphone; what was said follows. */
  stop(): void {
    if (this.hearing !== 'opening' && this.hearing !== 'live') return;
    void this.#host.call('stop_dictation', {}).catch(() => undefined);
  }

  /** Closes the microphone and throws away what was said. */
  cancel(): void {
    if (this.hearing === 'off') return;
    void this.#host.call('cancel_dictation', {}).catch(() => undefined);
  }

  #fold(event: DictationEvent): void {
    // The end may be heard of before the last that happened.
    if (this.hearing === 'off') return;
    switch (event.event) {
      case 'live':
        this.hearing = 'live';
        break;
      case 'level':
        this.loudness = event.loudness;
        break;
      case 'text':
        this.settled = event.settled;
        this.open = event.open;
        break;
      case 'finishing':
        this.hearing = 'finishing';
        this.loudness = 0;
        break;
    }
  }
}
