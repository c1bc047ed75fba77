import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ask, FoundToLeave } from '$lib/wire/wire';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import type { Offer } from './offer';
import { Thread } from './thread.svelte';

const begin = { role: 'leader', temporary: false };
const leaving: FoundToLeave[] = [{ kind: 'iban', text: 'DE89', place: 'question' }];

let backend: FakeBackend;
let thread: Thread;

beforeEach(() => {
  backend = new FakeBackend();
  backend.leaving = leaving;
  thread = new Thread(fakeHost(backend), null, (run) => run());
});

const asked = (): (string | undefined)[] =>
  backend.calls.filter(({ name }) => name === 'ask').map(({ request }) => (request as Ask).cover);

function offered(): Promise<Offer> {
  return vi.waitFor(() => {
    if (!thread.offer) throw new Error('nothing is offered yet');
    return thread.offer;
  });
}

describe('a question with something sensitive in it', () => {
  it.each(['identifiers', 'off'] as const)('is asked as the person decides: %s', async (cover) => {
    const asking = thread.ask('Pay DE89?', begin);
    const offer = await offered();
    expect(offer.found).toEqual(leaving);
    expect([thread.sending, thread.busy, thread.slots.length]).toEqual(['Pay DE89?', true, 0]);
    offer.decide(cover);
    await asking;
    expect(asked()).toEqual([undefined, cover]);
    expect([thread.offer, thread.refusal, thread.busy, thread.slots.length]).toEqual([
      undefined,
      undefined,
      false,
      2,
    ]);
  });

  it('is given back where the person thinks better of it, before what was typed meanwhile', async () => {
    const asking = thread.ask('Pay DE89?', begin);
    thread.draft.type('And then?');
    (await offered()).decide(undefined);
    await asking;
    expect(asked()).toEqual([undefined]);
    expect([thread.draft.text, thread.refusal, thread.busy]).toEqual([
      'Pay DE89?\n\nAnd then?',
      undefined,
      false,
    ]);
  });

  it('is not asked when it is stopped while it waits', async () => {
    const asking = thread.ask('Pay DE89?', begin);
    await offered();
    await thread.stop();
    await asking;
    expect([asked().length, thread.draft.text]).toEqual([1, 'Pay DE89?']);
  });
});
