import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BlockSplitter } from './blocks';
import { safeLink } from './links';
import { mend } from './mend';
import { render } from './render';
import { sanitise } from './sanitise';

const corpus = readdirSync('tests/corpus').map((name) => ({
  name,
  text: readFileSync(`tests/corpus/${name}`, 'utf8'),
}));

const ALLOWED = new Set(
  (
    'p br hr blockquote h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre code kbd samp strong b em i u s del ins mark sub ' +
    'sup small abbr q cite table thead tbody tfoot tr th td caption a span'
  ).split(' '),
);
const ATTRIBUTES = new Set('href align start colspan rowspan class data-lang title rel'.split(' '));
const CLASSES = new Set(['image-left-out', 'task', 'task done']);

/** Everything that a page may hold of an answer: checked on the nodes, not on their text. */
function inspect(fragment: DocumentFragment): void {
  for (const element of fragment.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    expect(ALLOWED, tag).toContain(tag);
    expect(element.namespaceURI).toBe('http://www.w3.org/1999/xhtml');
    for (const { name, value } of element.attributes) {
      expect(ATTRIBUTES, `${tag} ${name}="${value}"`).toContain(name);
      if (name === 'href') expect(safeLink(value), value).toBe(value);
      if (name === 'class') expect(CLASSES, value).toContain(value);
      if (name === 'title') expect(tag).toBe('a');
    }
    expect(element.shadowRoot).toBeNull();
  }
}

/** The blocks of a text as the page shows them, when it is whole or while it grows. */
function shown(text: string, growing: boolean, splitter = new BlockSplitter()): string[] {
  const { blocks, links } = splitter.split(text);
  return blocks.flatMap((block, index) => {
    if (block.kind === 'code') return [];
    const markdown = growing && index === blocks.length - 1 ? mend(block.text) : block.text;
    return [render(markdown, links)];
  });
}

describe.each(corpus)('$name', ({ text }) => {
  it('leaves nothing that loads or runs, rendered as a whole', () => {
    inspect(sanitise(render(text)));
  });

  it('leaves nothing that loads or runs, block by block', () => {
    for (const html of shown(text, false)) inspect(sanitise(html));
  });

  it('leaves nothing that loads or runs, raw', () => {
    inspect(sanitise(text));
  });

  it('leaves nothing that loads or runs at any moment while it grows', { timeout: 60_000 }, () => {
    const splitter = new BlockSplitter();
    const seen = new Set<string>();
    for (let end = 1; end < text.length; end += 23) {
      for (const html of shown(text.slice(0, end), true, splitter)) {
        if (seen.has(html)) continue;
        seen.add(html);
        inspect(sanitise(html));
      }
    }
  });
});

function html(markdown: string): string {
  const holder = document.createElement('div');
  holder.append(sanitise(render(markdown)));
  return holder.innerHTML.trim();
}

describe('what remains', () => {
  it('keeps the description of an image and no address', () => {
    expect(html('![a plan](https://evil.example/x.png?secret)')).toBe(
      '<p><span class="image-left-out">a plan</span></p>',
    );
    expect(html('<img src="https://evil.example/x.png" alt="a plan">')).toContain(
      '<span class="image-left-out">a plan</span>',
    );
  });

  it('shows where a link goes', () => {
    expect(html('[here](https://ok.example/a)')).toBe(
      '<p><a href="https://ok.example/a" title="https://ok.example/a" rel="noopener noreferrer">here</a></p>',
    );
  });

  it('keeps the words of a link that goes nowhere', () => {
    expect(html('[here](javascript:alert(1))')).toBe('<p><a>here</a></p>');
  });

  it('does not let a title lie about where a link goes', () => {
    expect(html('[x](https://evil.example/ "https://bank.example/")')).toContain(
      'title="https://evil.example/"',
    );
  });

  it('keeps what answers are made of', () => {
    const kept = html(
      '# A\n\n**b** *c* ~~d~~ `e`\n\n- f\n  1. g\n\n> h\n\n| i | j |\n| - | -: |\n| k | l |\n\n- [x] m',
    );
    for (const piece of [
      '<h1>A</h1>',
      '<strong>b</strong>',
      '<em>c</em>',
      '<del>d</del>',
      '<code>e</code>',
    ]) {
      expect(kept).toContain(piece);
    }
    expect(kept).toContain('<blockquote>');
    expect(kept).toContain('<td align="right">l</td>');
    expect(kept).toContain('<span class="task done"></span>');
  });

  it('shows the text of HTML that is not allowed, but not the text of scripts and styles', () => {
    expect(html('<div onclick="x()">words</div>')).toBe('words');
    expect(html('a <script>alert(1)</script> b')).not.toContain('alert');
    expect(html('a <style>p { color: red }</style> b')).not.toContain('color');
  });

  it('takes no class of the page', () => {
    expect(html('<p class="dialog">x</p>')).toBe('<p>x</p>');
  });
});
