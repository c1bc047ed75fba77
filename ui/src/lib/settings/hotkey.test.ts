import { expect, it } from 'vitest';
import { hotkeyOf } from './hotkey';

function press(code: string, held: KeyboardEventInit = {}, key = code): string | null {
  return hotkeyOf(new KeyboardEvent('keydown', { code, key, ...held }));
}

it('names a hotkey as the desktop shell reads it', () => {
  expect(press('Space', { ctrlKey: true, altKey: true })).toBe('Ctrl+Alt+Space');
  expect(press('KeyA', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+A');
  expect(press('Digit1', { metaKey: true })).toBe('Super+1');
  expect(press('F9')).toBe('F9');
});

it('takes no key that people type with', () => {
  expect(press('KeyA')).toBeNull();
  expect(press('KeyA', { shiftKey: true })).toBeNull();
  expect(press('ControlLeft', { ctrlKey: true }, 'Control')).toBeNull();
  expect(press('IntlBackslash', { ctrlKey: true })).toBeNull();
});
