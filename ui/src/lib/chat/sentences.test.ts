import { describe, expect, it } from 'vitest';
import { SentenceReader, spoken } from './sentences';

describe('SentenceReader', () => {
  it('reads whole sentences, not words', () => {
    const reader = new SentenceReader();
    expect(reader.next('The supp')).toBe('');
    expect(reader.next('The supplier failed. We sho')).toBe('The supplier failed.');
    expect(reader.next('The supplier failed. We should act')).toBe('');
    expect(reader.next('The supplier failed. We should act! Now')).toBe(' We should act!');
    expect(reader.next('The supplier failed. We should act! Now', true)).toBe(' Now');
  });

  it('does not end a sentence inside a number', () => {
    expect(new SentenceReader().next('It costs 1.5')).toBe('');
  });

  it('waits for a code block to end', () => {
    const reader = new SentenceReader();
    expect(reader.next('Run:\n```sh\nls. \npwd\n')).toBe('Run:\n');
    expect(reader.next('Run:\n```sh\nls. \npwd\n```\n')).toBe('```sh\nls. \npwd\n```\n');
  });

  it('reads everything once', () => {
    const text = 'One. Two? Three!\n\n- four\n- five: six. End';
    const reader = new SentenceReader();
    let read = '';
    for (let end = 1; end <= text.length; end += 1) read += reader.next(text.slice(0, end));
    expect(read + reader.next(text, true)).toBe(text);
  });
});

it('says words, not marks', () => {
  expect(spoken('**Bottom line:** see [the plan](https://ok.example).\n\n- a\n- `b`', 'Code.')).toBe(
    'Bottom line: see the plan. a b',
  );
  expect(spoken('Run:\n```sh\nls\n```\nthen', 'Code.')).toBe('Run: Code. then');
});
