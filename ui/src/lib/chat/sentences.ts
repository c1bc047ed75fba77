/** Markdown as it would be read out: marks, code and addresses left out. */
export function spoken(markdown: string, codeWord: string): string {
  return markdown
    .replace(/```[\s\S]*?(```|$)/g, ` ${codeWord} `)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[ \t]*(#{1,6}|>|[-*+]|\d+[.)])[ \t]+/gm, '')
    .replace(/[*_~`|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Cuts a growing text into chunks that can be read out: whole sentences or lines, not single words. A screen
 * reader that is told every token says nothing useful.
 */
export class SentenceReader {
  #read = 0;

  /** What can be read out now that was not before; with `done`, everything that is left. */
  next(text: string, done = false): string {
    if (text.length < this.#read) this.#read = 0;
    const rest = text.slice(this.#read);
    const end = done ? rest.length : lastEnd(rest);
    if (end <= 0) return '';
    this.#read += end;
    return rest.slice(0, end);
  }
}

/** Where the last finished sentence or line ends. An open code block is not read in pieces. */
function lastEnd(text: string): number {
  const fences = text.match(/^```/gm)?.length ?? 0;
  const usable = fences % 2 === 1 ? text.slice(0, text.lastIndexOf('```')) : text;
  let end = 0;
  for (const match of usable.matchAll(/[.!?:…](?=\s)|\n/g)) end = match.index + match[0].length;
  return end;
}
