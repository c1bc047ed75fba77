import { asHostError, type Host, type HostError } from '$lib/host';
import type { SearchHit } from '$lib/wire/wire';

/** How long a person must pause before their words are looked up, in milliseconds. */
const PAUSE = 90;
const MOST = 60;

/** A search over all messages and titles, as it is typed. */
export class Search {
  query = $state('');
  hits = $state.raw<readonly SearchHit[]>([]);
  /** Whether `hits` answers what is typed now. */
  current = $state(true);
  error = $state.raw<HostError>();

  readonly active = $derived(this.query.trim() !== '');

  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  type(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    const words = query.trim();
    // Every keystroke makes what was asked before stale.
    const turn = ++this.#asked;
    if (words === '') {
      this.hits = [];
      this.current = true;
      this.error = undefined;
      return;
    }
    this.current = false;
    this.#timer = setTimeout(() => void this.#ask(words, turn), PAUSE);
  }

  clear(): void {
    this.type('');
  }

  async #ask(query: string, turn: number): Promise<void> {
    try {
      const hits = await this.#host.call('search_messages', { query, limit: MOST });
      if (turn !== this.#asked) return;
      this.hits = hits;
      this.error = undefined;
    } catch (thrown) {
      if (turn !== this.#asked) return;
      this.hits = [];
      this.error = asHostError(thrown);
    }
    this.current = true;
  }
}
