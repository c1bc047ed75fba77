// Numbers, sizes and dates, written the way the person's language writes them.
import { locale } from './index.svelte';

export function whole(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
}

export function decimal(value: number, digits = 1): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale(), options).format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** `one, two and three`. */
export function list(parts: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);
}

/** Seconds with one digit, from milliseconds: `0.4 s`. What would be none is given in milliseconds. */
export function seconds(milliseconds: number): string {
  if (milliseconds < 50) return `${whole(milliseconds)}\u202fms`;
  return `${decimal(milliseconds / 1000, milliseconds < 10_000 ? 1 : 0)}\u202fs`;
}

/** A size in decimal units, as file managers and downloads show it. */
export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let value = count;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step > 0 && value < 100 ? 1 : 0;
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}

/** `14:32`, or `2:32 PM` where that is the custom. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** `18 Nov`, with the year where it is not the current one. */
export function shortDate(at: number, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

export function dateTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' }).format(at);
}

/** `November 2026`: the heading of a month. */
export function monthName(at: number): string {
  return new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(at);
}

/** How long is left, roughly: `about 3 min`. */
export function span(secondsLeft: number): string {
  const unit = secondsLeft < 60 ? 'second' : secondsLeft < 3600 ? 'minute' : 'hour';
  const value = unit === 'second' ? secondsLeft : unit === 'minute' ? secondsLeft / 60 : secondsLeft / 3600;
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(Math.max(1, Math.round(value)));
}
