import { createContext } from 'svelte';
import type { Host } from '$lib/host';
import type { Event } from '$lib/wire/wire';
import { Thread } from './thread.svelte';

/** How many conversations stay ready to be shown again. */
const KEPT = 8;

/** The conversations that were looked at. One whose answer is being written, or with unsent images, is never let go. */
export class Threads {
  readonly #host: Host;
  #threads = $state.raw<readonly Thread[]>([]);
  #fresh: Thread;

  constructor(host: Host) {
    this.#host = host;
    this.#fresh = this.#begin();
  }

  /** The conversation with an id, or the one that is not begun yet. */
  get(id: string | null): Thread {
    if (id === null) {
      // Once begun, the fresh one is an ordinary conversation and another takes its place.
      if (this.#fresh.id !== null || this.#fresh.busy) {
        this.#keep(this.#fresh);
        this.#fresh = this.#begin();
      }
      return this.#fresh;
    }
    if (this.#fresh.id === id) {
      this.#keep(this.#fresh);
      this.#fresh = this.#begin();
    }
    const known = this.#threads.find((thread) => thread.id === id);
    const thread = known ?? new Thread(this.#host, id);
    this.#keep(thread);
    if (!known) void thread.draft.load().catch(() => undefined);
    return thread;
  }

  /** A conversation that was looked at, without looking at it now. */
  peek(id: string): Thread | undefined {
    return [this.#fresh, ...this.#threads].find((thread) => thread.id === id);
  }

  fold(event: Event): void {
    if (event.event === 'conversation_removed') {
      this.peek(event.id)?.draft.images.forget();
      this.#threads = this.#threads.filter((thread) => thread.id !== event.id);
    }
    if (event.event === 'profile_erased') this.#forget();
    this.#fresh.fold(event);
    for (const thread of this.#threads) thread.fold(event);
  }

  /** Nothing of any conversation is left; what was typed is not kept again. */
  #forget(): void {
    for (const thread of [this.#fresh, ...this.#threads]) thread.draft.forget();
    this.#threads = [];
    // The page that shows the one that is not begun goes on with it.
    if (this.#fresh.id !== null || this.#fresh.busy) this.#fresh = this.#begin();
    else this.#fresh.refusal = undefined;
  }

  #begin(): Thread {
    const thread = new Thread(this.#host, null);
    void thread.draft.load().catch(() => undefined);
    return thread;
  }

  #keep(thread: Thread): void {
    const others = this.#threads.filter((each) => each !== thread);
    this.#threads = [thread, ...others].filter(
      (each, index) => index < KEPT || each.busy || each.draft.images.all.length > 0,
    );
  }
}

export const [getThreads, setThreads] = createContext<Threads>();
