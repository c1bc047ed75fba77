import type { ReadsAloud } from '$lib/chat/page';
import { wordsOf } from '$lib/errors/remedies';
import { asHostError } from '$lib/host';
import type { App } from './app.svelte';

/** The voice that reads answers, where one is offered. What goes wrong is told to the person. */
export function aloudOf(app: App): ReadsAloud | undefined {
  const { aloud, toasts } = app;
  if (!aloud.offered) return undefined;
  return {
    get reading() {
      return aloud.reading;
    },
    read: (id, text) => {
      aloud.read(id, text).catch((thrown: unknown) => {
        toasts.show(wordsOf(asHostError(thrown).body), { tone: 'bad' });
      });
    },
    stop: () => aloud.stop(),
  };
}
