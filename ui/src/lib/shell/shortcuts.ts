import type { PlainKey } from '$lib/strings/index.svelte';

/** Everything that a key can do. Pages say how; this says which key, in one place. */
export type ShortcutId =
  | 'new'
  | 'palette'
  | 'search'
  | 'compose'
  | 'attach'
  | 'capture'
  | 'speak'
  | 'stop'
  | 'role1'
  | 'role2'
  | 'role3'
  | 'previous'
  | 'next'
  | 'sidebar'
  | 'why'
  | 'theme'
  | 'settings'
  | 'insights'
  | 'temporary'
  | 'copyLast'
  | 'regenerateLast'
  | 'rateUp'
  | 'rateDown'
  | 'shortcuts';

export interface Shortcut {
  readonly id: ShortcutId;
  readonly label: PlainKey;
  readonly section: 'conversation' | 'answer' | 'window';
  /** As written here: `Mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: readonly string[];
}

export const shortcuts: readonly Shortcut[] = [
  { id: 'new', label: 'shortcut.new', section: 'conversation', keys: ['Mod', 'Shift', 'O'] },
  { id: 'palette', label: 'shortcut.palette', section: 'window', keys: ['Mod', 'K'] },
  { id: 'search', label: 'shortcut.search', section: 'conversation', keys: ['Mod', 'Shift', 'F'] },
  { id: 'compose', label: 'shortcut.compose', section: 'conversation', keys: ['Mod', 'L'] },
  { id: 'attach', label: 'shortcut.attach', section: 'conversation', keys: ['Mod', 'Shift', 'A'] },
  { id: 'capture', label: 'shortcut.capture', section: 'conversation', keys: ['Mod', 'Shift', 'S'] },
  { id: 'speak', label: 'shortcut.speak', section: 'conversation', keys: ['Mod', 'Shift', 'M'] },
  { id: 'stop', label: 'shortcut.stop', section: 'answer', keys: ['Esc'] },
  { id: 'role1', label: 'shortcut.role1', section: 'answer', keys: ['Alt', '1'] },
  { id: 'role2', label: 'shortcut.role2', section: 'answer', keys: ['Alt', '2'] },
  { id: 'role3', label: 'shortcut.role3', section: 'answer', keys: ['Alt', '3'] },
  { id: 'previous', label: 'shortcut.previous', section: 'conversation', keys: ['Alt', '↑'] },
  { id: 'next', label: 'shortcut.next', section: 'conversation', keys: ['Alt', '↓'] },
  { id: 'copyLast', label: 'shortcut.copyLast', section: 'answer', keys: ['Mod', 'Shift', 'C'] },
  { id: 'regenerateLast', label: 'shortcut.regenerateLast', section: 'answer', keys: ['Mod', 'Shift', 'R'] },
  { id: 'rateUp', label: 'shortcut.rateUp', section: 'answer', keys: ['Mod', 'Shift', 'G'] },
  { id: 'rateDown', label: 'shortcut.rateDown', section: 'answer', keys: ['Mod', 'Shift', 'B'] },
  { id: 'temporary', label: 'shortcut.temporary', section: 'conversation', keys: ['Mod', 'Shift', 'E'] },
  { id: 'sidebar', label: 'shortcut.sidebar', section: 'window', keys: ['Mod', 'B'] },
  { id: 'why', label: 'shortcut.why', section: 'answer', keys: ['Mod', 'I'] },
  { id: 'theme', label: 'shortcut.theme', section: 'window', keys: ['Mod', 'Shift', 'L'] },
  { id: 'insights', label: 'shortcut.insights', section: 'window', keys: ['Mod', 'Shift', 'P'] },
  { id: 'settings', label: 'shortcut.settings', section: 'window', keys: ['Mod', ','] },
  { id: 'shortcuts', label: 'shortcut.shortcuts', section: 'window', keys: ['Mod', '/'] },
];

const names: Record<string, string> = { arrowup: '↑', arrowdown: '↓', escape: 'Esc' };

export function isMac(platform = navigator.platform): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/** The shortcut that a key press means, if any. `?` works too, where no text is being written. */
export function match(event: KeyboardEvent, writing: boolean, mac = isMac()): ShortcutId | null {
  if (event.isComposing) return null;
  if (event.key === '?' && !writing) return 'shortcuts';
  const key = names[event.key.toLowerCase()] ?? event.key.toUpperCase();
  const place = digit(event);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (other) return null;
  // A slash or a comma may need Shift on this keyboard.
  const sign = /^[^A-Z0-9]$/.test(key);
  const found = shortcuts.find(({ keys }) => {
    const has = (name: string) => keys.includes(name);
    return (
      (keys.at(-1) === key || keys.at(-1) === place) &&
      has('Mod') === mod &&
      (sign || has('Shift') === event.shiftKey) &&
      has('Alt') === event.altKey
    );
  });
  return found?.id ?? null;
}

/** Digits by their place: with Alt or Shift, a layout may make another letter of them. */
function digit(event: KeyboardEvent): string | undefined {
  return /^Digit(\d)$/.exec(event.code)?.[1];
}

/** The keys of a shortcut, as they stand on this keyboard. */
export function keysOf(id: ShortcutId, mac = isMac()): string[] {
  const keys = shortcuts.find((shortcut) => shortcut.id === id)?.keys ?? [];
  if (!mac) return keys.map((key) => (key === 'Mod' ? 'Ctrl' : key));
  const signs: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
  return keys.map((key) => signs[key] ?? key);
}
