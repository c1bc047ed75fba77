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

  /** Follows, wherever it is changed, whether conversations are kept apart, until the returned function is called. */
  watch(): () => void {
    return this.#host.listen((event) => {
      if (event.event === 'conversation_changed') {
        this.#note(event.conversation.id, event.conversation.apart);
      }
    });
  }

  async read(uses: readonly PastUseView[]): Promise<void> {
    const messages = uses.map((use) => use.message);
    await this.#try(async () => {
      const found = messages.length > 0 ? await this.#host.call('read_past', { messages }) : [];
      this.#known = new Map(found.map((said) => [said.message, said]));
    });
  }

  of(uses: readonly PastUseView[]): UsedTurn[] {
    return uses.map((use) => ({ ...use, said: this.#known?.get(use.message) }));
  }

  /** Has nothing of a conversation used for other answers any more, or has it used again. */
  async keepApart(id: string, apart: boolean): Promise<void> {
    await this.#try(async () => {
      const changed = await this.#host.call('keep_conversation_apart', { id, apart });
      this.#note(changed.id, changed.apart);
    });
  }

  #note(conversation: string, apart: boolean): void {
    const concerns = (said: PastMessageView) => said.conversation === conversation && said.apart !== apart;
    if (!this.#known || ![...this.#known.values()].some(concerns)) return;
    this.#known = new Map(
      [...this.#known].map(([id, said]) => [id, concerns(said) ? { ...said, apart } : said]),
    );
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.failed = '';
    } catch (thrown) {
      this.failed = asHostError(thrown).message;
    }
  }
}
