/**
 * Completes what a growing paragraph has begun: an open `**`, `*`, `` ` `` or `~~` is closed, and a link whose
 * address is still being written shows its words. Without this, marks flicker as letters before they act.
 */
export function mend(markdown: string): string {
  const text = withoutOpenLink(markdown);
  const code = openCode(text);
  if (code !== null) return text.endsWith('`') && code.length === 0 ? text : `${text}${code}`;
  const outside = text.replace(/(`+)[\s\S]*?\1/g, (span) => ' '.repeat(span.length));
  let closers = '';
  for (const mark of ['**', '~~'] as const) {
    if (countOf(outside, mark) % 2 === 1) {
      // A mark with nothing after it yet would close itself into nothing.
      if (outside.endsWith(mark)) return text.slice(0, -mark.length);
      closers += mark;
    }
  }
  return closers === '' ? text : `${text.trimEnd()}${closers}`;
}

function withoutOpenLink(text: string): string {
  return text.replace(/!?\[([^\]\n]*)\]\([^)\s]*$/, '$1').replace(/!?\[([^\]\n]*)$/, '$1');
}

/** The run of backticks that is still open at the end, or null. */
function openCode(text: string): string | null {
  let open: string | null = null;
  for (const [run] of text.matchAll(/`+/g)) {
    if (open === null) open = run;
    else if (open === run) open = null;
  }
  return open;
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
