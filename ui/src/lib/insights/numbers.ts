// From what the backend knows to what the charts draw. Nothing here draws, and nothing here knows a language.
import type {
  EarnedView,
  EstimateView,
  MemoryScopeView,
  MemoryView,
  RoleStyleView,
  StyleInsightsView,
  TopicWeekView,
} from '$lib/wire/wire';

/** Standard errors on each side of an estimate that hold nine of ten of a normal distribution. */
export const NINETY = 1.645;

/** Fewer rated answers than this say nothing about whether adapting is worth it. */
export const ENOUGH = 10;

/** From how many values on a spread is shown: that of two or three says more about chance than about them. */
const SPREAD_FROM = 5;

export interface Band {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface RunningPoint {
  /** How many answers were rated until here. */
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly earned: Band;
  readonly plain: Band;
}

/** The means of everything until each answer, with nine-in-ten intervals; from the fifth answer on. */
export function running(series: readonly EarnedView[]): RunningPoint[] {
  const earned = new Moments();
  const plain = new Moments();
  return series
    .map((each, index) => ({
      count: index + 1,
      at: each.at,
      earned: earned.take(each.earned),
      plain: plain.take(each.plain),
    }))
    .filter(({ count }) => count >= Math.min(SPREAD_FROM, series.length));
}

/** Mean and variance as values come (Welford 1962). */
class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  take(value: number): Band {
    this.#count += 1;
    const step = value - this.#mean;
    this.#mean += step / this.#count;
    this.#squares += step * (value - this.#mean);
    const variance = this.#count > 1 ? this.#squares / (this.#count - 1) : 0;
    return band(this.#mean, Math.sqrt(variance / this.#count));
  }
}

export function band(mean: number, error: number): Band {
  return { mean, low: mean - NINETY * error, high: mean + NINETY * error };
}

export interface Verdict {
  readonly says: 'better' | 'worse' | 'open';
  /** What adapted answers earned more than plain ones would have. */
  readonly gain: number;
  /** Half of its nine-in-ten interval. */
  readonly spread: number;
}

/** Whether adapting was worth it. The two errors are taken as independent, which errs on the side of doubt. */
export function verdict({ earned, plain }: Pick<StyleInsightsView, 'earned' | 'plain'>): Verdict {
  const gain = earned.mean - plain.mean;
  const spread = halfWidth({ mean: 0, error: Math.hypot(earned.error, plain.error) });
  const says = gain > spread ? 'better' : gain < -spread ? 'worse' : 'open';
  return { says, gain, spread };
}

/** Half of the nine-in-ten interval of an estimate. */
export function halfWidth({ error }: EstimateView): number {
  return NINETY * error;
}

export type Dimension = RoleStyleView['dimensions'][number]['dimension'];

export interface BeliefRow {
  readonly dimension: Dimension;
  readonly value: string;
  /** Of the next answer, 0 to 1. */
  readonly probability: number;
  readonly worth: Band;
  /** Half of the nine-in-ten interval of its worth. */
  readonly spread: number;
  readonly fixed: boolean;
  readonly likeliest: boolean;
}

/** Every value of every dimension, in the backend's order. */
export function beliefRows(role: RoleStyleView): BeliefRow[] {
  return role.dimensions.flatMap(({ dimension, fixed, values }) => {
    const most = Math.max(...values.map(({ probability }) => probability));
    return values.map(({ value, probability, worth, error }) => ({
      dimension,
      value,
      probability,
      worth: band(worth, error),
      spread: NINETY * error,
      fixed,
      likeliest: probability === most,
    }));
  });
}

/** How far a chart of worths reaches on each side of zero: the same on both, in steps of a fifth. */
export function reach(rows: readonly BeliefRow[]): number {
  const far = Math.max(
    0,
    ...rows.filter((row) => !row.fixed).flatMap(({ worth }) => [-worth.low, worth.high]),
  );
  return Math.max(0.2, Math.ceil(far * 5) / 5);
}

export interface TopicCell {
  readonly start: number;
  /** Null is everything that is too small to stand alone. */
  readonly topic: string | null;
  readonly share: number;
  /** Where its bar begins and ends, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface TopicStack {
  /** The largest first; null stands last, where there is more. */
  readonly topics: readonly (string | null)[];
  readonly cells: readonly TopicCell[];
}

/** Weeks as stacks of the same topics in the same order. */
export function stack(weeks: readonly TopicWeekView[], most = 5): TopicStack {
  const sums = new Map<string, number>();
  for (const { topics } of weeks) {
    for (const { label, share } of topics) sums.set(label, (sums.get(label) ?? 0) + share);
  }
  const ordered = [...sums].sort(([, a], [, b]) => b - a).map(([label]) => label);
  const shown: (string | null)[] = ordered.slice(0, most);
  if (ordered.length > most) shown.push(null);
  const cells = weeks.flatMap(({ start, topics }) => {
    let from = 0;
    return shown.map((topic): TopicCell => {
      const share = topics
        .filter(({ label }) => (topic === null ? !shown.includes(label) : label === topic))
        .reduce((sum, each) => sum + each.share, 0);
      const cell = { start, topic, share, from, to: from + share };
      from += share;
      return cell;
    });
  });
  return { topics: shown, cells };
}

/** Moves places down or up until each is `gap` from the next, as little as possible. They stay between the ends. */
export function spaced(places: readonly number[], gap: number, least: number, most: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  let before = -Infinity;
  for (const each of order) before = each.place = Math.max(each.place, before + gap, least);
  let after = Infinity;
  for (const each of order.toReversed()) after = each.place = Math.min(each.place, after - gap, most);
  const moved = new Array<number>(places.length).fill(0);
  for (const { place, index } of order) moved[index] = place;
  return moved;
}

export interface Circle {
  readonly label: string;
  /** Pixels. */
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface PlacedLabel {
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Where labels stand: over their circle or under it, the largest first, and never on one another. One that finds
 * no room is left out; the table has it. `letter` is the width of a letter, all in pixels.
 */
export function placeLabels(
  circles: readonly Circle[],
  room: { readonly width: number; readonly height: number; readonly letter: number; readonly line: number },
): PlacedLabel[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const placed: PlacedLabel[] = [];
  for (const { label, x, y, r } of [...circles].sort((a, b) => b.r - a.r)) {
    const half = (label.length * room.letter) / 2;
    const centre = Math.min(Math.max(x, half), Math.max(half, room.width - half));
    for (const at of [y - r - room.line * 0.6, y + r + room.line * 0.8]) {
      const box = {
        left: centre - half,
        right: centre + half,
        top: at - room.line / 2,
        bottom: at + room.line / 2,
      };
      const inside = box.top >= 0 && box.bottom <= room.height;
      const free = taken.every(
        (other) =>
          box.right < other.left ||
          box.left > other.right ||
          box.bottom < other.top ||
          box.top > other.bottom,
      );
      if (!inside || !free) continue;
      taken.push(box);
      placed.push({ label, x: centre, y: at });
      break;
    }
  }
  return placed;
}

export interface MemoryGroup {
  readonly key: string;
  readonly scope: MemoryScopeView;
  /** The pinned first, then the newest. */
  readonly memories: readonly MemoryView[];
}

/** Memories by where they may be used: of the person first, then projects, then conversations. */
export function grouped(memories: readonly MemoryView[], words = ''): MemoryGroup[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, { scope: MemoryScopeView; memories: MemoryView[] }>();
  for (const memory of memories) {
    const text = memory.text.toLocaleLowerCase();
    if (!wanted.every((word) => text.includes(word))) continue;
    const key = keyOf(memory.scope);
    const group = groups.get(key) ?? { scope: memory.scope, memories: [] };
    group.memories.push(memory);
    groups.set(key, group);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, group]) => ({
      key,
      scope: group.scope,
      memories: group.memories.sort(
        (a, b) => Number(b.pinned) - Number(a.pinned) || b.created_at - a.created_at,
      ),
    }));
}

const order: readonly MemoryScopeView['scope'][] = ['person', 'project', 'conversation'];

function keyOf(scope: MemoryScopeView): string {
  const which = scope.scope === 'project' ? scope.name : scope.scope === 'conversation' ? scope.id : '';
  return `${String(order.indexOf(scope.scope))} ${which}`;
}
