import { asHostError, type Host } from '$lib/host';
import type { MemoryUseView, MemoryView } from '$lib/wire/wire';

/** A memory that an answer used or left out; without a text once it was erased. */
export interface UsedMemory extends MemoryUseView {
  readonly memory: MemoryView | undefined;
}

/** What is remembered, as far as an answer is explained by it: read anew when it changes. */
export class Recollection {
  #known = $state.raw<ReadonlyMap<string, MemoryView>>();
  /** The sentence of what went wrong last. */
  failed = $state('');

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether it is known what is remembered. */
  get ready(): boolean {
    return this.#known !== undefined;
  }

  /** Reads what is remembered, and again whenever it changes, until the returned function is called. */
  watch(): () => void {
    void this.#load();
    return this.#host.listen((event) => {
      if (event.event === 'memories_changed' || event.event === 'profile_erased') void this.#load();
    });
  }

  of(uses: readonly MemoryUseView[]): UsedMemory[] {
    return uses.map((use) => ({ ...use, memory: this.#known?.get(use.id) }));
  }

  forget(id: string): Promise<boolean> {
    return this.#try(() => this.#host.call('forget_memory', { id }));
  }

  restore(id: string): Promise<boolean> {
    return this.#try(() => this.#host.call('restore_memory', { id }));
  }

  correct(id: string, text: string): Promise<boolean> {
    return this.#try(() => this.#host.call('edit_memory', { id, text }));
  }

  async #load(): Promise<void> {
    await this.#try(async () => {
      const all = await this.#host.call('list_memories', { all: true });
      this.#known = new Map(all.map((memory) => [memory.id, memory]));
    });
  }

  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.failed = '';
      return true;
    } catch (thrown) {
      this.failed = asHostError(thrown).message;
      return false;
    }
  }
}
