// What styles are called, for every page that speaks of them.
import type { DimensionTraceView } from '$lib/wire/wire';
import { t, type PlainKey } from './index.svelte';
import '$lib/strings/style';

export type Dimension = DimensionTraceView['dimension'];

const values: Record<Dimension, Readonly<Record<string, PlainKey>>> = {
  tone: { direct: 'style.tone.direct', warm: 'style.tone.warm' },
  length: { short: 'style.length.short', medium: 'style.length.medium', long: 'style.length.long' },
  format: { bullets: 'style.format.bullets', steps: 'style.format.steps', prose: 'style.format.prose' },
  detail: { essential: 'style.detail.essential', thorough: 'style.detail.thorough' },
  jargon: { plain: 'style.jargon.plain', expert: 'style.jargon.expert' },
};

export function dimensionName(dimension: Dimension): string {
  return t(`style.dimension.${dimension}`);
}

/** A value of a dimension in words; one that this window does not know yet, as it is called. */
export function valueName(dimension: Dimension, value: string): string {
  const key = (values as Partial<typeof values>)[dimension]?.[value];
  return key ? t(key) : value;
}
