import { goto } from '$app/navigation';
import type { App } from './app.svelte';

/** Shows a conversation, at a message where one is named. */
export async function openConversation(app: App, id: string, message?: string): Promise<void> {
  const thread = app.threads.get(id);
  if (message !== undefined) void thread.goTo(message);
  await goto(`/c/${id}`);
}
