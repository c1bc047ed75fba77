import { describe, expect, it } from 'vitest';
import { Stickiness } from './stick';

const viewport = 500;

describe('Stickiness', () => {
  it('follows while what is written grows', () => {
    const stick = new Stickiness();
    for (let size = 500; size < 5000; size += 40) {
      // The content grew before the view followed it.
      expect(stick.moved({ offset: Math.max(0, size - 40 - viewport), viewport, size })).toBe(true);
      expect(stick.moved({ offset: size - viewport, viewport, size })).toBe(true);
    }
  });

  it('stops when the person scrolls up while sizes above are still being learnt', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 90_000, viewport, size: 90_500 });
    expect(stick.moved({ offset: 45_000, viewport, size: 90_200 })).toBe(false);
  });

  it('stops when the person scrolls up, and stays so while the answer grows', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 1500, viewport, size: 2000 });
    expect(stick.moved({ offset: 1300, viewport, size: 2000 })).toBe(false);
    expect(stick.moved({ offset: 1300, viewport, size: 2400 })).toBe(false);
    expect(stick.moved({ offset: 1310, viewport, size: 2600 })).toBe(false);
  });

  it('begins again when the person comes back to the end', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 1500, viewport, size: 2000 });
    stick.moved({ offset: 900, viewport, size: 2000 });
    expect(stick.moved({ offset: 1470, viewport, size: 2000 })).toBe(true);
  });

  it('does not take shrinking content or a taller window for a wish', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 1500, viewport, size: 2000 });
    expect(stick.moved({ offset: 1340, viewport, size: 1840 + 60 })).toBe(false);
    stick.moved({ offset: 1500, viewport, size: 2000 });
    expect(stick.moved({ offset: 1400, viewport, size: 1960 })).toBe(false);
    stick.set(true);
    stick.moved({ offset: 1500, viewport, size: 2100 });
    expect(stick.moved({ offset: 1410, viewport, size: 2010 })).toBe(true);
    const other = new Stickiness();
    other.moved({ offset: 1500, viewport, size: 2000 });
    expect(other.moved({ offset: 1361, viewport: 640, size: 2060 })).toBe(true);
  });

  it('does not take rounding for a wish', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 1500, viewport, size: 2060 });
    expect(stick.moved({ offset: 1498.4, viewport, size: 2060 })).toBe(true);
  });

  it('lets the person go at the first turn of the wheel, while an answer is being written', () => {
    const stick = new Stickiness();
    stick.moved({ offset: 1500, viewport, size: 2000 });
    stick.turned(true);
    // The view had been told to follow once more, which is seen only now, with a step of the wheel in it.
    expect(stick.moved({ offset: 1515, viewport, size: 2020 })).toBe(false);
    expect(stick.moved({ offset: 1480, viewport, size: 2040 })).toBe(false);
    stick.turned(false);
    expect(stick.moved({ offset: 1550, viewport, size: 2060 })).toBe(true);
  });

  it('does what it is told', () => {
    const stick = new Stickiness();
    stick.set(false);
    expect(stick.moved({ offset: 100, viewport, size: 2000 })).toBe(false);
    stick.set(true);
    expect(stick.moved({ offset: 100, viewport, size: 2000 })).toBe(true);
  });
});
