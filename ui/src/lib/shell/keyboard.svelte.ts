import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { match, type ShortcutId } from './shortcuts';

/** Which shortcuts do something now. Pages add theirs while they are in view. */
export class Keyboard {
  readonly #actions = new SvelteMap<ShortcutId, () => void>();

  /** Adds actions, until the returned function is called. */
  add(actions: Partial<Record<ShortcutId, () => void>>): () => void {
    const added = Object.entries(actions) as [ShortcutId, () => void][];
    for (const [id, action] of added) this.#actions.set(id, action);
    return () => {
      for (const [id, action] of added) if (this.#actions.get(id) === action) this.#actions.delete(id);
    };
  }

  has(id: ShortcutId): boolean {
    return this.#actions.has(id);
  }

  run(id: ShortcutId): void {
    this.#actions.get(id)?.();
  }

  /** Carries out what a key press means. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    const writing = target?.matches('input, textarea, [contenteditable]') ?? false;
    const id = match(event, writing);
    const action = id === null ? undefined : this.#actions.get(id);
    if (!action) return;
    // A dialog answers its own keys; only the palette may be left for another thing.
    if (target?.closest('[role="dialog"]') && id !== 'palette' && id !== 'theme') return;
    event.preventDefault();
    action();
  }
}

export const [getKeyboard, setKeyboard] = createContext<Keyboard>();
