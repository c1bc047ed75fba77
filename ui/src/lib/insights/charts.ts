// Charts over time and over interests: what adapting earns, what is asked about, and how that changes.
import {
  areaY,
  axisX,
  axisY,
  dot,
  gridY,
  lineY,
  pointerX,
  rectY,
  ruleX,
  ruleY,
  text,
  tip,
} from '@observablehq/plot';
import { clock, percent, shortDate, t } from '$lib/strings/index.svelte';
import type { InterestMapView } from '$lib/wire/wire';
import { ACCENT, drawn, INK, LINE, QUIET } from './drawn';
import { placeLabels, spaced, type RunningPoint, type TopicStack } from './numbers';
import { signed } from './words';

const DAY = 86_400_000;
/** Where a right column of labels begins, from the edge. */
const LABELS = 132;

/** What answers earned until each of them, beside what plain ones would have. */
export function earnings(points: readonly RunningPoint[], width: number): SVGSVGElement | HTMLElement {
  const first = points[0];
  const last = points.at(-1);
  const byTime = first !== undefined && last !== undefined && last.at - first.at > 3 * DAY;
  const x = ({ at, count }: RunningPoint) => (byTime ? at : count);
  const named = width > 520;
  const all = points.flatMap(({ earned, plain }) => [earned.low, earned.high, plain.low, plain.high]);
  const low = Math.max(-1, Math.min(-0.2, Math.floor(Math.min(...all) * 5) / 5));
  const high = Math.min(1, Math.max(0.4, Math.ceil(Math.max(...all) * 5) / 5));
  const height = 240;
  const [top, bottom] = [10, 30];
  const place = (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom);
  const ends = last
    ? spaced([place(last.earned.mean), place(last.plain.mean)], 30, top + 6, height - bottom - 14)
    : [];
  const label = (words: string, value: number, at: number | undefined, fill: string, weight: number) =>
    text([0], {
      frameAnchor: 'top-right',
      lineAnchor: 'middle',
      textAnchor: 'start',
      dx: 10,
      dy: (at ?? 0) - top + 1,
      text: () => `${words}\n${signed(value)}`,
      fill,
      fontWeight: weight,
    });
  return drawn({
    width,
    height,
    marginLeft: 44,
    marginRight: named ? LABELS : 12,
    marginTop: top,
    marginBottom: bottom,
    x: byTime ? { type: 'utc' } : {},
    y: { domain: [low, high] },
    marks: [
      gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      ruleY([0], { stroke: 'var(--line-field)' }),
      axisY({ ticks: 5, tickSize: 0, tickFormat: signed, label: null, fill: QUIET }),
      axisX({
        ticks: Math.max(2, Math.floor(width / 130)),
        tickSize: 0,
        tickPadding: 10,
        label: byTime ? null : t('worth.axisCount'),
        labelArrow: 'none',
        fill: QUIET,
        tickFormat: (value: Date | number) =>
          value instanceof Date ? shortDate(value.getTime()) : Number.isInteger(value) ? String(value) : '',
      }),
      areaY(points, {
        x,
        y1: ({ plain }: RunningPoint) => plain.low,
        y2: ({ plain }: RunningPoint) => plain.high,
        fill: 'var(--ink-3)',
        fillOpacity: 0.12,
        clip: true,
      }),
      areaY(points, {
        x,
        y1: ({ earned }: RunningPoint) => earned.low,
        y2: ({ earned }: RunningPoint) => earned.high,
        fill: ACCENT,
        fillOpacity: 0.18,
        clip: true,
      }),
      lineY(points, {
        x,
        y: ({ plain }: RunningPoint) => plain.mean,
        stroke: 'var(--ink-3)',
        strokeWidth: 2,
        strokeDasharray: '5 4',
        clip: true,
      }),
      lineY(points, {
        x,
        y: ({ earned }: RunningPoint) => earned.mean,
        stroke: ACCENT,
        strokeWidth: 2.5,
        clip: true,
      }),
      ...(last && named
        ? [
            label(t('worth.adapted'), last.earned.mean, ends[0], ACCENT, 600),
            label(t('worth.plain'), last.plain.mean, ends[1], QUIET, 500),
          ]
        : []),
      ruleX(points, pointerX({ x, stroke: 'var(--line-field)' })),
      tip(
        points,
        pointerX({
          x,
          y: ({ earned }: RunningPoint) => earned.mean,
          title: (point: RunningPoint) =>
            [
              byTime ? shortDate(point.at) : `${shortDate(point.at)}, ${clock(point.at)}`,
              `${t('worth.adapted')} ${signed(point.earned.mean)}`,
              `${t('worth.plain')} ${signed(point.plain.mean)}`,
            ].join('\n'),
          fill: 'var(--card)',
          stroke: 'var(--line-strong)',
          textPadding: 10,
          fontSize: 12,
        }),
      ),
    ],
  });
}

/** The largest and the smallest circle of a field of interest, as radii. */
const CIRCLES = { least: 9, most: 30 };

export function interestMap({ points }: InterestMapView, width: number): SVGSVGElement | HTMLElement {
  const height = Math.max(240, Math.min(320, width * 0.62));
  const edge = CIRCLES.most + 16;
  const place = (values: readonly number[], from: number, to: number) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const span = most - least || 1;
    return (value: number) => from + ((value - least) / span) * (to - from);
  };
  // One scale for both: only distances mean something, and they must not be stretched more than the room wants.
  const px = place(
    points.map((point) => point.x),
    edge,
    width - edge,
  );
  const py = place(
    points.map((point) => point.y),
    height - edge,
    edge,
  );
  const heaviest = Math.max(
    ...points.filter(({ kind }) => kind === 'prototype').map(({ weight }) => weight),
    0,
  );
  const fields = points
    .filter(({ kind }) => kind === 'prototype')
    .map(({ label, x, y, weight }) => ({
      label,
      x: px(x),
      y: py(y),
      // By area, as weight is read.
      r: Math.max(CIRCLES.least, CIRCLES.most * Math.sqrt(heaviest > 0 ? weight / heaviest : 0)),
    }));
  const questions = points
    .filter(({ kind }) => kind === 'question')
    .map(({ label, x, y, at }) => ({ label, at, x: px(x), y: py(y) }));
  const labels = placeLabels(fields, { width, height, letter: 7, line: 18 });
  return drawn({
    width,
    height,
    margin: 0,
    x: { domain: [0, width], range: [0, width], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
    r: { type: 'identity' },
    marks: [
      dot(fields, {
        x: 'x',
        y: 'y',
        r: 'r',
        fill: ACCENT,
        fillOpacity: 0.1,
        stroke: ACCENT,
        strokeWidth: 1.5,
      }),
      dot(questions, {
        x: 'x',
        y: 'y',
        r: 2.5,
        fill: 'var(--ink-3)',
        fillOpacity: 0.8,
        title: ({ label, at }: { label: string; at: number }) => `${label}\n${shortDate(at)}`,
      }),
      text(labels, {
        x: 'x',
        y: 'y',
        text: 'label',
        fill: INK,
        fontWeight: 520,
        stroke: 'var(--card)',
        strokeWidth: 4,
      }),
    ],
  });
}

/** Shares of topics, week by week. Their names stand beside the last week, so that no colour must be told from another. */
export function topicStack({ topics, cells }: TopicStack, width: number): SVGSVGElement | HTMLElement {
  const height = 260;
  const [top, bottom] = [8, 28];
  const starts = [...new Set(cells.map(({ start }) => start))].sort((a, b) => a - b);
  const lastWeek = cells.filter(({ start }) => start === starts.at(-1));
  const [left, right] = [52, width < 380 ? 124 : LABELS];
  const place = (share: number) => height - bottom - share * (height - top - bottom);
  const at = spaced(
    lastWeek.map(({ from, to }) => place((from + to) / 2)),
    18,
    top + 6,
    height - bottom - 6,
  );
  const every = Math.max(1, Math.ceil(starts.length / Math.max(2, Math.floor((width - right) / 80))));
  const fill = (topic: string | null) =>
    topic === null ? 'var(--hover)' : `var(--chart-${String(topics.indexOf(topic) + 1)})`;
  const slot = (width - right - left) / starts.length;
  const gap = Math.min(10, slot * 0.12);
  return drawn({
    width,
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    x: { domain: [0, starts.length], axis: null },
    y: { domain: [0, 1] },
    color: { type: 'identity' },
    marks: [
      axisY({ ticks: [0, 0.5, 1], tickSize: 0, tickFormat: percent, label: null, fill: QUIET }),
      rectY(cells, {
        x1: ({ start }: { start: number }) => starts.indexOf(start),
        x2: ({ start }: { start: number }) => starts.indexOf(start) + 1,
        y1: 'from',
        y2: 'to',
        insetLeft: gap,
        insetRight: gap,
        fill: ({ topic }: { topic: string | null }) => fill(topic),
        stroke: ACCENT,
        strokeWidth: 0.75,
        title: ({ topic, share }: { topic: string | null; share: number }) =>
          t('topics.part', { topic: topic ?? t('topics.other'), share: percent(share) }),
      }),
      text(
        starts.filter((_, index) => (starts.length - 1 - index) % every === 0),
        {
          x: (start: number) => starts.indexOf(start) + 0.5,
          frameAnchor: 'bottom',
          dy: 20,
          text: (start: number) => shortDate(start),
          fill: QUIET,
        },
      ),
      ...lastWeek.map(({ topic, share }, index) =>
        text([0], {
          frameAnchor: 'top-right',
          lineAnchor: 'middle',
          textAnchor: 'start',
          dx: 8,
          dy: (at[index] ?? 0) - top,
          text: () => `${topic ?? t('topics.other')} ${percent(share)}`,
          fill: topic === null ? QUIET : INK,
        }),
      ),
    ],
  });
}
