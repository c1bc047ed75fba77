import { Attachments } from '$lib/chat/attachments.svelte';
import { wordlessQuestion } from '$lib/chat/recording';
import { Thread } from '$lib/chat/thread.svelte';
import type { Voice } from '$lib/components/hearing';
import { safeLink } from '$lib/components/markdown/links';
import { t } from '$lib/strings/index.svelte';
import type { ErrorBody, MessageView } from '$lib/wire/wire';
import type { App } from './app.svelte';
import { voiceOf } from './voice';

/** The conversation of the quick-ask window: one question at a time, each of them a conversation of its own. */
export class QuickConversation {
  thread: Thread;
  /** The images beside the next question. */
  readonly images: Attachments;
  #role = $state<string>();
  #voice: Voice | undefined;

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.thread = $state.raw(new Thread(app.host, null));
    this.images = new Attachments(app.host);
  }

  get role(): string {
    const own = this.#app.conversations.get(this.thread.id)?.role;
    return own ?? this.#role ?? this.#app.settings.value('profile.role') ?? '';
  }

  get answer(): MessageView | undefined {
    return this.thread.slots.findLast((each) => each?.author === 'assistant');
  }

  get text(): string {
    return this.thread.live?.text ?? this.answer?.text ?? '';
  }

  get asked(): boolean {
    return (
      this.thread.slots.length > 0 || this.thread.sending !== undefined || this.thread.refusal !== undefined
    );
  }

  get error(): ErrorBody | undefined {
    const answer = this.answer;
    return this.thread.refusal?.error.body ?? (answer ? this.thread.errors[answer.id] : undefined);
  }

  get writer(): string {
    const status = this.#app.status.view;
    if (!status) return '';
    if (!status.answers_with) return t('writer.none');
    const name = status.answers_with_name ?? '';
    return t(status.answers_with.at === 'remote' ? 'writer.leavesName' : 'writer.hereName', { name });
  }

  get voice(): Voice | undefined {
    if (this.#app.settings.value('voice.use') !== true) return undefined;
    this.#voice ??= voiceOf(this.#app, () => this.role);
    return this.#voice;
  }

  setRole(role: string): void {
    this.#role = role;
    if (this.thread.id !== null) void this.#app.conversations.setRole(this.thread.id, role);
  }

  /** Asks, once the images are read; what was asked before goes on in its own conversation. */
  async ask(text: string, spoken: boolean): Promise<void> {
    if (this.images.all.length > 0 && !((await this.images.ready()) && !this.thread.busy)) return;
    const images = this.images.take();
    for (const { id, thumbnail } of images) this.#app.pictures.know(id, thumbnail);
    const question = text === '' ? wordlessQuestion(images) : text;
    this.#app.aloud.stop();
    if (this.asked) this.again();
    const { thread } = this;
    await thread.ask(
      question,
      { role: this.role, temporary: false },
      {
        spoken,
        images,
        // The words are still in the field.
        ondeclined: () => this.images.giveBack(images),
        onbegun: (conversation) =>
          this.#app.conversations.fold({ event: 'conversation_changed', conversation }),
      },
    );
    // The words are still in the field.
    if (thread.refusal) this.images.giveBack(images);
  }

  again(): void {
    this.#role = this.role;
    this.thread = new Thread(this.#app.host, null);
  }

  /** Goes on in the whole window. */
  open(): void {
    if (this.thread.id !== null) this.#app.attempt(this.#app.host.showConversation(this.thread.id));
  }

  openLink(address: string): void {
    const safe = safeLink(address);
    if (safe !== null) this.#app.attempt(this.#app.host.openLink(safe));
  }
}
