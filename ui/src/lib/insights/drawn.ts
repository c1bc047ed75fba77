// What all charts share: SVG of our tokens, drawn by Observable Plot. Whoever cannot see a chart has the same in words
// and in a table, so that a screen reader is told of the whole and not of its lines (`Figure.svelte`).
import { plot, type PlotOptions } from '@observablehq/plot';

export const INK = 'var(--ink)';
export const QUIET = 'var(--ink-2)';
export const ACCENT = 'var(--accent)';
export const LINE = 'var(--line)';

const style = { background: 'none', fontFamily: 'inherit', fontSize: 'inherit', overflow: 'visible' };

/** Draws without the labels that Plot gives each of its marks: a chart is one image here, and `Figure.svelte` names it. */
export function drawn(options: PlotOptions): SVGSVGElement | HTMLElement {
  const chart = plot({ style, ...options });
  for (const part of chart.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  chart.setAttribute('aria-hidden', 'true');
  return chart;
}
