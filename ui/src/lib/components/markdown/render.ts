import { Marked, type Tokens } from 'marked';

/** Addresses named at the end of a text, which its links and images refer to. */
export type Links = Record<string, { readonly href: string }>;

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    // Images are never asked for: whoever can make a model write an address could otherwise read the answer.
    image({ text }: Tokens.Image): string {
      return `<span class="image-left-out">${escape(text)}</span>`;
    },
    code({ text, lang }: Tokens.Code): string {
      return `<pre><code${langAttribute(lang)}>${escape(text)}\n</code></pre>`;
    },
    checkbox({ checked }: Tokens.Checkbox): string {
      return `<span class="${checked ? 'task done' : 'task'}"></span>`;
    },
  },
});

/** The HTML of one block of Markdown. Not safe yet: only `sanitise` makes it so. */
export function render(markdown: string, links: Links = {}): string {
  const tokens = marked.lexer(definitions(links) + markdown);
  return marked.parser(tokens);
}

/** The first word of a code block's first line: what language it is in. */
export function languageOf(info: string | undefined): string {
  return /^[\w+#.-]{1,24}/.exec(info?.trim() ?? '')?.[0].toLowerCase() ?? '';
}

function langAttribute(info: string | undefined): string {
  const language = languageOf(info);
  return language === '' ? '' : ` data-lang="${language}"`;
}

function definitions(links: Links): string {
  const lines = Object.entries(links).map(([label, { href }]) => `[${label}]: <${href}>\n`);
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

function escape(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter);
}
