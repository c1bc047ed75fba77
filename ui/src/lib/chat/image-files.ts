import { bytes, t } from '$lib/strings/index.svelte';
import '$lib/strings/images';
import '$lib/strings/recordings';
import { wordsOf } from '$lib/errors/remedies';
import type { ErrorBody } from '$lib/wire/wire';
import { MOST_ATTACHMENTS } from '$lib/wire/wire';
import { ACCEPTED_RECORDINGS, LARGEST_RECORDING } from './recording-files';

/** The kinds of images that can be attached, by media type and by how their files are called. */
const KINDS: Readonly<Record<string, RegExp>> = {
  'image/png': /\.png$/i,
  'image/jpeg': /\.jpe?g$/i,
  'image/webp': /\.webp$/i,
  'image/gif': /\.gif$/i,
  'image/bmp': /\.bmp$/i,
  'image/tiff': /\.tiff?$/i,
};

/** What a file dialog offers: images and recordings. */
export const ACCEPTED = [...Object.keys(KINDS), ACCEPTED_RECORDINGS].join(',');

/** The largest file that is read, in bytes. */
export const LARGEST = 64 * 1024 * 1024;

/** Why a file was not attached. */
export type Complaint =
  | { readonly about: 'tooMany' }
  | { readonly about: 'tooLarge' | 'notImage' | 'unreadable'; readonly name: string }
  | { readonly about: 'recordingTooLarge' | 'recordingEmpty'; readonly name: string }
  | {
      readonly about: 'refused' | 'notBegun' | 'notRecording';
      readonly name: string;
      readonly error: ErrorBody;
    };

/** Some systems know no media type of rarer kinds: then the name decides. */
export function isImage({ type, name }: File): boolean {
  if (type === '') return Object.values(KINDS).some((kind) => kind.test(name));
  return type in KINDS || type === 'image/x-ms-bmp';
}

export function complaintWords(complaint: Complaint): string {
  if (complaint.about === 'tooMany') return t('images.tooMany', { count: MOST_ATTACHMENTS });
  const name = nameOf(complaint.name);
  switch (complaint.about) {
    case 'tooLarge':
      return t('images.tooLarge', { name, size: bytes(LARGEST) });
    case 'notImage':
      return t('images.notImage', { name });
    case 'unreadable':
      return t('images.unreadable', { name });
    case 'recordingTooLarge':
      return t('recordings.tooLarge', { name, size: bytes(LARGEST_RECORDING) });
    case 'recordingEmpty':
      return t('recordings.empty', { name });
    case 'refused':
      return t('images.refused', { name, reason: wordsOf(complaint.error) });
    case 'notBegun':
    case 'notRecording': {
      // These say what may be wrong in every language; the exact words come from the parts that failed.
      const { code, message } = complaint.error;
      if (code !== 'invalid') return t('images.refused', { name, reason: wordsOf(complaint.error) });
      return complaint.about === 'notBegun'
        ? t('recordings.notBegun', { name, reason: message })
        : t('recordings.notRecording', { name, reason: message });
    }
  }
}

/** What an image is called: what comes from the clipboard has no name of its own. */
export function nameOf(name: string): string {
  return name === '' ? t('images.unnamed') : name;
}

/** The bytes of a file in base64. Rejects where it cannot be read. */
export function readBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
}
