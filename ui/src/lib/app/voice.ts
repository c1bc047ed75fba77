import '$lib/strings/voice';
import { PushToTalk, type Said, type Voice } from '$lib/components/hearing';
import { wordsOf } from '$lib/errors/remedies';
import { asHostError } from '$lib/host';
import { t } from '$lib/strings/index.svelte';
import type { ErrorBody } from '$lib/wire/wire';
import type { App } from './app.svelte';

const nothing: Said = { text: '', sends: false };

/** Lets the global key for speaking begin and end what `toggle` does, pressed or held, until the returned function is called. */
export function followSpeakKey({ host, dictation }: App, toggle: () => void): () => void {
  const talk = new PushToTalk();
  const begin = (): boolean => {
    const begins = dictation.hearing === 'off';
    toggle();
    return begins;
  };
  return host.onSpeak((isDown) => {
    if (isDown) talk.down(performance.now(), begin);
    else talk.up(performance.now(), () => dictation.stop());
  });
}

/** The one microphone, for a field in which is asked in a role. */
export function voiceOf(app: App, role: () => string, openModels?: () => void): Voice {
  const { dictation, settings, toasts } = app;

  function complain(error: ErrorBody): void {
    const isMissing = error.code === 'model_missing';
    toasts.show(isMissing ? t('voice.noModel') : wordsOf(error), {
      tone: 'bad',
      ...(isMissing && openModels ? { action: { label: t('voice.openModels'), run: openModels } } : {}),
    });
  }

  async function listen(): Promise<Said> {
    try {
      const said = await dictation.listen(role());
      if (!said) return nothing;
      if (said.error) complain(said.error);
      else if (said.text === '') toasts.show(t('voice.nothing'));
      const sends = settings.value('voice.send_at_once') === true && !said.error && said.text !== '';
      return { text: said.text, sends };
    } catch (thrown) {
      complain(asHostError(thrown).body);
      return nothing;
    }
  }

  return {
    get hearing() {
      return dictation.hearing;
    },
    get loudness() {
      return dictation.loudness;
    },
    get settled() {
      return dictation.settled;
    },
    get open() {
      return dictation.open;
    },
    listen,
    stop: () => dictation.stop(),
    cancel: () => dictation.cancel(),
  };
}
