import { asHostError, type Host, type HostError } from '$lib/host';
import type {
  AnswerEvent,
  AnswerOutcome,
  ConversationView,
  Cover,
  ErrorBody,
  Event,
  FoundToLeave,
  MessageView,
  ModelChoiceView,
  OpenedConversation,
} from '$lib/wire/wire';
import type { Attachment } from './attachments.svelte';
import { Draft } from './draft.svelte';
import { LiveAnswer, type Schedule } from './live.svelte';
import type { Offer } from './offer';
import { Ratings } from './ratings.svelte';
import { fold, missing, place, placeTurn, type Slots } from './slots';

/** What a conversation is begun with. */
export interface Beginning {
  readonly role: string;
  readonly temporary: boolean;
}

/** A question that could not be asked: its words and its images are kept. */
export interface Refusal {
  readonly error: HostError;
  readonly text: string;
  readonly images: readonly Attachment[];
  readonly insteadOf: string | undefined;
}

/** How a question is asked. */
export interface Asking {
  /** The question that it is an edit of, whose images it keeps unless it has its own. */
  readonly insteadOf?: string | undefined;
  readonly spoken?: boolean;
  readonly images?: readonly Attachment[];
  /** Told when the person thinks better of it, asked whether something may leave. Without it, the draft has it back. */
  readonly ondeclined?: () => void;
}

/** Who is told how asking goes. */
interface Hooks {
  readonly onrefused: (error: HostError) => void;
  readonly ondeclined?: () => void;
  readonly onbegun?: ((conversation: ConversationView) => void) | undefined;
}

/** One conversation as it is shown: a branch of messages, and the answer that is being written. */
export class Thread {
  /** None until its first question is stored. */
  id = $state<string | null>(null);
  slots = $state.raw<Slots>([]);
  /** Whether its end, or the place that was asked for, was read. */
  opened = $state(false);
  failed = $state.raw<HostError>();
  live = $state.raw<LiveAnswer>();
  /** The answer that was begun here last. */
  written = $state<string>();
  /** The words of a question that is on its way. */
  sending = $state<string>();
  /** The images beside it. */
  sendingImages = $state.raw<readonly Attachment[]>([]);
  refusal = $state.raw<Refusal>();
  /** What would leave with a question that is on its way, and waits for the person to decide. */
  offer = $state.raw<Offer>();
  /** Why answers of this session failed, by answer. */
  errors = $state.raw<Readonly<Record<string, ErrorBody>>>({});
  /** A wish: the place to bring into view, and the message there to mark. Whoever carries it out takes it away. */
  target = $state.raw<{ index: number; id: string | undefined }>();
  /** The question or answer that is being edited. It stands here because its row may scroll out of the page. */
  editing = $state<{ id: string; text: string }>();
  /** The version that was kept here last of an answer changed by hand: for whoever cannot see it. */
  kept = $state<string>();
  /** Where its next answers are written, where that was chosen here. */
  choice = $state.raw<ModelChoiceView>();

  readonly draft: Draft;
  readonly ratings: Ratings;
  /** The answers that were noted as read. */
  readonly dwelt = new Set<string>();
  readonly busy = $derived(this.live !== undefined);

  readonly #host: Host;
  readonly #schedule: Schedule | undefined;
  readonly #asked = new Set<number>();

  constructor(host: Host, id: string | null, schedule?: Schedule) {
    this.#host = host;
    this.#schedule = schedule;
    this.id = id;
    this.opened = id === null;
    this.draft = new Draft(host, id);
    this.ratings = new Ratings(host, (message) => (this.slots = fold(this.slots, message)));
  }

  /** Reads the conversation's end, or the place of a message. */
  async open(at?: string): Promise<void> {
    if (this.id === null) return;
    try {
      this.#show(await this.#host.call('open_conversation', at ? { id: this.id, at } : { id: this.id }), at);
    } catch (thrown) {
      this.failed = asHostError(thrown);
    }
  }

  /** Brings a message into view: at once where it was read, otherwise after reading its place. */
  async goTo(message: string): Promise<void> {
    const index = this.slots.findIndex((each) => each?.id === message);
    if (index >= 0) this.#aim(index, message);
    else await this.open(message);
  }

  /** Reads what is missing in a range of places. */
  async ensure(first: number, last: number): Promise<void> {
    const stretch = missing(this.slots, first, last);
    if (!stretch || this.id === null || this.#asked.has(stretch.from)) return;
    this.#asked.add(stretch.from);
    try {
      const messages = await this.#host.call('load_messages', { conversation: this.id, ...stretch });
      this.slots = place(this.slots, stretch.from, messages, this.slots.length);
    } catch (thrown) {
      this.failed = asHostError(thrown);
    } finally {
      this.#asked.delete(stretch.from);
    }
  }

  /** Asks a question. */
  async ask(
    text: string,
    begin: Beginning,
    options: Asking & { onbegun?: (conversation: ConversationView) => void } = {},
  ): Promise<void> {
    const { insteadOf, spoken = false, images = [], onbegun } = options;
    const ondeclined = options.ondeclined ?? ((): void => this.#giveBack(text, images));
    this.sending = text;
    this.sendingImages = images;
    await this.#run(
      (onPiece, cover) =>
        this.#host.stream(
          'ask',
          {
            text,
            spoken,
            temporary: this.id === null && begin.temporary,
            ...(this.id === null ? { role: begin.role } : { conversation: this.id }),
            ...(images.length === 0 ? {} : { attachments: images.map(({ id }) => id) }),
            ...(insteadOf === undefined ? {} : { instead_of: insteadOf }),
            ...(this.choice ? { model: this.choice } : {}),
            ...(cover ? { cover } : {}),
          },
          onPiece,
        ),
      { onrefused: (error) => (this.refusal = { error, text, images, insteadOf }), ondeclined, onbegun },
    );
  }

  /** Asks for another answer to the same question. */
  async regenerate(answer: string): Promise<void> {
    const conversation = this.id;
    if (conversation === null) return;
    const model = this.choice ? { model: this.choice } : {};
    await this.#run(
      (onPiece, cover) =>
        this.#host.stream(
          'regenerate',
          { conversation, answer, ...model, ...(cover ? { cover } : {}) },
          onPiece,
        ),
      { onrefused: (error) => (this.refusal = { error, text: '', images: [], insteadOf: undefined }) },
    );
  }

  /** Keeps an answer as the person changed it, and shows that version. Rejects with a `HostError` when it was not kept. */
  async edit(answer: string, text: string): Promise<void> {
    if (this.id === null) return;
    this.kept = undefined;
    const opened = await this.#host.call('edit_answer', { conversation: this.id, answer, text });
    this.editing = undefined;
    const kept = opened.messages[(opened.at_index ?? 0) - opened.first_index]?.id;
    this.#show(opened, kept);
    this.kept = kept;
  }

  /** Stops the answer that is being written, or will as soon as there is one. */
  async stop(): Promise<void> {
    const live = this.live;
    if (this.offer) {
      this.offer.decide(undefined);
      return;
    }
    if (!live || live.stopping) return;
    live.stopping = true;
    if (live.id !== undefined) await this.#sendStop(live.id);
  }

  /** Shows another branch at the place of a message. */
  async switchTo(message: string): Promise<void> {
    if (this.id === null || this.busy) return;
    try {
      this.#show(
        await this.#host.call('switch_branch', { conversation: this.id, to: message }),
        undefined,
        message,
      );
    } catch (thrown) {
      this.failed = asHostError(thrown);
    }
  }

  fold(event: Event): void {
    if (event.event !== 'message_changed' || event.conversation !== this.id || !this.opened) return;
    // The turn that is written here comes over its own channel; an echo of it must not be placed twice.
    if (this.live && this.live.id === undefined) return;
    this.slots = fold(this.slots, event.message);
  }

  async #run(
    start: (onPiece: (piece: AnswerEvent) => void, cover: Cover | undefined) => Promise<AnswerOutcome>,
    hooks: Hooks,
    cover?: Cover,
  ): Promise<void> {
    let found: readonly FoundToLeave[] | undefined;
    const live = new LiveAnswer(this.#schedule);
    this.live = live;
    this.refusal = undefined;
    try {
      const outcome = await start((piece) => {
        if (piece.event === 'undecided') ({ found } = piece);
        if (piece.event === 'accepted') this.#accept(piece, live, hooks.onbegun);
        live.fold(piece);
      }, cover);
      live.flush();
      this.#finish(outcome);
    } catch (thrown) {
      const error = asHostError(thrown);
      live.flush();
      if (found && error.code === 'undecided') {
        const decided = await this.#decide(found);
        if (decided) {
          await this.#run(start, hooks, decided);
          return;
        }
        hooks.ondeclined?.();
      } else if (live.id === undefined) hooks.onrefused(error);
      else this.#breakOff(live, error);
    } finally {
      this.sending = undefined;
      this.sendingImages = [];
      if (this.live === live) this.live = undefined;
    }
  }

  /** Asks the person what is to become of what was found. */
  async #decide(found: readonly FoundToLeave[]): Promise<Cover | undefined> {
    const decided = await new Promise<Cover | undefined>((decide) => (this.offer = { found, decide }));
    this.offer = undefined;
    return decided;
  }

  #giveBack(text: string, images: readonly Attachment[]): void {
    this.draft.images.giveBack(images);
    if (this.draft.text === '') this.draft.type(text);
    else this.draft.type(`${text}\n\n${this.draft.text}`);
  }

  #accept(
    piece: Extract<AnswerEvent, { event: 'accepted' }>,
    live: LiveAnswer,
    onbegun?: (conversation: ConversationView) => void,
  ): void {
    const begun = this.id === null;
    this.id = piece.conversation.id;
    this.opened = true;
    this.written = piece.answer.id;
    this.slots = placeTurn(this.slots, piece.question, piece.answer, piece.total);
    this.sending = undefined;
    if (live.stopping) void this.#sendStop(piece.answer.id);
    if (begun) {
      this.draft.adopt(piece.conversation.id);
      onbegun?.(piece.conversation);
    }
  }

  #finish(outcome: AnswerOutcome): void {
    this.slots = fold(this.slots, outcome.answer);
    if (outcome.error) this.errors = { ...this.errors, [outcome.answer.id]: outcome.error };
  }

  /** The connection broke while the answer was written: what had come stays, marked. */
  #breakOff(live: LiveAnswer, error: HostError): void {
    const answer = this.slots.findLast((each) => each?.id === live.id);
    if (!answer) return;
    const kept: MessageView = { ...answer, text: live.text, status: 'interrupted', failure: error.body };
    this.slots = fold(this.slots, kept);
    this.errors = { ...this.errors, [answer.id]: error.body };
  }

  async #sendStop(answer: string): Promise<void> {
    try {
      await this.#host.call('stop_answer', { answer });
    } catch (thrown) {
      this.failed = asHostError(thrown);
    }
  }

  #show(opened: OpenedConversation, marked?: string, stayAt?: string): void {
    this.written = undefined;
    this.slots = place([], opened.first_index, opened.messages, opened.total);
    this.opened = true;
    this.failed = undefined;
    if (opened.at_index !== null && marked !== undefined) this.#aim(opened.at_index, marked);
    else if (stayAt !== undefined) {
      const index = this.slots.findIndex((each) => each?.id === stayAt);
      if (index >= 0) this.#aim(index, undefined);
    }
  }

  #aim(index: number, id: string | undefined): void {
    this.target = { index, id };
  }
}
