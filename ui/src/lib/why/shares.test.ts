import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { origin } from '../../../tests/fake/samples';
import { setLanguage } from '$lib/strings/index.svelte';
import type { MemoryUseView, PastUseView, PromptSharesView } from '$lib/wire/wire';
import PromptShares from './PromptShares.svelte';
import { leftForRoom, sharesOf } from './shares';

afterEach(() => {
  cleanup();
  setLanguage('en');
});

const shares: PromptSharesView = {
  role: 300,
  person: 0,
  memories: 50,
  past: 100,
  history: 450,
  question: 100,
  answer: 512,
};

describe('the room in a prompt', () => {
  it('is shared by all that was read, and what the answer may take is no part of it', () => {
    const all = sharesOf(shares);
    expect(all.map(({ part }) => part)).toEqual([
      'role',
      'person',
      'memories',
      'history',
      'past',
      'question',
    ]);
    expect(all.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const empty = { role: 0, person: 0, memories: 0, past: 0, history: 0, question: 0, answer: 0 };
    expect(sharesOf(empty).every(({ share }) => share === 0)).toBe(true);
  });

  it('is drawn, and read out without the drawing', () => {
    const { container } = render(PromptShares, { shares });
    const list = screen.getByRole('list', {
      name: 'This conversation took the most room: 45%. About 1,000 tokens in all.',
    });
    const items = within(list).getAllByRole('listitem');
    expect(items.map((item) => item.textContent.replace(/\s+/g, ' ').trim())).toEqual([
      'The role 300 (30%)',
      'What you said of yourself 0 (0%)',
      'What is remembered 50 (5%)',
      'This conversation 450 (45%)',
      'Earlier conversations 100 (10%)',
      'The question 100 (10%)',
    ]);
    const bars = [...container.querySelectorAll<HTMLElement>('.track')];
    expect(bars.every((bar) => bar.getAttribute('aria-hidden') === 'true')).toBe(true);
    expect(bars.map((bar) => bar.querySelector('i')?.style.width)).toEqual([
      '30%',
      '0%',
      '5%',
      '45%',
      '10%',
      '10%',
    ]);
    screen.getByText('Beside it, 512 tokens were kept free for the answer.');
  });

  it('is told in German', () => {
    setLanguage('de');
    render(PromptShares, { shares });
    screen.getByText(/^Am meisten Platz nahm ein: Diese Unterhaltung, 45\s%\./);
  });
});

describe('what was left out for lack of room', () => {
  const memory = (id: string, reason: MemoryUseView['reason']) => ({ id, score: 0.5, reason });
  const turn = (message: string, reason: PastUseView['reason']): PastUseView => ({
    message,
    conversation: 'c',
    score: 0.5,
    reason,
  });

  it('is counted by kind; what was left out for another reason does not count', () => {
    expect(
      leftForRoom({
        ...origin,
        dropped_messages: 4,
        left_out: [memory('1', 'no_room'), memory('2', 'weaker')],
        past_left_out: [turn('1', 'no_room'), turn('2', 'no_room'), turn('3', 'withheld')],
      }),
    ).toEqual([
      '4 earlier messages of this conversation',
      '1 memory',
      '2 messages from earlier conversations',
    ]);
  });

  it('is nothing where all fitted', () => {
    expect(leftForRoom({ ...origin, left_out: [memory('1', 'weaker')] })).toEqual([]);
  });
});
