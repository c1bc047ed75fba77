import { MOST_RECORDING_BYTES } from '$lib/wire/wire';

/** How recordings are called that can be heard. */
const ENDINGS = ['.wav', '.mp3', '.m4a', '.ogg', '.oga', '.flac'];

/** What a file dialog offers. */
export const ACCEPTED_RECORDINGS = ENDINGS.join(',');

/** The largest recording that is heard, in bytes. */
export const LARGEST_RECORDING = MOST_RECORDING_BYTES;

/** Whether a file says that it is sound. Of which kind it is, only whoever hears it can tell. */
export function isRecording({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  if (type !== '' && type !== 'application/ogg') return type.startsWith('audio/');
  return ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));
}
