import { lexer, type Token } from 'marked';
import { languageOf, type Links } from './render';

/** One block of an answer: what is drawn, and drawn again, as a whole. */
export type Block =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

export interface Blocks {
  readonly blocks: readonly Block[];
  readonly links: Links;
}

/**
 * Splits a text into blocks, and keeps the ones that can no longer change while it grows. A block ends where
 * the next has begun; the last two stay open, because a list or a table can still swallow what follows it.
 */
export class BlockSplitter {
  #text = '';
  #closed: Block[] = [];
  #closedTo = 0;
  #links: Links = {};

  split(source: string): Blocks {
    const text = source.replace(/\r\n?/g, '\n');
    if (!text.startsWith(this.#text)) this.#reset();
    this.#text = text;
    const tail = lexer(text.slice(this.#closedTo));
    this.#links = { ...this.#links, ...tail.links };
    const open: { block: Block; end: number }[] = [];
    let at = this.#closedTo;
    for (const token of tail) {
      at += token.raw.length;
      const block = blockOf(token);
      if (block) open.push({ block, end: at });
    }
    while (open.length > 2) {
      const first = open.shift();
      if (!first) break;
      this.#closed.push(first.block);
      this.#closedTo = first.end;
    }
    return { blocks: [...this.#closed, ...open.map(({ block }) => block)], links: this.#links };
  }

  #reset(): void {
    this.#closed = [];
    this.#closedTo = 0;
    this.#links = {};
  }
}

function blockOf(token: Token): Block | null {
  if (token.type === 'space' || token.type === 'def') return null;
  if (token.type === 'code') {
    return { kind: 'code', text: String(token.text), language: languageOf(token.lang as string | undefined) };
  }
  return { kind: 'markdown', text: token.raw };
}
