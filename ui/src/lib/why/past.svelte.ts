import { asHostError, type Host } from '$lib/host';
import type { PastMessageView, PastUseView } from '$lib/wire/wire';

/** A message of the past that an answer used or left out; without its text once it was deleted. */
export interface UsedTurn extends PastUseView {
  readonly said: PastMessageView | undefined;
}

/** The words of what was found in earlier conversations: looked up when somebody asks why. */
export class PastWords {
  #known = $state.raw<ReadonlyMap<string, PastMessageView>>();
  /** The sentence of what went wrong last. */
  failed = $state('');

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether it is known what is still there. */
  get ready(): boolean {
    return this.#known !== undefined;
  }

  async read(uses: readonly PastUseView[]): Promise<void> {
    const messages = uses.map((use) => use.message);
    try {
      const found = messages.length > 0 ? await this.#host.call('read_past', { messages }) : [];
      this.#known = new Map(found.map((said) => [said.message, said]));
      this.failed = '';
    } catch (thrown) {
      this.failed = asHostError(thrown).message;
    }
  }

  of(uses: readonly PastUseView[]): UsedTurn[] {
    return uses.map((use) => ({ ...use, said: this.#known?.get(use.message) }));
  }
}
