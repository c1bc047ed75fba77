import { cleanup, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { setLanguage } from '$lib/strings/index.svelte';
import type { PastMessageView, PastUseView } from '$lib/wire/wire';
import UsedTurns from './UsedTurns.svelte';

afterEach(() => {
  cleanup();
  setLanguage('en');
});

function use(message: string, reason: PastUseView['reason']): PastUseView {
  return { message, conversation: `c-${message}`, score: 0.71, reason };
}

const hives: PastMessageView = {
  message: 'm1',
  conversation: 'c-m1',
  title: 'Bees',
  author: 'person',
  text: 'The hives moved to the orchard.',
  at: Date.UTC(2026, 4, 3, 12),
};

function shown(used: PastUseView[], leftOut: PastUseView[], there: PastMessageView[]) {
  const backend = new FakeBackend();
  const asked: string[][] = [];
  Object.assign(backend.more, {
    read_past: ({ messages }: { messages: string[] }) => {
      asked.push(messages);
      return there;
    },
  });
  const onopen = vi.fn();
  render(UsedTurns, { used, leftOut, host: fakeHost(backend), onopen });
  return { asked, onopen };
}

describe('what an answer used of earlier conversations', () => {
  it('is quoted with who said it, when, why and how much it fits, and leads to where it was said', async () => {
    const { asked, onopen } = shown([use('m1', 'meaning')], [], [hives]);
    await screen.findByText(hives.text);
    expect(asked).toEqual([['m1']]);
    expect(screen.getByText(/^You, .* · Close in meaning · fits 71%$/)).toBeTruthy();
    screen.getByRole('button', { name: 'Open “Bees”' }).click();
    expect(onopen).toHaveBeenCalledWith('c-m1', 'm1');
  });

  it('is said to be gone once it was deleted', async () => {
    shown([use('m1', 'words')], [use('m2', 'no_room')], []);
    await waitFor(() => expect(screen.getAllByText('A message that was deleted since.')).toHaveLength(2));
    expect(screen.getByText('1 message left out')).toBeTruthy();
  });

  it('is said in German, also when there is nothing', () => {
    setLanguage('de');
    shown([], [], []);
    expect(
      screen.getByText('Aus früheren Unterhaltungen ist nichts in diese Antwort eingegangen.'),
    ).toBeTruthy();
  });
});
