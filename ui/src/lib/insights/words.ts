// What of the numbers needs a language.
import '$lib/strings/insights';
import { decimal, locale, t } from '$lib/strings/index.svelte';

/** `+0.42`, `−0.30`: on a scale that has a middle. */
export function signed(value: number): string {
  // What rounds to nothing has no sign.
  const rounded = Math.round(value * 100) / 100 || 0;
  const options = { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' } as const;
  return new Intl.NumberFormat(locale(), options).format(rounded).replace('-', '−');
}

/** The same without its sign. */
export function unsigned(value: number): string {
  return decimal(Math.abs(value), 2);
}

const kinds = ['constraint', 'event', 'fact', 'goal', 'preference', 'relation'] as const;

export function kindName(kind: string): string | undefined {
  const known = kinds.find((each) => each === kind);
  return known && t(`memories.kind.${known}`);
}
