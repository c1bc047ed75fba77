import type { Host } from '$lib/host';
import {
  MOST_SLICE_BYTES,
  type AttachmentView,
  type HeardRecording,
  type RecordingEvent,
  type SpokenView,
} from '$lib/wire/wire';
import { readBase64 } from './image-files';

/** How far a recording is that is handed over, waits for those before it, or is listened to. */
export class Listening {
  phase = $state<'copying' | 'waiting' | 'hearing'>('copying');
  /** Seconds that are heard. */
  doneS = $state(0);
  /** Seconds that there are, where the file says so. */
  ofS = $state<number | null>(null);
  /** What was heard so far. */
  spoken = $state.raw<readonly SpokenView[]>([]);
  /** 0 to 1, or null while nobody knows. */
  readonly share = $derived.by(() => {
    if (this.phase === 'copying') return this.#copied;
    return this.phase === 'hearing' && this.ofS ? Math.min(1, this.doneS / this.ofS) : null;
  });

  #copied = $state<number | null>(null);

  copied(bytes: number, of: number): void {
    this.#copied = bytes / of;
    if (bytes >= of) this.phase = 'waiting';
  }

  fold({ done_s, of_s, spoken }: RecordingEvent): void {
    this.phase = 'hearing';
    this.doneS = done_s;
    this.ofS = of_s;
    if (spoken.length > 0) this.spoken = [...this.spoken, ...spoken];
  }
}

/** A recording that is to be heard. */
interface ToHear {
  readonly id: string;
  readonly name: string;
  readonly file: File;
  /** Told as soon as it is attached. */
  readonly onbegun: (attachment: AttachmentView) => void;
  /** Asked before each slice. */
  readonly isWanted: () => boolean;
}

/**
 * Hands a recording over in slices, so that no more than one is in memory, and has it heard. Nothing comes of one that is
 * not wanted any more. Rejects with a `HostError`, or with what the browser says of a file that cannot be read.
 */
export async function hear(
  host: Host,
  { id, name, file, onbegun, isWanted }: ToHear,
  listening: Listening,
): Promise<HeardRecording | undefined> {
  const begun = await host.call('begin_recording', { id, name, bytes: file.size });
  onbegun(begun.attachment);
  if (begun.error) return begun;
  for (let at = 0; at < file.size; at += MOST_SLICE_BYTES) {
    const slice = file.slice(at, at + MOST_SLICE_BYTES);
    const base64 = await readBase64(slice);
    if (!isWanted()) return undefined;
    await host.call('add_to_recording', { id, at, base64 });
    listening.copied(at + slice.size, file.size);
  }
  return host.stream('hear_recording', { id }, (event) => listening.fold(event));
}
