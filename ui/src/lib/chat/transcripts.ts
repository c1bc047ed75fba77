import { createContext } from 'svelte';
import type { ExportTranscript } from '$lib/wire/wire';

/** Writes a transcript to a file, and says where it is. Rejects with a `HostError`. */
export type SaveTranscript = (request: ExportTranscript) => Promise<string>;

export const [getSaveTranscript, setSaveTranscript] = createContext<SaveTranscript>();
