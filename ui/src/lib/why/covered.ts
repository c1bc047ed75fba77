import { t } from '$lib/strings/index.svelte';
import type { CoveredView } from '$lib/wire/wire';

/** What was covered before a prompt left, in words: “card numbers (2), names (1)”. */
export function coveredWords(covered: readonly CoveredView[]): string {
  return covered.map(({ kind, count }) => `${t(`cover.${kind}`)} (${count})`).join(', ');
}
