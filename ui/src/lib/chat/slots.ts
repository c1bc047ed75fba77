import type { MessageView } from '$lib/wire/wire';

/** The messages of a branch by their place; undefined where they were not read yet. */
export type Slots = readonly (MessageView | undefined)[];

/** A stretch of a branch. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
}

const PAGE = 100;

/** Puts read messages in their places. */
export function place(slots: Slots, from: number, messages: readonly MessageView[], total: number): Slots {
  const next = slots.slice(0, total);
  while (next.length < total) next.push(undefined);
  messages.forEach((message, index) => {
    if (from + index < total) next[from + index] = message;
  });
  return next;
}

/** Puts question and answer at the end of a branch of `total` messages; what stood there was another branch. */
export function placeTurn(slots: Slots, question: MessageView, answer: MessageView, total: number): Slots {
  return place(slots, total - 2, [question, answer], total);
}

/** Takes a message over where it stands, or after the last one if it follows that. */
export function fold(slots: Slots, message: MessageView): Slots {
  const at = slots.findLastIndex((each) => each?.id === message.id);
  if (at >= 0) return slots.with(at, message);
  const before = slots.length === 0 ? null : slots.at(-1)?.id;
  return message.parent === before ? [...slots, message] : slots;
}

/** The first page that is missing in a range, as something to ask for. */
export function missing(slots: Slots, first: number, last: number): Stretch | null {
  for (let at = Math.max(0, first); at <= Math.min(last, slots.length - 1); at += 1) {
    if (slots[at] === undefined) {
      const from = Math.floor(at / PAGE) * PAGE;
      return { from, count: Math.min(PAGE, slots.length - from) };
    }
  }
  return null;
}

/** The question that an answer answers. */
export function questionOf(slots: Slots, answer: MessageView): MessageView | undefined {
  return slots.findLast((each) => each?.id === answer.parent);
}
