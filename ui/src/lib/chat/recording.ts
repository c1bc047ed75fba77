import '$lib/strings/images';
import '$lib/strings/recordings';
import { wordsOf } from '$lib/errors/remedies';
import { locale, t } from '$lib/strings/index.svelte';
import type { AttachmentView, ErrorBody, SpokenView } from '$lib/wire/wire';
import type { Attachment } from './attachments.svelte';
import { nameOf } from './image-files';
import type { Listening } from './listening.svelte';
import { outcomeWords, wordCount } from './reading';

/** What a recording is called. */
export function recordingName(name: string): string {
  return name === '' ? t('recordings.unnamed') : name;
}

/** A time as a player shows it: `3:12`, and `1:03:12` from an hour on. */
export function stamp(seconds: number): string {
  const all = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, two(all % 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A time as pages say it to machines: `PT192S`. */
export function machineTime(seconds: number): string {
  return `PT${Math.max(0, Math.floor(seconds))}S`;
}

/** The text alone, a line for each part. */
export function transcriptText(segments: readonly SpokenView[]): string {
  const lines = segments.map(({ text }) => text.trim()).filter((text) => text !== '');
  return lines.join('\n');
}

/** What a language is called in the person's own; empty where that is not known. */
export function languageName(tag: string): string {
  if (tag === '') return '';
  try {
    return new Intl.DisplayNames([locale()], { type: 'language' }).of(tag) ?? '';
  } catch {
    return '';
  }
}

/** How far listening is, in a few words. */
export function progressWords({ phase, doneS, ofS }: Listening): string {
  if (phase === 'copying') return t('recordings.copying');
  if (phase === 'waiting') return t('recordings.waiting');
  const done = stamp(doneS);
  return ofS === null
    ? t('recordings.hearingSome', { done })
    : t('recordings.hearing', { done, all: stamp(ofS) });
}

/** What came of listening to a recording, in a few words. */
export function heardWords({ recording, read }: AttachmentView, error?: ErrorBody): string {
  if (!recording || !read) {
    if (!error) return t('recordings.notHeard');
    return error.code === 'model_missing'
      ? t('recordings.noModel')
      : t('recordings.notHeardWhy', { reason: wordsOf(error) });
  }
  const count = wordCount(transcriptText(recording.segments));
  return [
    stamp(recording.seconds),
    count > 0 ? t('recordings.words', { count }) : t('recordings.silent'),
    ...(error ? [t('recordings.partlyHeard')] : recording.missing === null ? [] : [t('recordings.missing')]),
  ].join(' · ');
}

/** What is told of one whose reading ended, to whoever cannot see it. */
export function endedWords({ view, error }: Attachment): string {
  if (!view) return '';
  const { name, recording } = view;
  return recording
    ? t('images.ended', { name: recordingName(name), outcome: heardWords(view, error) })
    : t('images.ended', { name: nameOf(name), outcome: outcomeWords(view, error) });
}

/** What is asked about images and recordings where nothing is written: they are a question too. */
export function wordlessQuestion(attached: readonly Attachment[]): string {
  const recordings = attached.filter(({ listening }) => listening !== undefined).length;
  if (recordings === 0) return t('images.question', { count: attached.length });
  return recordings === attached.length
    ? t('recordings.question', { count: recordings })
    : t('recordings.questionBoth');
}
