const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']);

/**
 * The hotkey that a key press names, in the form that the desktop shell reads (`Ctrl+Alt+Space`); null while
 * only modifiers are held, or where none is: a hotkey that is a plain key would swallow typing everywhere.
 */
export function hotkeyOf(event: KeyboardEvent): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const held = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Super',
  ].filter((name) => name !== false);
  const key = keyName(event.code);
  const plain = held.length === 0 || (held.length === 1 && held[0] === 'Shift');
  if (key === null || (plain && !/^F\d+$/.test(key))) return null;
  return [...held, key].join('+');
}

function keyName(code: string): string | null {
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  if (
    /^(F([1-9]|1\d|2[0-4])|Space|Enter|Tab|Home|End|Insert|PageUp|PageDown|Arrow(Up|Down|Left|Right))$/.test(
      code,
    )
  ) {
    return code;
  }
  return null;
}
