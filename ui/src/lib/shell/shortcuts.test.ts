import { describe, expect, it } from 'vitest';
import { keysOf, match, shortcuts } from './shortcuts';

function press(key: string, held: KeyboardEventInit = {}, writing = false, mac = false): string | null {
  return match(new KeyboardEvent('keydown', { key, ...held }), writing, mac);
}

describe('shortcuts', () => {
  it('are found by their keys', () => {
    expect(press('o', { ctrlKey: true, shiftKey: true })).toBe('new');
    expect(press('k', { ctrlKey: true })).toBe('palette');
    expect(press('Escape')).toBe('stop');
    expect(press('ArrowUp', { altKey: true })).toBe('previous');
    expect(press('k', { metaKey: true }, false, true)).toBe('palette');
  });

  it('need exactly their keys', () => {
    expect(press('o', { ctrlKey: true })).toBeNull();
    expect(press('k', { ctrlKey: true, altKey: true })).toBeNull();
    expect(press('k')).toBeNull();
    expect(press('k', { ctrlKey: true, metaKey: true })).toBeNull();
    expect(press('k', { ctrlKey: true }, false, true)).toBeNull();
  });

  it('go by the place of a digit, which a layout may write as another letter', () => {
    expect(press('¡', { altKey: true, code: 'Digit1' })).toBe('role1');
    expect(press('“', { altKey: true, code: 'Digit2' })).toBe('role2');
  });

  it('find a sign that needs Shift on some keyboards', () => {
    expect(press('/', { ctrlKey: true, shiftKey: true, code: 'Digit7' })).toBe('shortcuts');
  });

  it('leave a question mark to whoever writes one', () => {
    expect(press('?', { shiftKey: true })).toBe('shortcuts');
    expect(press('?', { shiftKey: true }, true)).toBeNull();
  });

  it('do nothing while a character is composed', () => {
    expect(press('k', { ctrlKey: true, isComposing: true })).toBeNull();
  });

  it('are each their own', () => {
    expect(new Set(shortcuts.map(({ keys }) => keys.join('+'))).size).toBe(shortcuts.length);
    expect(keysOf('new', false)).toEqual(['Ctrl', 'Shift', 'O']);
    expect(keysOf('new', true)).toEqual(['⌘', '⇧', 'O']);
  });
});
