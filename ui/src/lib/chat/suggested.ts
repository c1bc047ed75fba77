// What a suggestion is called, and why it is shown, in words.
import '$lib/strings/suggest';
import { locale, shortDate, t } from '$lib/strings/index.svelte';
import type { OpenEndView, SuggestionReasonView, SuggestionView } from '$lib/wire/wire';

const DAY = 86_400_000;

export function titleOf({ kind, text }: SuggestionView): string {
  switch (kind) {
    case 'unfinished_thread':
      return t('suggest.unfinished', { text });
    case 'follow_up':
      return t('suggest.followUp', { text });
    case 'recurring_topic':
      return t('suggest.topic', { text });
    case 'weekly_digest':
      return t('suggest.week');
    default:
      return text;
  }
}

/** Every reason as a sentence, the main one first. */
export function whyOf({ reasons }: SuggestionView, now = Date.now()): string {
  return reasons.map((reason) => sentence(reason, now)).join(' ');
}

/** `today`, `on Tuesday`, `on 12 Nov`: a time as the day on which it was or will be. */
export function dayOf(at: number, now = Date.now()): string {
  const ahead = Math.round((midnight(at) - midnight(now)) / DAY);
  if (ahead === 0) return t('suggest.today');
  if (ahead === 1) return t('suggest.tomorrow');
  if (ahead === -1) return t('suggest.yesterday');
  const near = Math.abs(ahead) < 7;
  const day = near ? new Intl.DateTimeFormat(locale(), { weekday: 'long' }).format(at) : shortDate(at, now);
  return t('suggest.onDay', { day });
}

function sentence(reason: SuggestionReasonView, now: number): string {
  switch (reason.reason) {
    case 'left_open':
      return leftOpen(reason.how, dayOf(reason.at, now));
    case 'named': {
      const due = localDay(reason.due);
      const past = midnight(due) < midnight(now);
      const day = dayOf(due, now);
      const said = dayOf(reason.said_at, now);
      if (reason.cue === 'remind') return t('suggest.why.remind', { day });
      if (reason.cue === 'deadline') return t(past ? 'suggest.why.deadlinePast' : 'suggest.why.deadline', { day, said });
      return t(past ? 'suggest.why.appointmentPast' : 'suggest.why.appointment', { day, said });
    }
    case 'asked_often':
      return t('suggest.why.often', { times: reason.times, days: reason.days });
    case 'next_step':
      return t('suggest.why.step', { at: reason.done + 1, of: reason.of });
    case 'week_begun':
      return t('suggest.why.week', { count: reason.conversations });
    case 'taken_up':
      return t('suggest.why.takenUp', { accepted: reason.accepted, of: reason.of });
  }
}

function leftOpen(how: OpenEndView, day: string): string {
  switch (how) {
    case 'put_off':
      return t('suggest.why.putOff', { day });
    case 'unanswered':
      return t('suggest.why.unanswered', { day });
    case 'cut_off':
      return t('suggest.why.cutOff', { day });
    case 'asked_back':
      return t('suggest.why.askedBack', { day });
  }
}

/** Noon of a day that is written as `YYYY-MM-DD`, here. */
function localDay(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day, 12).getTime();
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
