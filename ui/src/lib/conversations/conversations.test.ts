import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from '$lib/components/toasts.svelte';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { Conversations } from './conversations.svelte';
import { Search } from './search.svelte';

let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend();
});

async function loaded(): Promise<{ conversations: Conversations; toasts: Toasts }> {
  const toasts = new Toasts();
  const host = fakeHost(backend);
  const conversations = new Conversations(host, toasts);
  host.listen((event) => conversations.fold(event));
  await conversations.load();
  return { conversations, toasts };
}

describe('conversations', () => {
  it('follow what the backend tells', async () => {
    const id = backend.add('A', 'leader', 0, []);
    const { conversations } = await loaded();
    await conversations.rename(id, '  B  ');
    await conversations.pin(id, true);
    await conversations.keepApart(id, true);
    await conversations.setRole(id, 'intern');
    expect(conversations.get(id)).toMatchObject({ title: 'B', pinned: true, apart: true, role: 'intern' });
    await conversations.keepApart(id, false);
    expect(conversations.get(id)?.apart).toBe(false);
    expect(conversations.all).toHaveLength(1);
  });

  it('come back when a deletion is undone', async () => {
    const id = backend.add('A', 'leader', 0, []);
    const { conversations, toasts } = await loaded();
    await conversations.remove(id);
    expect(conversations.get(id)).toBeUndefined();
    const restored = vi.fn();
    expect(restored).not.toHaveBeenCalled();
    toasts.shown[0]?.action?.run();
    await vi.waitFor(() => expect(conversations.get(id)?.title).toBe('A'));
  });

  it('say what could not be done', async () => {
    const { conversations, toasts } = await loaded();
    await conversations.rename('nowhere', 'B');
    expect(toasts.shown[0]).toMatchObject({ tone: 'bad' });
  });

  it('have neighbours in the order of the list', async () => {
    const old = backend.add('old', 'leader', 3, []);
    const recent = backend.add('new', 'leader', 0, []);
    const { conversations } = await loaded();
    expect(conversations.neighbour(recent, 1)?.id).toBe(old);
    expect(conversations.neighbour(recent, -1)).toBeUndefined();
    expect(conversations.neighbour(null, 1)?.id).toBe(recent);
  });
});

describe('a search', () => {
  it('shows the answer to what was typed last, whatever comes back last', async () => {
    const waiting: ((hits: never[]) => void)[] = [];
    const host = fakeHost(backend);
    host.call = () => new Promise((done) => waiting.push(done));
    vi.useFakeTimers();
    const search = new Search(host);
    search.type('old');
    vi.advanceTimersByTime(200);
    search.type('new');
    vi.advanceTimersByTime(200);
    vi.useRealTimers();
    expect(waiting).toHaveLength(2);
    waiting[1]?.([{ title: 'new' }] as never[]);
    waiting[0]?.([{ title: 'old' }] as never[]);
    await vi.waitFor(() => expect(search.current).toBe(true));
    expect(search.hits).toEqual([{ title: 'new' }]);
  });

  it('asks when the person pauses, not at every key', () => {
    vi.useFakeTimers();
    const search = new Search(fakeHost(backend));
    for (const query of ['s', 'su', 'sup']) search.type(query);
    vi.advanceTimersByTime(200);
    vi.useRealTimers();
    expect(backend.calls.filter(({ name }) => name === 'search_messages')).toHaveLength(1);
  });

  it('shows nothing for nothing', () => {
    const search = new Search(fakeHost(backend));
    search.type('x');
    search.type('  ');
    expect(search).toMatchObject({ active: false, current: true, hits: [] });
  });
});
