import '$lib/strings/capture';
import { fileOfPicture } from '$lib/chat/pictures';
import type { ScreenCapture } from '$lib/chat/page';
import { wordsOf } from '$lib/errors/remedies';
import { asHostError } from '$lib/host';
import { keysOf } from '$lib/shell/shortcuts';
import { t } from '$lib/strings/index.svelte';
import type { App } from './app.svelte';

/** Parts of the screen as images, where the host can take them and the settings allow it. */
export function captureOf(app: App): ScreenCapture | undefined {
  const { captureRegion } = app.host;
  if (!captureRegion || app.settings.value('images.capture') !== true) return undefined;
  return {
    keys: keysOf('capture'),
    take: async () => {
      try {
        const base64 = await captureRegion();
        return base64 === null ? undefined : fileOfPicture(base64, t('capture.name'));
      } catch (thrown) {
        app.toasts.show(wordsOf(asHostError(thrown).body), { tone: 'bad' });
        return undefined;
      }
    },
  };
}
