import { describe, expect, it } from 'vitest';
import { between, boxAround, cornersOf, moved, Regions, sized, stepIn } from './regions.svelte';

const size = { width: 600, height: 400 };
const box = { left: 10, top: 20, width: 100, height: 40 };

describe('a region', () => {
  it('is drawn between two points, whichever comes first, and ends at the edges', () => {
    expect(between([110, 60], [10, 20], size)).toEqual(box);
    expect(between([-50, 390], [700, 900], size)).toEqual({ left: 0, top: 390, width: 600, height: 10 });
  });

  it('is none where somebody only clicked', () => {
    expect(between([10, 10], [12, 200], size)).toBeUndefined();
  });

  it('stays within the image when it is moved and sized', () => {
    expect(moved(box, -100, 5, size)).toEqual({ ...box, left: 0, top: 25 });
    expect(moved(box, 9000, 9000, size)).toEqual({ ...box, left: 500, top: 360 });
    expect(sized(box, 9000, -900, size)).toEqual({ ...box, width: 590, height: 4 });
    expect(stepIn(size)).toBe(6);
  });

  it('has corners, and a turned one has a rectangle around it', () => {
    expect(boxAround(cornersOf(box))).toEqual(box);
    const diamond: Parameters<typeof boxAround>[0] = [
      [50, 0],
      [100, 50],
      [50, 100],
      [0, 50],
    ];
    expect(boxAround(diamond)).toEqual({ left: 0, top: 0, width: 100, height: 100 });
  });
});

describe('what was marked', () => {
  it('is taken back step by step, a whole move at a time', () => {
    const regions = new Regions('a');
    expect(regions.canUndo).toBe(false);
    const { id } = regions.add(box);
    regions.change(id, moved(box, 6, 0, size));
    regions.change(id, moved(box, 12, 0, size));
    regions.remove(id);
    expect(regions.all).toEqual([]);
    regions.undo();
    expect(regions.all).toMatchObject([{ left: 22 }]);
    regions.undo();
    expect(regions.all).toMatchObject([{ left: 10 }]);
    regions.undo();
    expect([regions.all, regions.canUndo]).toEqual([[], false]);
  });

  it('can be added without a pointer, in the middle, however small the image is', () => {
    const regions = new Regions('a');
    expect(regions.addInside(size)).toMatchObject({ left: 225, width: 150, height: 33 });
    expect(regions.addInside({ width: 1, height: 1 })).toMatchObject({
      left: 0,
      top: 0,
      width: 1,
      height: 1,
    });
  });
});
