import FileText from '@lucide/svelte/icons/file-text';
import type { Entry } from '$lib/palette/entries';
import type { Keyboard } from '$lib/shell/keyboard.svelte';
import { keysOf, shortcuts, type ShortcutId } from '$lib/shell/shortcuts';
import { t } from '$lib/strings/index.svelte';
import { actionIcons } from './action-icons';
import type { App } from './app.svelte';

/** What the palette offers to do: every shortcut that does something now, but itself. */
export function actionEntries(keyboard: Keyboard): Entry[] {
  const hidden: ShortcutId[] = ['palette', 'stop'];
  return shortcuts
    .filter(({ id }) => keyboard.has(id) && !hidden.includes(id))
    .map(({ id, label }) => ({
      id: `action ${id}`,
      label: t(label),
      icon: actionIcons[id],
      keys: keysOf(id),
      run: () => keyboard.run(id),
    }));
}

export function conversationEntries(app: App, open: (id: string) => void): Entry[] {
  return app.conversations.ordered.map((conversation) => ({
    id: `conversation ${conversation.id}`,
    label: conversation.title,
    hue: app.roles.hue(conversation.role),
    run: () => open(conversation.id),
  }));
}

/** Messages that were found; titles alone are among the conversations already. */
export function foundEntries(app: App, open: (id: string, message?: string) => void): Entry[] {
  return app.found.hits.flatMap((hit): Entry[] => {
    const { message } = hit;
    if (message === null) return [];
    return [
      {
        id: `message ${message}`,
        label: hit.title,
        icon: FileText,
        snippet: hit.snippet,
        run: () => open(hit.conversation, message),
      },
    ];
  });
}
