import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dwell, DWELL_SECONDS, mostInView, watchWindow } from './dwell';

describe('dwell', () => {
  let inView: string | undefined;
  let attentive: boolean;
  let noted: [answer: string, seconds: number][];
  let dwell: Dwell;

  beforeEach(() => {
    vi.useFakeTimers();
    [inView, attentive, noted] = ['one', true, []];
    dwell = new Dwell({
      look: () => inView,
      attentive: () => attentive,
      note: (answer, seconds) => noted.push([answer, seconds]),
      noted: new Set(),
    });
  });

  afterEach(() => vi.useRealTimers());

  const pass = (seconds: number): unknown => vi.advanceTimersByTime(seconds * 1000);

  it('notes an answer that stayed in view', () => {
    dwell.stir();
    pass(DWELL_SECONDS - 1);
    expect(noted).toEqual([]);
    pass(1);
    expect(noted).toEqual([['one', DWELL_SECONDS]]);
  });

  it('begins anew with whatever the person does', () => {
    const leave = watchWindow(dwell);
    for (const deed of ['keydown', 'pointerdown', 'wheel', 'resize']) {
      pass(DWELL_SECONDS - 1);
      window.dispatchEvent(new Event(deed));
    }
    pass(DWELL_SECONDS - 1);
    expect(noted).toEqual([]);
    pass(1);
    expect(noted).toHaveLength(1);
    leave();
  });

  it('notes each answer once', () => {
    for (const answer of ['one', 'one', 'two', 'one']) {
      inView = answer;
      dwell.stir();
      pass(DWELL_SECONDS * 3);
    }
    expect(noted.map(([answer]) => answer)).toEqual(['one', 'two']);
  });

  it('notes nothing while the window is hidden or another has the focus', () => {
    attentive = false;
    dwell.stir();
    attentive = true;
    pass(DWELL_SECONDS * 2);
    expect(noted).toEqual([]);
    dwell.stir();
    attentive = false;
    pass(DWELL_SECONDS * 2);
    expect(noted).toEqual([]);
  });

  it('notes nothing where no answer is in view, nor after it was left', () => {
    inView = undefined;
    dwell.stir();
    pass(DWELL_SECONDS);
    inView = 'one';
    const leave = watchWindow(dwell);
    leave();
    pass(DWELL_SECONDS);
    window.dispatchEvent(new Event('keydown'));
    pass(DWELL_SECONDS);
    expect(noted).toEqual([]);
  });
});

describe('what is most in view', () => {
  const view = { top: 100, bottom: 500 };
  const row = (id: string, top: number, bottom: number) => ({ id, top, bottom });

  it('is the row with the most of the view', () => {
    expect(mostInView([row('a', 100, 200), row('b', 200, 450)], view)).toBe('b');
  });

  it('is no row of which only a part looks in', () => {
    expect(mostInView([row('a', -800, 180), row('b', 420, 900)], view)).toBeUndefined();
    expect(mostInView([row('a', 600, 700)], view)).toBeUndefined();
  });

  it('is a row that is taller than the view, where it has most of that', () => {
    expect(mostInView([row('a', -2000, 400)], view)).toBe('a');
  });
});
