import { describe, expect, it } from 'vitest';
import { between, inPixels, middle, stepOf, stepped } from './selection';

const screen = { width: 1200, height: 900 };

function press(key: string, held: KeyboardEventInit = {}) {
  return stepOf(new KeyboardEvent('keydown', { key, ...held }));
}

describe('a part of the screen', () => {
  it('lies between two corners, whichever was first', () => {
    const area = { x: 10, y: 20, width: 30, height: 40 };
    expect(between({ x: 10, y: 20 }, { x: 40, y: 60 })).toEqual(area);
    expect(between({ x: 40, y: 20 }, { x: 10, y: 60 })).toEqual(area);
  });

  it('begins in the middle where keys choose it', () => {
    expect(middle(screen)).toEqual({ x: 400, y: 300, width: 400, height: 300 });
  });

  it('is moved by arrow keys and sized with Shift, finely with Ctrl or ⌘', () => {
    expect(press('ArrowLeft')).toEqual({ by: 'move', x: -16, y: 0 });
    expect(press('ArrowDown', { ctrlKey: true })).toEqual({ by: 'move', x: 0, y: 1 });
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ by: 'size', x: 16, y: 0 });
    expect(press('ArrowUp', { shiftKey: true, metaKey: true })).toEqual({ by: 'size', x: 0, y: -1 });
    expect(press('Enter')).toBeUndefined();
  });

  it('stays on the screen, and something of it is left', () => {
    const area = { x: 5, y: 880, width: 20, height: 10 };
    expect(stepped(area, { by: 'move', x: -16, y: 16 }, screen)).toEqual({ ...area, x: 0, y: 890 });
    expect(stepped(area, { by: 'size', x: -16, y: 16 }, screen)).toEqual({ ...area, width: 4, height: 20 });
    expect(stepped(area, { by: 'size', x: -99, y: -99 }, screen)).toEqual({ ...area, width: 1, height: 1 });
  });

  it('takes every pixel that it touches', () => {
    const picture = { width: 1800, height: 1350 };
    expect(inPixels({ x: 1, y: 1, width: 1, height: 2 }, screen, picture)).toEqual({
      x: 1,
      y: 1,
      width: 2,
      height: 4,
    });
    expect(inPixels({ x: 0, y: 0, ...screen }, screen, picture)).toEqual({ x: 0, y: 0, ...picture });
    expect(inPixels({ x: 3, y: 4, width: 5, height: 6 }, screen, screen)).toEqual({
      x: 3,
      y: 4,
      width: 5,
      height: 6,
    });
  });
});
