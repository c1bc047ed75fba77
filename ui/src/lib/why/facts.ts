import { decimal, percent, seconds, t, whole } from '$lib/strings/index.svelte';
import type { OriginView } from '$lib/wire/wire';

type Fact = readonly [name: string, value: string];

/** What the model read and wrote. */
export function promptFacts(origin: OriginView): Fact[] {
  const { prompt_tokens: prompt, reused_tokens: reused } = origin;
  const share = percent(prompt > 0 ? reused / prompt : 0);
  return [
    [t('why.promptTokens'), whole(prompt)],
    [t('why.reusedTokens'), t('why.reusedShare', { count: reused, share })],
    [t('why.answerTokens'), whole(origin.tokens)],
  ];
}

/** How long it took. */
export function timeFacts(origin: OriginView): Fact[] {
  return [
    [t('why.firstWord'), seconds(origin.ttft_ms)],
    [t('why.speed'), t('why.tokensPerSecond', { rate: decimal(origin.tokens_per_s) })],
    [t('why.personalisation'), t('unit.ms', { value: decimal(origin.personalisation_ms) })],
  ];
}
