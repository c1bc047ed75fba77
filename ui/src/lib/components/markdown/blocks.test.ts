import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BlockSplitter, type Block } from './blocks';

const texts = [
  'One.\n\nTwo.\n\nThree.',
  '- a\n- b\n\n  still b\n\n- c\n\nAfter.',
  '1. a\n\n   ```js\n   x\n   ```\n\n2. b\n\nAfter.\n\nEnd.',
  '| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n\nAfter.',
  'Title\n=====\n\ntext\n---\n\n***\n\nmore',
  '```sql\nselect 1;\n\n\nselect 2;\n```\n\nAfter.\n\n~~~\ntilde\n~~~\n',
  '> quote\n> more\nlazy\n\nAfter.',
  'See [a] and [b].\n\n[a]: https://ok.example/a\n[b]: https://ok.example/b\n\nEnd [a].',
  'Line\r\n\r\nafter a Windows line\r\n\r\nend',
  '<details>\n<summary>x</summary>\n\nbody\n\n</details>\n\nAfter.',
  ...readdirSync('tests/corpus').map((name) => readFileSync(`tests/corpus/${name}`, 'utf8')),
];

/** A text that comes in pieces of a size. */
function grown(text: string, piece: number): readonly Block[] {
  const splitter = new BlockSplitter();
  let last: readonly Block[] = [];
  for (let end = piece; end < text.length + piece; end += piece)
    last = splitter.split(text.slice(0, end)).blocks;
  return last;
}

describe('BlockSplitter', () => {
  it.each(texts.map((text, index) => ({ index, text })))(
    'reads text $index alike, whole or in pieces',
    ({ text }) => {
      const whole = new BlockSplitter().split(text).blocks;
      for (const piece of [1, 2, 3, 7, 50]) expect(grown(text, piece)).toEqual(whole);
    },
  );

  it('keeps finished blocks as they are, so that they are not drawn again', () => {
    const splitter = new BlockSplitter();
    const before = splitter.split('One.\n\nTwo.\n\nThree.\n\nFo').blocks;
    const after = splitter.split('One.\n\nTwo.\n\nThree.\n\nFour.').blocks;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after.at(-1)).toEqual({ kind: 'markdown', text: 'Four.' });
  });

  it('begins anew with another text', () => {
    const splitter = new BlockSplitter();
    splitter.split('One.\n\nTwo.\n\nThree.\n\nFour.');
    expect(splitter.split('Other.').blocks).toEqual([{ kind: 'markdown', text: 'Other.' }]);
  });

  it('knows the language of code, and takes no more of its first line', () => {
    const [block] = new BlockSplitter().split('```js onload="x"\ncode\n```').blocks;
    expect(block).toEqual({ kind: 'code', text: 'code', language: 'js' });
  });
});
