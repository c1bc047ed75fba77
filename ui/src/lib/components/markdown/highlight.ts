import type { HLJSApi } from 'highlight.js';

/** A piece of code in one colour. */
export interface Piece {
  readonly text: string;
  /** What the piece is, as a class, or empty for plain text. */
  readonly kind: string;
}

/** Longer code is shown in one colour: colouring it would hold up the window. */
const LONGEST = 60_000;

type Highlighter = HLJSApi;

let loading: Promise<Highlighter> | undefined;

/** Colours code, once the highlighter is loaded. Gives null where the language is unknown. */
export async function highlight(code: string, language: string): Promise<Piece[] | null> {
  if (language === '' || code.length > LONGEST) return null;
  loading ??= import('./languages').then(({ hljs }) => hljs);
  const hljs = await loading;
  if (!hljs.getLanguage(language)) return null;
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  return pieces(value);
}

/** Reads the highlighter's spans into plain data, so that no HTML of its making reaches the page. */
function pieces(html: string): Piece[] {
  const document = new DOMParser().parseFromString(html, 'text/html');
  const found: Piece[] = [];
  collect(document.body, '', found);
  return found;
}

function collect(node: Node, kind: string, found: Piece[]): void {
  for (const child of node.childNodes) {
    if (child instanceof Element || child.nodeType === Node.ELEMENT_NODE) {
      const named = /hljs-([\w-]+)/.exec((child as Element).className)?.[1];
      collect(child, named ?? kind, found);
    } else if (child.nodeType === Node.TEXT_NODE && child.textContent) {
      found.push({ text: child.textContent, kind });
    }
  }
}
