import type { Host } from '$lib/host';
import { Attachments } from './attachments.svelte';

/** How long typing must pause before it is kept, in milliseconds. */
const PAUSE = 400;

/** The unsent text of a conversation, which outlives the window, and the images beside it, which do not. */
export class Draft {
  text = $state('');
  /** Whether any of it was spoken rather than typed. */
  spoken = false;
  readonly images: Attachments;

  readonly #host: Host;
  #conversation: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #touched = false;

  constructor(host: Host, conversation: string | null) {
    this.#host = host;
    this.#conversation = conversation;
    this.images = new Attachments(host);
  }

  /** Whether there is nothing to send. */
  get isEmpty(): boolean {
    return this.text.trim() === '' && this.images.all.length === 0;
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

  /** The text with what was just said in it. */
  speak(text: string): void {
    this.type(text);
    this.spoken = true;
  }

  /** Adds a text below what is there, for the person to send or not. */
  add(text: string): void {
    if (text !== '') this.type(this.text.trim() === '' ? text : `${this.text.trimEnd()}\n\n${text}`);
  }

  /** Takes the text out to send it. */
  take(): string {
    const text = this.text;
    this.text = '';
    this.spoken = false;
    void this.save();
    return text;
  }

  /** Drops text and images: where they were kept, they are gone. */
  forget(): void {
    clearTimeout(this.#timer);
    this.images.forget();
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
