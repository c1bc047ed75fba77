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
  apart: false,
  text: 'The hives moved to the orchard.',
  at: Date.UTC(2026, 4, 3, 12),
};

function shown(used: PastUseView[], leftOut: PastUseView[], there: PastMessageView[], here = 'c-here') {
  const backend = new FakeBackend();
  backend.add('Bees', 'leader', 1, []);
  for (const each of [...backend.conversations.values()])
    backend.conversations.set('c-m1', { ...each, id: 'c-m1' });
  const asked: string[][] = [];
  Object.assign(backend.more, {
    read_past: ({ messages }: { messages: string[] }) => {
      asked.push(messages);
      return there;
    },
  });
  const onopen = vi.fn();
  render(UsedTurns, { used, leftOut, host: fakeHost(backend), here, onopen });
  return { asked, onopen, backend };
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

  it('comes from a conversation that need not be used again, until that is taken back', async () => {
    const { backend } = shown([use('m1', 'meaning')], [], [hives]);
    (await screen.findByRole('button', { name: 'Don’t use this conversation again' })).click();
    await screen.findByText('“Bees” is not used for other answers any more.');
    expect(backend.calls.at(-1)).toEqual({
      name: 'keep_conversation_apart',
      request: { id: 'c-m1', apart: true },
    });
    screen.getByRole('button', { name: 'Undo' }).click();
    await screen.findByRole('button', { name: 'Don’t use this conversation again' });
    expect(screen.getByRole('status').textContent).toBe('');
    expect(backend.conversations.get('c-m1')?.apart).toBe(false);
  });

  it('follows what the sidebar says of its conversation', async () => {
    const { backend } = shown([use('m1', 'meaning')], [], [hives]);
    await screen.findByText(hives.text);
    backend.call('keep_conversation_apart', { id: 'c-m1', apart: true });
    await screen.findByRole('button', { name: 'Undo' });
  });

  it('cannot be kept from its own conversation', async () => {
    shown([use('m1', 'meaning')], [], [hives], 'c-m1');
    await screen.findByText(hives.text);
    expect(screen.queryByRole('button', { name: 'Don’t use this conversation again' })).toBeNull();
  });

  it('is said in German, also when there is nothing', () => {
    setLanguage('de');
    shown([], [], []);
    expect(
      screen.getByText('Aus früheren Unterhaltungen ist nichts in diese Antwort eingegangen.'),
    ).toBeTruthy();
  });
});
