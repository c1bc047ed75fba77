import type { Host } from '$lib/host';

/** How long typing must pause before it is kept, in milliseconds. */
const PAUSE = 400;

/** The unsent text of a conversation. It outlives the window. */
export class Draft {
  text = $state('');

  readonly #host: Host;
  #conversation: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #touched = false;

  constructor(host: Host, conversation: string | null) {
    this.#host = host;
    this.#conversation = conversation;
  }

  /** Reads what was left unsent, unless something was typed meanwhile. */
  async load(): Promise<void> {
    const { text } = await this.#host.call('get_draft', this.#place());
    if (!this.#touched) this.text = text;
  }

  type(text: string): void {
    this.#touched = true;
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), PAUSE);
  }

  /** Adds a text below what is there, for the person to send or not. */
  add(text: string): void {
    if (text !== '') this.type(this.text.trim() === '' ? text : `${this.text.trimEnd()}\n\n${text}`);
  }

  /** Takes the text out to send it. */
  take(): string {
    const text = this.text;
    this.text = '';
    void this.save();
    return text;
  }

  /** Drops the text: where it was kept, it is gone. */
  forget(): void {
    clearTimeout(this.#timer);
    this.text = '';
  }

  /** Keeps the text now. A draft that cannot be kept is still in the window, so nothing is said. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#host.call('save_draft', { ...this.#place(), text: this.text }).catch(() => undefined);
  }

  /** What was typed for no conversation yet belongs to the one that began. */
  adopt(conversation: string): void {
    this.#conversation = conversation;
    if (this.text !== '') void this.save();
  }

  #place(): { conversation?: string } {
    return this.#conversation === null ? {} : { conversation: this.#conversation };
  }
}
