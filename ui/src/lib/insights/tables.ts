// What the charts show, as tables and as sentences.
import '$lib/strings/insights';
import { dateTime, percent, shortDate, t } from '$lib/strings/index.svelte';
import { dimensionName, valueName } from '$lib/strings/style-names';
import type { InterestMapView } from '$lib/wire/wire';
import type { TableData } from './DataTable.svelte';
import type { Band, BeliefRow, RunningPoint, TopicStack } from './numbers';
import { signed, unsigned } from './words';

export function beliefTable(rows: readonly BeliefRow[]): TableData {
  return {
    columns: [
      t('preference.column.dimension'),
      t('preference.column.value'),
      t('preference.column.probability'),
      t('preference.column.worth'),
      t('preference.column.spread'),
    ],
    figuresFrom: 2,
    rows: rows.map((row) => [
      dimensionName(row.dimension),
      valueName(row.dimension, row.value),
      percent(row.probability),
      row.fixed ? t('preference.fixed') : signed(row.worth.mean),
      row.fixed ? '' : `± ${unsigned(row.spread)}`,
    ]),
  };
}

export function beliefSummary(rows: readonly BeliefRow[], role: string): string {
  const likely = rows
    .filter(({ likeliest }) => likeliest)
    .map((row) =>
      t('preference.probabilityPart', {
        dimension: dimensionName(row.dimension),
        value: valueName(row.dimension, row.value),
        share: percent(row.probability),
      }),
    );
  const learned = [...new Set(rows.filter(({ fixed }) => !fixed).map(({ dimension }) => dimension))];
  const best = learned.flatMap((dimension) => {
    const row = rows
      .filter((each) => each.dimension === dimension)
      .reduce((one, other) => (other.worth.mean > one.worth.mean ? other : one));
    return t('preference.worthPart', {
      dimension: dimensionName(dimension),
      value: valueName(row.dimension, row.value),
      worth: signed(row.worth.mean),
      spread: unsigned(row.spread),
    });
  });
  const said = t('preference.probabilitySum', { role, values: likely.join(', ') });
  return best.length === 0 ? said : `${said} ${t('preference.worthSum', { role, values: best.join(', ') })}`;
}

export function earningsTable(points: readonly RunningPoint[]): TableData {
  return {
    columns: [
      t('worth.column.count'),
      t('worth.column.date'),
      t('worth.column.earned'),
      t('worth.column.plain'),
    ],
    figuresFrom: 2,
    // The newest first: it is what most want to know.
    rows: points
      .toReversed()
      .map(({ count, at, earned, plain }) => [String(count), dateTime(at), range(earned), range(plain)]),
  };
}

function range({ mean, low, high }: Band): string {
  return t('worth.range', { mean: signed(mean), low: signed(low), high: signed(high) });
}

export function mapTable({ points }: InterestMapView): TableData {
  const all = points.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return {
    columns: [
      t('interests.column.label'),
      t('interests.column.kind'),
      t('interests.column.weight'),
      t('interests.column.at'),
    ],
    figuresFrom: 2,
    rows: [...points]
      .sort((a, b) => Number(b.kind === 'prototype') - Number(a.kind === 'prototype') || b.weight - a.weight)
      .map(({ label, kind, weight, at }) => [
        label,
        t(`interests.kind.${kind}`),
        percent(weight / all),
        shortDate(at),
      ]),
  };
}

export function mapSummary({ points }: InterestMapView): string {
  const labels = points
    .filter(({ kind }) => kind === 'prototype')
    .sort((a, b) => b.weight - a.weight)
    .map(({ label }) => label);
  return t('interests.summary', { labels: labels.join(', ') });
}

export function topicTable({ topics, cells }: TopicStack): TableData {
  const starts = [...new Set(cells.map(({ start }) => start))].sort((a, b) => b - a);
  return {
    columns: [t('topics.column.week'), ...topics.map((topic) => topic ?? t('topics.other'))],
    figuresFrom: 1,
    rows: starts.map((start) => [
      shortDate(start),
      ...topics.map((topic) =>
        percent(cells.find((cell) => cell.start === start && cell.topic === topic)?.share ?? 0),
      ),
    ]),
  };
}

export function topicSummary({ cells }: TopicStack): string {
  const last = Math.max(...cells.map(({ start }) => start));
  const parts = cells
    .filter(({ start, share }) => start === last && share > 0)
    .map(({ topic, share }) =>
      t('topics.part', { topic: topic ?? t('topics.other'), share: percent(share) }),
    );
  return t('topics.summary', { parts: parts.join(', ') });
}
