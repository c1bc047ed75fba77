import { describe, expect, it, vi } from 'vitest';
import { PushToTalk, spokenInto } from './hearing';

describe('what was said', () => {
  const put = (text: string, said: string) => spokenInto(text.replace('|', ''), text.indexOf('|'), said);

  it('stands where the caret was, with spaces where words would meet', () => {
    expect(put('|', 'Hello.')).toEqual({ text: 'Hello.', caret: 6 });
    expect(put('Dear Ada,|', 'hello')).toEqual({ text: 'Dear Ada, hello', caret: 15 });
    expect(put('one | three', 'two')).toEqual({ text: 'one two three', caret: 7 });
    expect(put('one|three', 'two')).toEqual({ text: 'one two three', caret: 7 });
    expect(put('is it|?', 'true')).toEqual({ text: 'is it true?', caret: 10 });
  });
});

describe('a key that speaks', () => {
  it('ends when it is let go only after it was held', () => {
    const end = vi.fn();
    const key = new PushToTalk();
    key.down(0, () => true);
    key.up(120, end);
    expect(end).not.toHaveBeenCalled();
    key.down(1000, () => true);
    // A key that is held repeats.
    key.down(1030, () => true);
    key.up(2000, end);
    expect(end).toHaveBeenCalledOnce();
  });

  it('ends nothing that it did not begin', () => {
    const end = vi.fn();
    const key = new PushToTalk();
    key.down(0, () => false);
    key.up(5000, end);
    expect(end).not.toHaveBeenCalled();
  });
});
