import '$lib/strings/style';
import { list, percent, t } from '$lib/strings/index.svelte';
import type { DimensionTraceView, StyleTraceView } from '$lib/wire/wire';

/** What is less likely than this is left out: it would be shown as 0 %. */
const SHOWN = 0.005;

/** The values that had a chance, and the one that was chosen. */
export function chances({ odds, value }: DimensionTraceView): DimensionTraceView['odds'] {
  return odds.filter((each) => each.value === value || each.probability >= SHOWN);
}

/** With what probability the style was chosen, in a sentence. */
export function summary({ probability }: StyleTraceView): string {
  return probability > 1 - SHOWN ? t('style.sure') : t('style.chance', { share: share(probability) });
}

/** A probability in whole percent; one that is not nothing is never shown as nothing. */
export function share(probability: number): string {
  return probability > 0 && probability < SHOWN ? `< ${percent(0.01)}` : percent(probability);
}

/** What the question was like, in sentences. */
export function situation({ task, signs }: StyleTraceView): string[] {
  const said = [t('style.task', { task: t(`style.task.${task}`) })];
  if (signs.length > 0)
    said.push(t('style.signs', { signs: list(signs.map((sign) => t(`style.sign.${sign}`))) }));
  return said;
}

/** Why a value was chosen, in a sentence. */
export function because(trace: DimensionTraceView): string {
  if (trace.because !== 'learned') return t(`style.because.${trace.because}`);
  const { liked, disliked, asked } = trace;
  const from: string[] = [];
  if (liked > 0) from.push(t('style.from.liked', { count: liked }));
  if (disliked > 0)
    from.push(t(liked > 0 ? 'style.from.disliked' : 'style.from.dislikedAlone', { count: disliked }));
  if (asked > 0) from.push(t('style.from.asked', { count: asked }));
  return from.length > 0
    ? t('style.because.learned', { from: list(from) })
    : t('style.because.learnedElsewhere');
}
