import { createContext } from 'svelte';

/** Puts a text on the clipboard. Each host has its own way. */
export type CopyText = (text: string) => Promise<void>;

export const [getCopyText, setCopyText] = createContext<CopyText>();
