import { createContext } from 'svelte';
import type { Host } from '$lib/host';
import type { EngineView, Event, StatusView } from '$lib/wire/wire';

/** The state of the whole: the engine, where answers are made, who manages the machine. */
export class Status {
  view = $state.raw<StatusView>();
  /** Whether the backend can be reached. */
  connected = $state(true);

  readonly engine = $derived<EngineView | undefined>(this.view?.engine);

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    this.view = await this.#host.call('get_status', {});
  }

  fold(event: Event): void {
    switch (event.event) {
      case 'engine_changed':
        if (this.view) this.view = { ...this.view, engine: event.engine };
        break;
      // Each of these can change where the next answer is written.
      case 'models_changed':
      case 'policy_changed':
      case 'providers_changed':
      case 'setting_changed':
        void this.load().catch(() => undefined);
        break;
      default:
    }
  }
}

export const [getStatus, setStatus] = createContext<Status>();
