import { beforeEach, describe, expect, it } from 'vitest';
import type { AnswerEvent, MessageView } from '$lib/wire/wire';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { answers } from '../../../tests/fake/samples';
import type { Schedule } from './live.svelte';
import { Thread } from './thread.svelte';
import { Threads } from './threads.svelte';

const begin = { role: 'leader', temporary: false };
let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend();
});

/** A thread whose frames are drawn at once. */
function thread(id: string | null): Thread {
  return new Thread(fakeHost(backend), id, (run) => run());
}

function texts(of: Thread): (string | undefined)[] {
  return of.slots.map((each) => each?.text);
}

/** A host whose streams wait until they are told to go on. */
function heldHost() {
  const host = fakeHost(backend);
  let send: (piece: AnswerEvent) => void = () => undefined;
  let end: (value: never) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  host.stream = (_name, _request, onPiece) => {
    send = onPiece;
    return new Promise((done, failed) => {
      end = done;
      fail = failed;
    });
  };
  return {
    host,
    send: (piece: AnswerEvent) => send(piece),
    end: (value: unknown) => end(value as never),
    fail: (error: unknown) => fail(error),
  };
}

/** A question that is on its way over a held host, and the piece with which the backend takes it. */
function heldThread(schedule: Schedule = (run) => run()) {
  const held = heldHost();
  const id = backend.add('A', 'leader', 0, ['q', '']);
  const [question, answer] = backend.branches.get(id) as [MessageView, MessageView];
  const conversation = backend.conversations.get(id);
  if (!conversation) throw new Error('the conversation is there');
  const one = new Thread(held.host, null, schedule);
  const accepted = { event: 'accepted' as const, conversation, question, answer, total: 2 };
  return { ...held, one, asked: one.ask('q', begin), accepted };
}

describe('a question', () => {
  it('begins a conversation and is answered', async () => {
    const one = thread(null);
    const begun: string[] = [];
    await one.ask('What do I decide?', begin, { onbegun: ({ id }) => begun.push(id) });
    expect(begun).toEqual([one.id]);
    expect(texts(one)).toEqual(['What do I decide?', answers.leader]);
    expect(one.slots[1]?.status).toBe('complete');
    expect(one.live).toBeUndefined();
    expect(one.sending).toBeUndefined();
    expect(backend.calls.find(({ name }) => name === 'ask')?.request).toMatchObject({
      role: 'leader',
      temporary: false,
    });
  });

  it('follows in its conversation, without beginning another', async () => {
    const one = thread(backend.add('A', 'leader', 0, ['q', 'a']));
    await one.open();
    await one.ask('more', { role: 'intern', temporary: true });
    expect(texts(one)).toEqual(['q', 'a', 'more', answers.leader]);
    const request = backend.calls.find(({ name }) => name === 'ask')?.request;
    expect(request).toMatchObject({ conversation: one.id, temporary: false });
    expect(request).not.toHaveProperty('role');
  });

  it('that is edited replaces what followed, and keeps the earlier version as a sibling', async () => {
    const one = thread(backend.add('A', 'leader', 0, ['q', 'a', 'q2', 'a2']));
    await one.open();
    const edited = one.slots[0]?.id ?? '';
    await one.ask('q, but shorter', begin, { insteadOf: edited });
    expect(texts(one)).toEqual(['q, but shorter', answers.leader]);
    expect(one.slots[0]?.siblings).toEqual([edited, one.slots[0]?.id]);
  });

  it('that is refused keeps its words', async () => {
    backend.nextAnswer = { code: 'policy_forbids', message: 'Not from here.' };
    const one = thread(null);
    await one.ask('secret?', begin);
    expect(one.refusal).toMatchObject({ text: 'secret?', error: { code: 'policy_forbids' } });
    expect(one.slots).toEqual([]);
    expect(one.busy).toBe(false);
    backend.nextAnswer = answers.leader;
    await one.ask('open?', begin);
    expect(one.refusal).toBeUndefined();
  });
});

describe('an answer', () => {
  it('grows piece by piece, and ends as it is stored', async () => {
    const { one, asked, send, end, accepted } = heldThread();
    const { conversation, answer } = accepted;
    expect(one.live?.phase).toBe('sending');
    send(accepted);
    expect(one.live?.phase).toBe('reading');
    send({ event: 'preparing', reason: 'loading_model' });
    expect(one.live?.phase).toBe('preparing');
    send({ event: 'token', text: 'Pause ' });
    send({ event: 'token', text: 'it.' });
    expect(one.live).toMatchObject({ phase: 'writing', text: 'Pause it.' });
    const stored: MessageView = { ...answer, text: 'Pause it.', status: 'complete' };
    end({ conversation, answer: stored, error: null });
    await asked;
    expect(one.slots[1]).toEqual(stored);
  });

  it('changes the page once a frame, not once a word', async () => {
    const frames: (() => void)[] = [];
    const { one, asked, send, end, accepted } = heldThread((run) => frames.push(run));
    const { conversation, answer } = accepted;
    send(accepted);
    for (const text of ['a ', 'b ', 'c ']) send({ event: 'token', text });
    expect(frames).toHaveLength(1);
    expect(one.live?.text).toBe('');
    frames[0]?.();
    expect(one.live?.text).toBe('a b c ');
    send({ event: 'token', text: 'd' });
    expect(frames).toHaveLength(2);
    end({ conversation, answer: { ...answer, text: 'a b c d', status: 'complete' }, error: null });
    await asked;
    expect(one.slots[1]?.text).toBe('a b c d');
  });

  it('can be stopped, even before it is there', async () => {
    const { one, asked, send, end, accepted } = heldThread();
    const { conversation, answer } = accepted;
    await one.stop();
    await one.stop();
    expect(backend.calls.filter(({ name }) => name === 'stop_answer')).toEqual([]);
    send(accepted);
    expect(backend.calls.filter(({ name }) => name === 'stop_answer')).toEqual([
      { name: 'stop_answer', request: { answer: answer.id } },
    ]);
    end({ conversation, answer: { ...answer, status: 'stopped' }, error: null });
    await asked;
    expect(one.slots[1]?.status).toBe('stopped');
    expect(one.busy).toBe(false);
  });

  it('that fails is kept with its reason', async () => {
    backend.nextAnswer = { code: 'engine_failed', message: 'It ended.' };
    const one = thread(null);
    await one.ask('q', begin);
    const failed = one.slots[1];
    expect(failed).toMatchObject({
      status: 'failed',
      failure: { code: 'engine_failed', message: 'It ended.' },
      text: '**Bottom line:** pause the',
    });
    expect(one.errors[failed?.id ?? '']).toEqual({ code: 'engine_failed', message: 'It ended.' });
  });

  it('whose connection breaks keeps what had come', async () => {
    const { one, asked, send, fail, accepted } = heldThread();
    const { answer } = accepted;
    send(accepted);
    send({ event: 'token', text: 'half' });
    fail({ code: 'network', message: 'Lost.' });
    await asked;
    expect(one.slots[1]).toMatchObject({ text: 'half', status: 'interrupted' });
    expect(one.errors[answer.id]?.code).toBe('network');
  });

  it('that is asked for again becomes a sibling', async () => {
    const one = thread(backend.add('A', 'leader', 0, ['q', 'a']));
    await one.open();
    const first = one.slots[1]?.id ?? '';
    await one.regenerate(first);
    expect(texts(one)).toEqual(['q', answers.leader]);
    expect(one.slots[1]?.siblings).toEqual([first, one.slots[1]?.id]);
  });
});

describe('facts from elsewhere', () => {
  it('replace the message that they are about, and append what follows the last', async () => {
    const id = backend.add('A', 'leader', 0, ['q', 'a']);
    const one = thread(id);
    await one.open();
    const [question, answer] = one.slots as [MessageView, MessageView];
    one.fold({ event: 'message_changed', conversation: id, message: { ...answer, text: 'better' } });
    expect(texts(one)).toEqual(['q', 'better']);
    const next: MessageView = { ...question, id: 'next', parent: answer.id, text: 'from another window' };
    one.fold({ event: 'message_changed', conversation: id, message: next });
    one.fold({ event: 'message_changed', conversation: id, message: next });
    expect(texts(one)).toEqual(['q', 'better', 'from another window']);
  });

  it('of other branches and other conversations change nothing', async () => {
    const id = backend.add('A', 'leader', 0, ['q', 'a']);
    const one = thread(id);
    await one.open();
    const [question] = one.slots as [MessageView];
    one.fold({
      event: 'message_changed',
      conversation: id,
      message: { ...question, id: 'x', parent: 'elsewhere' },
    });
    one.fold({ event: 'message_changed', conversation: 'other', message: { ...question, text: 'no' } });
    expect(texts(one)).toEqual(['q', 'a']);
  });
});

describe('a long conversation', () => {
  const long = Array.from({ length: 1000 }, (_, index) => `message ${index}`);

  it('is read at its end, and elsewhere when it is looked at', async () => {
    const one = thread(backend.add('A', 'leader', 0, long));
    await one.open();
    expect(one.slots).toHaveLength(1000);
    expect(one.slots[899]).toBeUndefined();
    expect(one.slots[900]?.text).toBe('message 900');
    await one.ensure(410, 420);
    expect(one.slots[400]?.text).toBe('message 400');
    expect(one.slots[499]?.text).toBe('message 499');
    expect(one.slots[500]).toBeUndefined();
  });

  it('asks for a page once, however often it is looked at', async () => {
    const one = thread(backend.add('A', 'leader', 0, long));
    await one.open();
    await Promise.all([one.ensure(0, 10), one.ensure(5, 15), one.ensure(0, 10)]);
    expect(backend.calls.filter(({ name }) => name === 'load_messages')).toHaveLength(1);
  });

  it('goes to a message that was found', async () => {
    const id = backend.add('A', 'leader', 0, long);
    const wanted = backend.branches.get(id)?.[123]?.id ?? '';
    const one = thread(id);
    await one.goTo(wanted);
    expect(one.target).toEqual({ index: 123, id: wanted });
    expect(one.slots[123]?.text).toBe('message 123');
  });

  it('keeps its end when a turn is added beyond what was read', async () => {
    const id = backend.add('A', 'leader', 0, long);
    const one = thread(id);
    await one.goTo(backend.branches.get(id)?.[50]?.id ?? '');
    await one.ask('more', begin);
    expect(one.slots).toHaveLength(1002);
    expect(one.slots[1000]?.text).toBe('more');
    expect(one.slots[950]).toBeUndefined();
  });
});

describe('threads', () => {
  it('give the same thread for the same conversation, and a new one after the last began', async () => {
    const threads = new Threads(fakeHost(backend));
    const fresh = threads.get(null);
    expect(threads.get(null)).toBe(fresh);
    await fresh.ask('q', begin);
    expect(threads.get(fresh.id)).toBe(fresh);
    expect(threads.get(null)).not.toBe(fresh);
  });

  it('forget what was not looked at for long, but nothing that is being written', () => {
    const { host } = heldHost();
    const threads = new Threads(host);
    const writing = threads.get('writing');
    void writing.ask('q', begin);
    const quiet = threads.get('quiet');
    for (let index = 0; index < 20; index += 1) threads.get(`other ${index}`);
    expect(threads.get('writing')).toBe(writing);
    expect(threads.get('quiet')).not.toBe(quiet);
  });
});

describe('a draft', () => {
  it('is kept, and moves to the conversation that it begins', async () => {
    const one = thread(null);
    one.draft.type('What if');
    await one.draft.save();
    expect(backend.drafts.get('')).toBe('What if');
    expect(one.draft.take()).toBe('What if');
    expect(one.draft.text).toBe('');
    const again = thread(null);
    await again.draft.load();
    expect(again.draft.text).toBe('');
  });

  it('is not overwritten by what was left before, once something is typed', async () => {
    backend.drafts.set('', 'old');
    const one = thread(null);
    const loading = one.draft.load();
    one.draft.type('new');
    await loading;
    expect(one.draft.text).toBe('new');
  });
});
