// Images and speech, for a backend in memory: what is read and what is heard is told beforehand.
import type {
  AttachOutcome,
  AttachmentView,
  Commands,
  DictationOutcome,
  ErrorBody,
  HeardRecording,
  SpokenView,
  FoundInImage,
  Streams,
} from '$lib/wire/wire';
import { Refused } from './refused';

/** A small image that every browser shows: one pixel. */
export const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';

const unread = { text: '', tags: [], codes: [], corrected: false, read: false };

/** The part of a backend that reads images and hears speech. */
export class FakeMedia {
  /** What is read in the next image, or how that fails: before it is open with `invalid`, afterwards otherwise. */
  nextReading: Partial<AttachmentView> | ErrorBody = { text: 'Invoice 4711' };
  /** What is said in the next recording, or how hearing it fails: before it is handed over, or where it is none with `invalid`. */
  nextSpeech: readonly SpokenView[] | ErrorBody = [
    { start_s: 0, end_s: 4, text: 'Good morning.' },
    { start_s: 192, end_s: 196, text: 'The budget for Lisbon is settled.' },
  ];
  /** Bytes of recordings that were handed over. */
  readonly sound = new Map<string, number>();
  /** What is found in every image until it is blackened. */
  found: FoundInImage[] = [];
  /** How the next blackening fails. */
  nextBlackening: ErrorBody | undefined;
  /** How an image looks. */
  picture = PIXEL;
  /** What the next reading waits for. */
  untilRead: Promise<void> = Promise.resolve();
  /** What is said in the next dictation. */
  nextWords = 'Pause the feed';
  attachments = new Map<string, AttachmentView>();
  /** What stops the reading of an image that is dropped. */
  readonly #dropped = new Map<string, () => void>();
  /** What ends the dictation. */
  #hush: ((said: DictationOutcome | Refused) => void) | undefined;

  protected readonly media: { [K in keyof Commands]?: (request: Commands[K][0]) => Commands[K][1] } = {
    correct_reading: ({ id, text }) => {
      const view: AttachmentView = { ...this.attachment(id), text, corrected: true };
      this.attachments.set(id, view);
      return view;
    },
    drop_attachment: ({ id }) => {
      this.attachments.delete(id);
      this.#dropped.get(id)?.();
      return {};
    },
    begin_recording: ({ id, name }) => {
      const speech = this.nextSpeech;
      const isForbidden = 'code' in speech && speech.code === 'policy_forbids';
      if (isForbidden) throw new Refused(speech.code, speech.message);
      const recording = { seconds: 0, language: '', segments: [], missing: null };
      const view: AttachmentView = { ...unread, id, name, width: 0, height: 0, recording };
      this.attachments.set(id, view);
      const isMissing = 'code' in speech && speech.code === 'model_missing';
      return { attachment: view, error: isMissing ? speech : null };
    },
    add_to_recording: ({ id, at, base64 }) => {
      this.attachment(id);
      const before = this.sound.get(id) ?? 0;
      if (before !== at) throw new Refused('invalid', 'It did not arrive whole.');
      this.sound.set(id, before + atob(base64).length);
      return {};
    },
    correct_part: ({ id, part, text }) => {
      const before = this.attachment(id);
      const recording = before.recording ?? { seconds: 0, language: '', segments: [], missing: null };
      const segments = recording.segments.map((each, index) => (index === part ? { ...each, text } : each));
      const view: AttachmentView = { ...before, corrected: true, recording: { ...recording, segments } };
      this.attachments.set(id, view);
      return view;
    },
    export_transcript: ({ name, form }) => ({ path: `/downloads/${name}.${form}` }),
    get_image: ({ id }) => {
      this.attachment(id);
      return { address: this.picture };
    },
    stop_dictation: () => {
      this.#hush?.({ text: this.nextWords, language: 'en', seconds: 2, error: null });
      return {};
    },
    cancel_dictation: () => {
      this.#hush?.(new Refused('cancelled', 'The dictation was cancelled.'));
      return {};
    },
    find_voice: () => ({ offered: false }),
    list_microphones: () => [{ id: 'built-in', name: 'Built-in microphone', is_default: true }],
  };

  protected attachment(id: string): AttachmentView {
    const view = this.attachments.get(id);
    if (!view) throw new Refused('not_found', 'This image is gone. Attach it again.');
    return view;
  }

  /** Lets readings wait until they are let go. */
  hold(): () => void {
    let go: () => void = () => undefined;
    this.untilRead = new Promise((done) => (go = done));
    return go;
  }

  protected async attach(
    { id, name }: Streams['attach_image'][0],
    onPiece: (piece: Streams['attach_image'][1]) => void,
  ): Promise<AttachOutcome> {
    const reading = this.nextReading;
    const isError = 'code' in reading;
    if (isError && reading.code === 'invalid') throw new Refused(reading.code, reading.message);
    const view: AttachmentView = { ...unread, id, name, width: 640, height: 480 };
    this.attachments.set(id, view);
    onPiece({ event: 'opened', attachment: view, thumbnail: PIXEL });
    const dropped = new Promise<void>((drop) => this.#dropped.set(id, drop));
    await Promise.race([this.untilRead, dropped]);
    this.#dropped.delete(id);
    if (!this.attachments.has(id)) throw new Refused('cancelled', 'The image was taken away.');
    if (isError) return { attachment: view, thumbnail: PIXEL, found: [], error: reading };
    const read: AttachmentView = { ...view, read: true, ...reading };
    this.attachments.set(id, read);
    return { attachment: read, thumbnail: PIXEL, found: this.found, error: null };
  }

  /** What is found in a blackened image is under the regions; what was read in it stays, as far as a test does not say. */
  protected async blacken(
    { id }: Streams['blacken_image'][0],
    onPiece: (piece: Streams['blacken_image'][1]) => void,
  ): Promise<AttachOutcome> {
    const before = this.attachment(id);
    const refusal = this.nextBlackening;
    this.nextBlackening = undefined;
    if (refusal) throw new Refused(refusal.code, refusal.message);
    this.found = [];
    const view = { ...before, text: '', read: false };
    this.attachments.set(id, view);
    onPiece({ event: 'opened', attachment: view, thumbnail: PIXEL });
    await this.untilRead;
    const reading = this.nextReading;
    if ('code' in reading) return { attachment: view, thumbnail: PIXEL, found: [], error: reading };
    const read: AttachmentView = { ...view, read: true, ...reading };
    this.attachments.set(id, read);
    return { attachment: read, thumbnail: PIXEL, found: [], error: null };
  }

  protected async hear(
    { id }: Streams['hear_recording'][0],
    onPiece: (piece: Streams['hear_recording'][1]) => void,
  ): Promise<HeardRecording> {
    const speech = this.nextSpeech;
    const isError = 'code' in speech;
    if (isError && speech.code === 'invalid') throw new Refused(speech.code, speech.message);
    const segments = isError ? [] : [...speech];
    onPiece({ event: 'heard', done_s: 0, of_s: 200, spoken: [] });
    if (segments[0]) onPiece({ event: 'heard', done_s: 20, of_s: 200, spoken: [segments[0]] });
    const dropped = new Promise<void>((drop) => this.#dropped.set(id, drop));
    await Promise.race([this.untilRead, dropped]);
    this.#dropped.delete(id);
    const view = this.attachments.get(id);
    if (!view) throw new Refused('cancelled', 'The recording was taken away.');
    if (isError) return { attachment: view, error: speech };
    const recording = { seconds: 200, language: segments.length > 0 ? 'en' : '', segments, missing: null };
    const heard: AttachmentView = { ...view, read: true, recording };
    this.attachments.set(id, heard);
    return { attachment: heard, error: null };
  }

  /** Hears a little and listens on, until it is told to stop. */
  protected dictate(onPiece: (piece: Streams['dictate'][1]) => void): Promise<DictationOutcome> {
    onPiece({ event: 'live' });
    onPiece({ event: 'level', loudness: 0.6 });
    onPiece({ event: 'text', settled: this.nextWords.split(' ')[0] ?? '', open: '' });
    return new Promise((done, failed) => {
      this.#hush = (said) => {
        if (said instanceof Refused) failed(said);
        else done(said);
      };
    });
  }
}
