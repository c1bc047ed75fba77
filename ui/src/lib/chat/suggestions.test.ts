import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '$lib/strings/index.svelte';
import type { SuggestionReasonView, SuggestionsView, SuggestionView } from '$lib/wire/wire';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import Stage from '../../../tests/fake/SuggestionStage.svelte';
import { dayOf, titleOf, whyOf } from './suggested';
import { Suggestions } from './suggestions.svelte';

/** Thursday, 26 November 2026, at noon. */
const NOW = new Date(2026, 10, 26, 12).getTime();
const DAY = 86_400_000;

function suggestion(id: string, rest: Partial<SuggestionView> = {}): SuggestionView {
  return {
    id,
    kind: 'unfinished_thread',
    text: 'Travel costs',
    conversation: 'c1',
    reasons: [{ reason: 'left_open', how: 'unanswered', at: NOW - 2 * DAY }],
    ...rest,
  };
}

let backend: FakeBackend;
let view: SuggestionsView;
let answers: unknown[];

beforeEach(() => {
  setLanguage('en');
  vi.useFakeTimers({ now: NOW });
  view = { suggestions: [suggestion('a'), suggestion('b', { kind: 'follow_up' })], starters: [] };
  answers = [];
  backend = new FakeBackend();
  Object.assign(backend.more, {
    list_suggestions: () => view,
    note_suggestions_shown: () => ({}),
    answer_suggestion: (request: unknown) => {
      answers.push(request);
      return { conversation: 'c1', text: 'Go on' };
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  setLanguage('en');
});

function ids(of: Suggestions): string[] {
  return of.shown.map(({ id }) => id);
}

function noted(): unknown[] {
  return backend.calls.filter(({ name }) => name === 'note_suggestions_shown').map(({ request }) => request);
}

describe('suggestions', () => {
  it('wait while something is written, and until the composer is empty and still', async () => {
    const suggestions = new Suggestions(fakeHost(backend));
    suggestions.writes('');
    suggestions.writes('H');
    await suggestions.look('leader');
    expect(ids(suggestions)).toEqual([]);
    suggestions.writes('');
    await vi.advanceTimersByTimeAsync(1000);
    suggestions.writes('W');
    await vi.advanceTimersByTimeAsync(5000);
    expect(ids(suggestions)).toEqual([]);
    suggestions.writes('');
    await vi.advanceTimersByTimeAsync(1500);
    expect(ids(suggestions)).toEqual(['a', 'b']);
  });

  it('that stand do not go or move while something is written', async () => {
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    suggestions.writes('Hello');
    view = { suggestions: [suggestion('c')], starters: [] };
    await suggestions.look('leader');
    expect(ids(suggestions)).toEqual(['a', 'b']);
  });

  it('are noted as shown once each', async () => {
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    suggestions.noteShown();
    suggestions.noteShown();
    expect(noted()).toEqual([{ ids: ['a', 'b'] }]);
  });

  it('of another role than the last that was asked for are passed over', async () => {
    const suggestions = new Suggestions(fakeHost(backend));
    const first = suggestions.look('leader');
    view = { suggestions: [suggestion('c')], starters: [] };
    await suggestions.look('intern');
    await first;
    expect(ids(suggestions)).toEqual(['c']);
  });

  it('are gone at once when dismissed, with less all of their kind, and back where that failed', async () => {
    view = {
      suggestions: [suggestion('a'), suggestion('b'), suggestion('c', { kind: 'follow_up' })],
      starters: [],
    };
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    const [first] = suggestions.shown;
    if (!first) throw new Error('nothing is shown');
    await suggestions.dismiss(first, true);
    expect(ids(suggestions)).toEqual(['c']);
    expect(answers).toEqual([{ id: 'a', answer: 'less', role: 'leader', language: 'en' }]);
    backend.more.answer_suggestion = () => {
      throw new Error('the disk is full');
    };
    const [last] = suggestions.shown;
    if (!last) throw new Error('nothing is shown');
    await expect(suggestions.dismiss(last, false)).rejects.toThrow();
    expect(ids(suggestions)).toEqual(['c']);
  });

  it('go with their conversation, with the profile, and when they are switched off', async () => {
    view = { suggestions: [suggestion('a'), suggestion('b', { conversation: null })], starters: [] };
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    suggestions.fold({ event: 'conversation_removed', id: 'c1' });
    expect(ids(suggestions)).toEqual(['b']);
    suggestions.fold({ event: 'profile_erased' });
    expect(ids(suggestions)).toEqual([]);
  });

  it('are asked for again where the page stayed open for long', async () => {
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    view = { suggestions: [suggestion('c')], starters: [] };
    await suggestions.lookAgain();
    expect(ids(suggestions)).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(31 * 60_000);
    await suggestions.lookAgain();
    expect(ids(suggestions)).toEqual(['c']);
  });
});

describe('the words of a suggestion', () => {
  const why = (reason: SuggestionReasonView) => whyOf(suggestion('a', { reasons: [reason] }), NOW);

  it('say what it is and why it is shown', () => {
    expect(titleOf(suggestion('a'))).toBe('Go on with “Travel costs”');
    expect(titleOf(suggestion('a', { kind: 'weekly_digest', text: '' }))).toBe('Look back at your week');
    expect(titleOf(suggestion('a', { kind: 'onboarding_step', text: 'Introduce me' }))).toBe('Introduce me');
    expect(whyOf(suggestion('a'), NOW)).toBe('You asked on Tuesday and left it open.');
    const due = { reason: 'named', days_ago: -1, said_at: NOW - 3 * DAY } as const;
    expect(why({ ...due, due: '2026-11-27', cue: 'deadline' })).toBe('Due tomorrow, as you said on Monday.');
    expect(why({ ...due, due: '2026-11-25', cue: 'deadline' })).toBe(
      'Was due yesterday, as you said on Monday.',
    );
    expect(why({ ...due, due: '2026-11-24', cue: 'appointment' })).toBe(
      'It was on Tuesday, as you said on Monday.',
    );
    expect(why({ ...due, due: '2026-11-26', cue: 'remind' })).toBe('You wanted to come back to this today.');
    expect(why({ reason: 'asked_often', times: 5, days: 3 })).toContain('5 times on 3 days');
    expect(why({ reason: 'next_step', done: 2, of: 8 })).toBe('Step 3 of 8 of your first weeks.');
    expect(why({ reason: 'week_begun', conversations: 1 })).toContain('1 conversation ');
    const learned = suggestion('a', {
      reasons: [
        { reason: 'left_open', how: 'put_off', at: NOW - DAY },
        { reason: 'taken_up', accepted: 3, of: 4 },
      ],
    });
    expect(whyOf(learned, NOW)).toBe(
      'You said yesterday that you would go on later. You took up 3 of 4 such suggestions.',
    );
  });

  it('are German where the window is', () => {
    setLanguage('de');
    expect(titleOf(suggestion('a'))).toBe('Weiter mit „Travel costs“');
    expect(whyOf(suggestion('a'), NOW)).toBe('Sie haben am Dienstag gefragt und es offen gelassen.');
  });

  it('name a day that is far off by its date', () => {
    expect(dayOf(NOW - 30 * DAY, NOW)).toMatch(/^on .*Oct/);
  });
});

describe('suggestion cards', () => {
  async function cards() {
    const suggestions = new Suggestions(fakeHost(backend));
    await suggestions.look('leader');
    const taken: string[] = [];
    render(Stage, { suggestions, ontake: (id: string) => taken.push(id) });
    await tick();
    return { suggestions, taken };
  }

  it('are buttons that say why, and count as shown', async () => {
    const { taken } = await cards();
    expect(screen.getByRole('list', { name: 'Suggestions' })).toBeTruthy();
    const take = screen.getByRole('button', { name: 'Go on with “Travel costs”' });
    const why = document.getElementById(take.getAttribute('aria-describedby') ?? '');
    expect(why?.textContent).toBe('You asked on Tuesday and left it open.');
    expect(screen.getByRole('status').textContent).toBe('2 suggestions');
    expect(noted()).toEqual([{ ids: ['a', 'b'] }]);
    take.click();
    expect(taken).toEqual(['a']);
  });

  it('hand the focus on when one is dismissed, in the end to the composer', async () => {
    await cards();
    screen.getByRole('button', { name: 'Dismiss “Go on with “Travel costs””' }).click();
    await tick();
    await tick();
    const next = screen.getByRole('button', { name: '“Travel costs”' });
    expect(document.activeElement).toBe(next);
    expect(screen.getByRole('status').textContent).toBe('Dismissed.');
    next.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    await tick();
    await tick();
    expect(document.activeElement?.hasAttribute('data-composer')).toBe(true);
    expect(screen.queryByRole('list')).toBeNull();
  });
});
