// Charts of how answers are liked: how probable each value is, and how much it is thought to be worth.
import { axisX, dot, link, ruleX, ruleY, text } from '@observablehq/plot';
import { percent, t } from '$lib/strings/index.svelte';
import { dimensionName, valueName } from '$lib/strings/style-names';
import { ACCENT, drawn, INK, LINE, QUIET } from './drawn';
import { reach, type BeliefRow } from './numbers';
import { signed } from './words';

/** Heights in pixels of a row of values and of the room between dimensions. */
const ROW = 24;
const BETWEEN = 14;

interface PlacedRow {
  readonly row: BeliefRow;
  /** Pixels from the top. */
  readonly y: number;
}

/** Room in pixels for what a column is called. */
const TOP = 22;

/** Under this width a dimension is named above its values, not beside them. */
const SLIM = 360;

/** Rows one under the other, with room between dimensions; and how high that is. */
function placed(rows: readonly BeliefRow[], slim: boolean): { places: PlacedRow[]; height: number } {
  let y = TOP;
  const places = rows.map((row, index) => {
    const begins = rows[index - 1]?.dimension !== row.dimension;
    if (index > 0 && begins) y += BETWEEN;
    if (begins && slim) y += ROW;
    y += ROW;
    return { row, y: y - ROW / 2 };
  });
  return { places, height: y + 4 };
}

/** Where each dimension begins, to name it. */
function firsts(places: readonly PlacedRow[]): PlacedRow[] {
  return places.filter((each, index) => places[index - 1]?.row.dimension !== each.row.dimension);
}

function lines(places: readonly PlacedRow[], slim: boolean): number[] {
  return firsts(places)
    .slice(1)
    .map(({ y }) => y - ROW / 2 - BETWEEN / 2 - (slim ? ROW : 0));
}

/** The names of dimensions and values, from the left edge of a frame whose left margin they fill. */
function names(places: readonly PlacedRow[], x: number, left: number, slim: boolean) {
  return [
    text(firsts(places), {
      x,
      y: 'y',
      dx: -left,
      dy: slim ? -ROW : 0,
      text: ({ row }: PlacedRow) => dimensionName(row.dimension),
      textAnchor: 'start',
      fill: INK,
      fontWeight: 600,
    }),
    text(places, {
      x,
      y: 'y',
      dx: (slim ? 0 : NAMES) - left,
      text: ({ row }: PlacedRow) => valueName(row.dimension, row.value),
      textAnchor: 'start',
      fill: QUIET,
    }),
  ];
}

/** Widths in pixels of the columns that name dimensions and values. */
const NAMES = 92;
const VALUES = 112;

/** How probable each choice is in the next answer. */
export function probabilities(rows: readonly BeliefRow[], width: number): SVGSVGElement | HTMLElement {
  const slim = width < SLIM;
  const { places, height } = placed(rows, slim);
  const figures = 46;
  const left = (slim ? 0 : NAMES) + VALUES;
  return drawn({
    width,
    height,
    marginLeft: left,
    marginRight: figures,
    marginTop: 0,
    marginBottom: 0,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      text([t('preference.probability')], {
        frameAnchor: 'top-left',
        dx: slim ? -left : 0,
        dy: 2,
        fill: QUIET,
        lineAnchor: 'top',
      }),
      ruleY(lines(places, slim), { stroke: LINE, insetLeft: -left, insetRight: -figures }),
      barAt(places, 1, 'var(--hover)'),
      barAt(places, undefined, 'var(--chart-quiet)', ({ likeliest }) => !likeliest),
      barAt(places, undefined, ACCENT, ({ likeliest }) => likeliest),
      ...names(places, 0, left, slim),
      text(places, {
        x: 1,
        y: 'y',
        dx: figures,
        text: ({ row }: PlacedRow) => percent(row.probability),
        textAnchor: 'end',
        fill: INK,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

function barAt(
  places: readonly PlacedRow[],
  share: number | undefined,
  fill: string,
  fitting: (row: BeliefRow) => boolean = () => true,
) {
  return link(
    places.filter(({ row }) => fitting(row) && (share ?? row.probability) > 0.004),
    {
      x1: 0,
      x2: ({ row }: PlacedRow) => share ?? row.probability,
      y1: 'y',
      y2: 'y',
      stroke: fill,
      strokeWidth: 8,
      strokeLinecap: 'butt',
    },
  );
}

/** What each choice is worth, as a forest plot: a point, and the interval that holds nine of ten. */
export function worths(
  rows: readonly BeliefRow[],
  width: number,
  named: boolean,
): SVGSVGElement | HTMLElement {
  const slim = named && width < SLIM;
  const { places, height } = placed(rows, slim);
  const far = reach(rows);
  const known = places.filter(({ row }) => !row.fixed);
  const [left, right] = [named ? (slim ? 0 : NAMES) + VALUES : 8, 54];
  return drawn({
    width,
    height: height + 22,
    marginLeft: left,
    marginRight: right,
    marginTop: 0,
    marginBottom: 22,
    x: { domain: [-far, far] },
    y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      text([t('preference.worthLess')], {
        frameAnchor: 'top-left',
        dx: slim ? -left : 0,
        dy: 2,
        fill: QUIET,
        lineAnchor: 'top',
      }),
      text([t('preference.worthMore')], {
        frameAnchor: 'top-right',
        dx: slim ? right : 0,
        dy: 2,
        fill: QUIET,
        lineAnchor: 'top',
      }),
      ruleY(lines(places, slim), { stroke: LINE, insetLeft: -left, insetRight: -right }),
      ruleX([0], { y1: TOP, y2: height, stroke: 'var(--line-field)' }),
      axisX({
        ticks: [-far, 0, far],
        tickFormat: signed,
        tickSize: 0,
        label: null,
        fill: QUIET,
      }),
      link(known, {
        x1: ({ row }: PlacedRow) => row.worth.low,
        x2: ({ row }: PlacedRow) => row.worth.high,
        y1: 'y',
        y2: 'y',
        stroke: 'var(--line-field)',
        strokeWidth: 2,
      }),
      dot(known, {
        x: ({ row }: PlacedRow) => row.worth.mean,
        y: 'y',
        r: ({ row }: PlacedRow) => (row.likeliest ? 5 : 3.5),
        fill: ({ row }: PlacedRow) => (row.likeliest ? ACCENT : 'var(--card)'),
        stroke: ACCENT,
        strokeWidth: 2,
      }),
      ...(named ? names(places, -far, left, slim) : []),
      text(places, {
        x: far,
        y: 'y',
        dx: right,
        text: ({ row }: PlacedRow) =>
          row.fixed ? (row.likeliest ? t('preference.fixed') : '') : signed(row.worth.mean),
        textAnchor: 'end',
        fill: INK,
        fontVariant: 'tabular-nums',
      }),
    ],
    r: { type: 'identity' },
    color: { type: 'identity' },
  });
}
