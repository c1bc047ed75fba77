// What of the numbers needs a language.
import '$lib/strings/insights';
import { locale, t } from '$lib/strings/index.svelte';
import type { BeliefRow, Dimension } from './numbers';

/** `+0.42`: on a scale that has a middle. */
export function signed(value: number): string {
  // What rounds to nothing has no sign.
  const rounded = Math.round(value * 100) / 100 || 0;
  return new Intl.NumberFormat(locale(), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  }).format(rounded);
}

export function dimensionName(dimension: Dimension): string {
  return t(`belief.dimension.${dimension}`);
}

const values = [
  'bullets',
  'direct',
  'essential',
  'expert',
  'long',
  'medium',
  'plain',
  'prose',
  'short',
  'steps',
  'thorough',
  'warm',
] as const;

/** A value that a newer backend knows and this window does not keeps its own name. */
export function valueName({ value }: Pick<BeliefRow, 'value'>): string {
  const known = values.find((each) => each === value);
  return known ? t(`belief.value.${known}`) : value;
}

const kinds = ['constraint', 'event', 'fact', 'goal', 'preference', 'relation'] as const;

export function kindName(kind: string): string | undefined {
  const known = kinds.find((each) => each === kind);
  return known && t(`memories.kind.${known}`);
}
