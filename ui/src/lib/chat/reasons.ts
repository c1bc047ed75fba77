import '$lib/strings/style';
import type { PlainKey } from '$lib/strings/index.svelte';
import type { StyleTraceView } from '$lib/wire/wire';
import type { Reason } from './ratings.svelte';

export type StyleDimension = StyleTraceView['dimensions'][number]['dimension'];

/** The reasons of a thumb down, in the order in which they are offered. */
export const reasons: readonly Reason[] = [
  'too_long',
  'too_short',
  'too_technical',
  'too_basic',
  'wrong_tone',
  'wrong',
  'not_asked',
];

interface Wish {
  readonly says: PlainKey;
  /** In which dimensions, and which way among their values. */
  readonly moves: readonly StyleDimension[];
  readonly toward: 'less' | 'more' | 'other';
}

/** What a reason asks of the next answers; nothing where the fault was not the style's. */
const wishes: Partial<Record<Reason, Wish>> = {
  too_long: { says: 'rating.shorter', moves: ['length'], toward: 'less' },
  too_short: { says: 'rating.longer', moves: ['length'], toward: 'more' },
  too_technical: { says: 'rating.plainer', moves: ['jargon', 'detail'], toward: 'less' },
  too_basic: { says: 'rating.deeper', moves: ['detail', 'jargon'], toward: 'more' },
  wrong_tone: { says: 'rating.tone', moves: ['tone'], toward: 'other' },
};

/**
 * What to say of a reason that was just given. Something is promised only where it can come true: where the answer's
 * style has room that way, and nothing fixes it (`free`).
 */
export function outlook(
  reason: Reason,
  style: StyleTraceView | null | undefined,
  free: (dimension: StyleDimension) => boolean,
): PlainKey {
  const wish = wishes[reason];
  if (!wish || !style) return 'rating.noted';
  const open = wish.moves.some((dimension) => {
    const trace = style.dimensions.find((each) => each.dimension === dimension);
    const values = trace?.odds.map(({ value }) => value) ?? [];
    const end = { less: values[0], more: values.at(-1), other: undefined }[wish.toward];
    return trace !== undefined && trace.value !== end && free(dimension);
  });
  return open ? wish.says : 'rating.noted';
}
