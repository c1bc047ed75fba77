import { tick } from 'svelte';
import { spokenInto, type Hearing, type Voice } from '$lib/components/hearing';
import type { Toasts } from '$lib/components/toasts.svelte';
import { t } from '$lib/strings/index.svelte';
import { QUESTION_CHARS } from '$lib/wire/wire';
import { complaintWords, type Complaint } from './image-files';
import type { ChatPage } from './page';
import { takePasted } from './pasted';
import { sendDraft } from './send';

/** What a person does where a question is written: they speak into it, paste, put images beside it, and send it. */
export class Composing {
  /** Where the text is typed. */
  element = $state<HTMLTextAreaElement | null>(null);

  readonly #page: ChatPage;
  readonly #toasts: Toasts;

  constructor(page: ChatPage, toasts: Toasts) {
    this.#page = page;
    this.#toasts = toasts;
  }

  get hearing(): Hearing {
    return this.#page.voice?.hearing ?? 'off';
  }

  focus = (): void => this.element?.focus();

  send = (): void => void sendDraft(this.#page);

  complain = (complaint: Complaint): void => {
    this.#toasts.show(complaintWords(complaint), { tone: 'bad' });
  };

  /** Puts images beside the question. */
  addImages = (files: File[]): void => {
    this.#page.thread.draft.images.add(files, this.complain);
    this.focus();
  };

  /** Puts a part of the screen beside the question, where the person chooses one. */
  capture = (): void => {
    void this.#page.capture?.take().then((file) => {
      if (file) this.addImages([file]);
      else this.focus();
    });
  };

  /** Listens, or stops listening. */
  speak = (): void => {
    const { voice } = this.#page;
    if (!voice) return;
    if (this.hearing === 'off') void this.#listen(voice);
    else voice.stop();
  };

  /** Escape gives up what is being said, before it means anything else. */
  escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.hearing === 'off') return;
    event.preventDefault();
    event.stopPropagation();
    this.#page.voice?.cancel();
  };

  /** Text that would make the question too long is not pasted. */
  pasted = (event: ClipboardEvent): void => {
    const { text } = this.#page.thread.draft;
    const size = (event.clipboardData?.getData('text').length ?? 0) + text.length;
    if (size <= QUESTION_CHARS) return;
    event.preventDefault();
    this.#toasts.show(t('composer.tooLong', { count: QUESTION_CHARS }), { tone: 'bad' });
  };

  /** Images of the clipboard are attached wherever the person is, but in a field or a dialog of its own. */
  pastedAnywhere = (event: ClipboardEvent): void => {
    const { target } = event;
    const elsewhere = target instanceof Element && target.closest('input, textarea, [role="dialog"]');
    if (event.defaultPrevented || (elsewhere && elsewhere !== this.element)) return;
    takePasted(event, this.#page.pictures, this.addImages);
  };

  async #listen(voice: Voice): Promise<void> {
    const { thread } = this.#page;
    const at = this.element?.selectionStart ?? thread.draft.text.length;
    const said = await voice.listen();
    if (said.text === '') return this.#returnTo(at);
    const put = spokenInto(thread.draft.text, at, said.text);
    thread.draft.speak(put.text);
    if (said.sends && !thread.busy) this.send();
    await this.#returnTo(put.caret);
  }

  /** Back to writing, with the caret where it was. */
  async #returnTo(caret: number): Promise<void> {
    await tick();
    this.element?.focus();
    this.element?.setSelectionRange(caret, caret);
  }
}
