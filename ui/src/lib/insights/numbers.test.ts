import { describe, expect, it } from 'vitest';
import { leader, memories, series, styleInsights } from '../../../tests/fake/insights';
import {
  beliefRows,
  grouped,
  NINETY,
  placeLabels,
  reach,
  running,
  spaced,
  stack,
  verdict,
  type Circle,
} from './numbers';

describe('running means', () => {
  const values = [1, -1, 1, 1, 0.5, 1].map((earned, at) => ({ at, earned, plain: 0 }));

  it('are those of all answers until then, from the fifth on', () => {
    const points = running(values);
    expect(points.map(({ count }) => count)).toEqual([5, 6]);
    expect(points[0]?.earned.mean).toBeCloseTo(0.5);
    expect(points[1]?.earned.mean).toBeCloseTo(3.5 / 6);
  });

  it('have a band of nine in ten by the spread of what was earned', () => {
    const { earned, plain } = running(values)[0] ?? expect.fail();
    // The variance of 1, -1, 1, 1, 0.5 is 0.75, of their mean a fifth of it.
    expect(earned.high - earned.mean).toBeCloseTo(NINETY * Math.sqrt(0.75 / 5));
    expect(earned.mean - earned.low).toBeCloseTo(earned.high - earned.mean);
    expect(plain).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it('narrow as answers come, and are nothing where there are none', () => {
    const points = running(series(200));
    const width = (at: number) => (points[at]?.earned.high ?? 0) - (points[at]?.earned.low ?? 0);
    expect(width(190)).toBeLessThan(width(20));
    expect(running([])).toEqual([]);
  });
});

describe('the verdict', () => {
  const estimates = (earned: number, plain: number, error: number) => ({
    earned: { mean: earned, error },
    plain: { mean: plain, error },
  });

  it('says that something is better only beyond its uncertainty', () => {
    expect(verdict(estimates(0.5, 0, 0.1)).says).toBe('better');
    expect(verdict(estimates(0, 0.5, 0.1)).says).toBe('worse');
    expect(verdict(estimates(0.2, 0, 0.1)).says).toBe('open');
    expect(verdict(estimates(0.2, 0.2, 0)).says).toBe('open');
  });

  it('adds the two uncertainties as independent ones', () => {
    const { gain, spread } = verdict(estimates(0.5, 0.1, 0.1));
    expect(gain).toBeCloseTo(0.4);
    expect(spread).toBeCloseTo(NINETY * Math.SQRT2 * 0.1);
  });
});

describe('beliefs', () => {
  it('are one row a value, with the likeliest of each dimension marked', () => {
    const rows = beliefRows(leader);
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ likeliest }) => likeliest).map(({ value }) => value)).toEqual([
      'direct',
      'short',
      'bullets',
      'essential',
      'plain',
    ]);
    const short = rows.find(({ value }) => value === 'short');
    expect(short?.worth.high).toBeCloseTo(0.31 + NINETY * 0.09);
  });

  it('reach as far as the farthest interval, of what is not fixed', () => {
    expect(reach(beliefRows(leader))).toBeCloseTo(0.6);
    expect(reach([])).toBe(0.2);
  });
});

describe('topics', () => {
  const weeks = [
    {
      start: 1,
      topics: [
        { label: 'a', share: 0.5 },
        { label: 'b', share: 0.3 },
        { label: 'c', share: 0.2 },
      ],
    },
    {
      start: 2,
      topics: [
        { label: 'b', share: 0.9 },
        { label: 'd', share: 0.1 },
      ],
    },
  ];

  it('keep their order in every week, the largest of all first', () => {
    const { topics, cells } = stack(weeks, 2);
    expect(topics).toEqual(['b', 'a', null]);
    expect(cells.filter(({ start }) => start === 2).map(({ share }) => share)).toEqual([0.9, 0, 0.1]);
  });

  it('stand on one another without gaps', () => {
    const ends = stack(weeks, 2).cells.filter(({ start }) => start === 1);
    expect(ends.map(({ from }) => from)).toEqual([0, 0.3, 0.8]);
    expect(ends.at(-1)?.to).toBeCloseTo(1);
  });

  it('need no remainder where all fit', () => {
    expect(stack(weeks).topics).toEqual(['b', 'a', 'c', 'd']);
    expect(stack([])).toEqual({ topics: [], cells: [] });
  });
});

describe('labels', () => {
  it('are moved apart, within the ends, and keep their order', () => {
    expect(spaced([10, 12, 60], 20, 0, 100)).toEqual([10, 30, 60]);
    expect(spaced([96, 98], 20, 0, 100)).toEqual([80, 100]);
    expect(spaced([50, 20], 10, 0, 100)).toEqual([50, 20]);
  });

  it('of a map never cover one another, and the largest has its place', () => {
    const room = { width: 200, height: 200, letter: 7, line: 16 };
    const circle = (label: string, x: number, y: number, r: number): Circle => ({ label, x, y, r });
    const crowd = [circle('small', 100, 100, 5), circle('large', 102, 100, 30), circle('mid', 98, 101, 10)];
    const placed = placeLabels(crowd, room);
    expect(placed[0]).toMatchObject({ label: 'large' });
    for (const one of placed)
      for (const other of placed)
        if (one !== other) {
          const apart =
            Math.abs(one.y - other.y) >= room.line ||
            Math.abs(one.x - other.x) >= ((one.label.length + other.label.length) * room.letter) / 2;
          expect(apart, `${one.label}, ${other.label}`).toBe(true);
        }
  });

  it('of a map stay in it', () => {
    const room = { width: 100, height: 100, letter: 5, line: 10 };
    const [label] = placeLabels([{ label: 'at the edge', x: 99, y: 2, r: 4 }], room);
    expect(label?.x).toBeLessThanOrEqual(100 - 27.5);
    expect(label?.y).toBeGreaterThan(2);
  });
});

describe('memories', () => {
  it('stand by where they may be used, of the person first, the kept ones on top', () => {
    const groups = grouped(memories());
    expect(groups.map(({ scope }) => scope.scope)).toEqual(['person', 'project', 'conversation']);
    expect(groups[0]?.memories[0]?.pinned).toBe(true);
    expect(groups[1]?.memories.map(({ text }) => text.slice(0, 7))).toEqual(['Supplie', 'Kestrel']);
  });

  it('are found by all of the words, however they are written', () => {
    const found = (words: string) => grouped(memories(), words).flatMap((group) => group.memories);
    expect(found('BOARD tuesday')).toHaveLength(1);
    expect(found('board friday')).toHaveLength(0);
    expect(found('  ')).toHaveLength(memories().length);
  });
});

it('the samples hold together', () => {
  expect(styleInsights.series).toHaveLength(styleInsights.answers);
});
