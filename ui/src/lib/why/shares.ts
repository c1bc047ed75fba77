import '$lib/strings/style';
import { t } from '$lib/strings/index.svelte';
import type { OriginView, PromptSharesView } from '$lib/wire/wire';

/** The parts of a prompt, in the order in which the model reads them. */
const PARTS = ['role', 'person', 'memories', 'history', 'past', 'question'] as const;

export interface Share {
  readonly part: (typeof PARTS)[number];
  readonly name: string;
  /** Estimated. */
  readonly tokens: number;
  /** Of the whole prompt, 0 to 1. */
  readonly share: number;
}

/** What each part of a prompt took of it. Parts that took nothing are there too: that says something. */
export function sharesOf(shares: PromptSharesView): Share[] {
  const total = PARTS.reduce((sum, part) => sum + shares[part], 0);
  return PARTS.map((part) => ({
    part,
    name: t(`share.${part}`),
    tokens: shares[part],
    share: total > 0 ? shares[part] / total : 0,
  }));
}

/** What belonged to the question and had no room, in words, one kind a line. */
export function leftForRoom(origin: OriginView): string[] {
  const noRoom = (uses: readonly { reason: string }[]) =>
    uses.filter((use) => use.reason === 'no_room').length;
  const lines = [
    ['why.dropped', origin.dropped_messages],
    ['share.leftOutMemories', noRoom(origin.left_out)],
    ['share.leftOutPast', noRoom(origin.past_left_out)],
  ] as const;
  return lines.filter(([, count]) => count > 0).map(([line, count]) => t(line, { count }));
}
