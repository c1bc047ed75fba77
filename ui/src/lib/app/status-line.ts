import type { Status } from '$lib/status/status.svelte';
import { decimal, seconds, t } from '$lib/strings/index.svelte';
import type { MessageView } from '$lib/wire/wire';

/** What the engine does, where that is worth a word. */
export function engineWords(status: Status): string {
  switch (status.engine?.state) {
    case 'loading':
      return t('engine.loading');
    case 'restarting':
      return t('engine.restarting');
    default:
      return '';
  }
}

/** How an answer went: what Attune itself took, when the first word came, and how fast the others. */
export function figuresOf(answer: MessageView | undefined): string[] {
  const origin = answer?.origin;
  if (!answer || !origin || origin.tokens === 0) return [];
  const figures = [
    t('figure.personalisation', { value: decimal(origin.personalisation_ms) }),
    t('figure.firstWord', { value: seconds(origin.ttft_ms) }),
  ];
  const rate = wordsPerSecond(answer.text, origin.tokens, origin.tokens_per_s);
  return rate === null ? figures : [...figures, t('figure.wordsPerSecond', { value: decimal(rate) })];
}

/** People read words, not tokens: the answer's own ratio of the two turns one rate into the other. */
export function wordsPerSecond(text: string, tokens: number, tokensPerSecond: number): number | null {
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  if (words === 0 || tokens === 0 || tokensPerSecond <= 0) return null;
  return (words * tokensPerSecond) / tokens;
}
