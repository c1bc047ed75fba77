import { asHostError, type Host } from '$lib/host';
import {
  MOST_ATTACHMENTS,
  type AttachmentView,
  type AttachOutcome,
  type ErrorBody,
  type FoundInImage,
} from '$lib/wire/wire';
import type { Corners } from './regions.svelte';
import { isImage, LARGEST, readBase64, type Complaint } from './image-files';
import { hear, Listening } from './listening.svelte';
import { isRecording, LARGEST_RECORDING } from './recording-files';
import { uuid7 } from './uuid7';

/** How far an image or a recording is: `unread` is one that could not be read, and is sent with what there is of it. */
export type Reading = 'reading' | 'read' | 'unread';

/** An image or a recording beside a question that is not asked yet. */
export class Attachment {
  readonly id: string;
  readonly name: string;
  /** None once parts of it are black: nothing may bring back what was under them. */
  file: File | undefined;
  /** How far it is listened to; none for an image. */
  readonly listening: Listening | undefined;
  reading = $state<Reading>('reading');
  /** As a `data:` address; empty until the image is open, and for a recording. */
  thumbnail = $state('');
  /** None until it is open; without what is read in it until it is read. */
  view = $state.raw<AttachmentView>();
  /** Why it could not be read. */
  error = $state.raw<ErrorBody>();
  /** What in it may be blackened. */
  found = $state.raw<readonly FoundInImage[]>([]);
  /** Grows with each time the image changes. */
  version = $state(0);

  constructor(file: File, id: string) {
    this.file = file;
    this.name = file.name;
    this.id = id;
    this.listening = isRecording(file) ? new Listening() : undefined;
  }
}

/** The images and recordings beside a question that is not asked yet, in order. They live as long as the window does. */
export class Attachments {
  all = $state.raw<readonly Attachment[]>([]);
  /** Whether a question waits until they are read. */
  awaited = $state(false);
  /** The one whose reading ended last: for whoever cannot see it. */
  ended = $state.raw<Attachment>();
  readonly isReading = $derived(this.all.some(({ reading }) => reading === 'reading'));

  readonly #host: Host;
  #corrections = 0;
  #settle: ((go: boolean) => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Attaches images and recordings. What cannot be attached is complained about, perhaps later. */
  add(files: readonly File[], complain: (complaint: Complaint) => void): void {
    const [taken, others] = [files.filter(isAttachable), files.filter((file) => !isAttachable(file))];
    // A folder full of other things is one mistake, not a hundred.
    if (others[0]) complain({ about: 'notImage', name: others[0].name });
    for (const file of taken) {
      if (this.all.length >= MOST_ATTACHMENTS) {
        complain({ about: 'tooMany' });
        break;
      }
      const fault = faultOf(file);
      if (fault) complain({ about: fault, name: file.name });
      else {
        const attachment = new Attachment(file, uuid7());
        this.all = [...this.all, attachment];
        void this.#read(attachment, complain);
      }
    }
  }

  /** Takes one away; what is read of it is given up. A question that waits goes on waiting for the person. */
  remove(attachment: Attachment): void {
    this.all = this.all.filter((each) => each !== attachment);
    this.#drop(attachment);
    this.stopWaiting();
  }

  /** Reads one again that could not be read, in its place. */
  again(attachment: Attachment, complain: (complaint: Complaint) => void): void {
    const { file } = attachment;
    if (!file) {
      // What is wrong stands on its card, as after the first reading.
      void this.blacken(attachment, []).catch(() => undefined);
      return;
    }
    const anew = new Attachment(file, uuid7());
    anew.thumbnail = attachment.thumbnail;
    this.all = this.all.map((each) => (each === attachment ? anew : each));
    this.#drop(attachment);
    void this.#read(anew, complain);
  }

  /** Puts right what was read. Rejects with a `HostError`. */
  correct(attachment: Attachment, text: string): Promise<void> {
    return this.#putRight(attachment, this.#host.call('correct_reading', { id: attachment.id, text }));
  }

  /** Puts right a part of what was heard. Rejects with a `HostError`. */
  correctPart(attachment: Attachment, part: number, text: string): Promise<void> {
    return this.#putRight(attachment, this.#host.call('correct_part', { id: attachment.id, part, text }));
  }

  async #putRight(attachment: Attachment, putting: Promise<AttachmentView>): Promise<void> {
    this.#corrections += 1;
    try {
      attachment.view = await putting;
      // A text that was typed is as good as one that was read.
      attachment.reading = 'read';
    } catch (thrown) {
      this.stopWaiting();
      throw thrown;
    } finally {
      this.#corrections -= 1;
      this.#goOn();
    }
  }

  /** Blackens parts of one for good; it is read anew. Rejects with a `HostError`. */
  async blacken(attachment: Attachment, regions: Corners[]): Promise<void> {
    const { id } = attachment;
    const before = attachment.reading;
    const { version } = attachment;
    attachment.reading = 'reading';
    let ended = false;
    try {
      const outcome = await this.#host.stream('blacken_image', { id, regions }, (event) => {
        if (!ended) this.#becomeBlack(attachment, event, version + 1);
      });
      ended = true;
      this.#becomeBlack(attachment, outcome, version + 1);
      this.#take(attachment, outcome);
    } catch (thrown) {
      ended = true;
      attachment.reading = attachment.version === version ? before : 'unread';
      this.stopWaiting();
      throw thrown;
    }
  }

  /**
   * Waits until everything is read and put right. False where the person thinks better of it, or something fails
   * meanwhile: what would be asked is not what they saw.
   */
  async ready(): Promise<boolean> {
    if (this.awaited) return false;
    this.awaited = true;
    const isReady = await new Promise<boolean>((settle) => {
      this.#settle = settle;
      this.#goOn();
    });
    this.awaited = false;
    this.#settle = undefined;
    return isReady;
  }

  /** Lets a question that waits be sent some other time. */
  stopWaiting(): void {
    this.#settle?.(false);
  }

  /** Takes them all out, to be asked about. */
  take(): readonly Attachment[] {
    const taken = this.all;
    this.all = [];
    return taken;
  }

  /** Puts back what was taken out and could not be asked about, before what came meanwhile. */
  giveBack(taken: readonly Attachment[]): void {
    const kept = [...taken, ...this.all];
    this.all = kept.slice(0, MOST_ATTACHMENTS);
    for (const attachment of kept.slice(MOST_ATTACHMENTS)) this.#drop(attachment);
  }

  /** Drops them all. */
  forget(): void {
    for (const attachment of this.take()) this.#drop(attachment);
    this.stopWaiting();
  }

  async #read(attachment: Attachment, complain: (complaint: Complaint) => void): Promise<void> {
    const { id, name, file, listening } = attachment;
    if (!file) return;
    if (listening) return this.#hear(attachment, file, listening, complain);
    let base64: string;
    try {
      base64 = await readBase64(file);
    } catch {
      this.#refuse(attachment, () => complain({ about: 'unreadable', name }));
      return;
    }
    if (!this.#has(attachment)) return;
    let ended = false;
    try {
      const outcome = await this.#host.stream('attach_image', { id, name, base64 }, (event) => {
        // The end may be heard of first.
        if (ended) return;
        attachment.view = event.attachment;
        attachment.thumbnail = event.thumbnail;
      });
      ended = true;
      this.#take(attachment, outcome);
    } catch (thrown) {
      ended = true;
      attachment.reading = 'unread';
      const error = asHostError(thrown).body;
      this.#refuse(attachment, () => complain({ about: 'refused', name, error }));
    }
  }

  async #hear(
    attachment: Attachment,
    file: File,
    listening: Listening,
    complain: (complaint: Complaint) => void,
  ): Promise<void> {
    const { id, name } = attachment;
    const onbegun = (view: AttachmentView): void => {
      attachment.view = view;
      // It was taken away before there was anything to drop.
      if (!this.#has(attachment)) this.#drop(attachment);
    };
    const isWanted = (): boolean => this.#has(attachment);
    try {
      const heard = await hear(this.#host, { id, name, file, onbegun, isWanted }, listening);
      if (!heard) return;
      attachment.view = heard.attachment;
      attachment.error = heard.error ?? undefined;
      this.#end(attachment, heard.error ? 'unread' : 'read');
    } catch (thrown) {
      attachment.reading = 'unread';
      const isUnreadable = thrown instanceof DOMException;
      const about = attachment.view ? 'notRecording' : 'notBegun';
      const error = asHostError(thrown).body;
      if (attachment.view) this.#drop(attachment);
      this.#refuse(attachment, () =>
        complain(isUnreadable ? { about: 'unreadable', name } : { about, name, error }),
      );
    }
  }

  #becomeBlack(
    attachment: Attachment,
    { attachment: view, thumbnail }: Pick<AttachOutcome, 'attachment' | 'thumbnail'>,
    version: number,
  ): void {
    attachment.file = undefined;
    attachment.view = view;
    attachment.thumbnail = thumbnail;
    attachment.found = [];
    attachment.version = version;
  }

  #take(attachment: Attachment, outcome: AttachOutcome): void {
    attachment.view = outcome.attachment;
    attachment.thumbnail = outcome.thumbnail;
    attachment.found = outcome.found;
    attachment.error = outcome.error ?? undefined;
    this.#end(attachment, outcome.error ? 'unread' : 'read');
  }

  #end(attachment: Attachment, reading: Reading): void {
    attachment.reading = reading;
    if (!this.#has(attachment)) return;
    this.ended = attachment;
    if (reading === 'unread') this.stopWaiting();
    else this.#goOn();
  }

  /** It is no image and no recording, or cannot be opened: nothing is left of it but words. */
  #refuse(attachment: Attachment, complain: () => void): void {
    if (!this.#has(attachment)) return;
    this.all = this.all.filter((each) => each !== attachment);
    complain();
    this.stopWaiting();
  }

  /** Lets a question that waits be asked, if nothing is left to wait for. */
  #goOn(): void {
    if (!this.isReading && this.#corrections === 0) this.#settle?.(true);
  }

  #has(attachment: Attachment): boolean {
    return this.all.includes(attachment);
  }

  #drop({ id }: Attachment): void {
    // One that the backend does not have any more is no loss.
    void this.#host.call('drop_attachment', { id }).catch(() => undefined);
  }
}

function isAttachable(file: File): boolean {
  return isImage(file) || isRecording(file);
}

/** What speaks against attaching a file, before anything of it is read. */
function faultOf(file: File): 'tooLarge' | 'recordingTooLarge' | 'recordingEmpty' | undefined {
  if (!isRecording(file)) return file.size > LARGEST ? 'tooLarge' : undefined;
  if (file.size === 0) return 'recordingEmpty';
  return file.size > LARGEST_RECORDING ? 'recordingTooLarge' : undefined;
}
