import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { setting } from '../../../tests/fake/samples';
import { App } from './app.svelte';

let backend: FakeBackend;
let app: App;

beforeEach(async () => {
  backend = new FakeBackend();
  Object.assign(backend.more, {
    get_settings: () => backend.settings,
    list_roles: () => [],
    get_status: () => undefined,
    list_models: () => ({ models: [] }),
    list_providers: () => ({ providers: [] }),
  });
  app = new App(fakeHost(backend));
  await app.start();
  app.goOn();
});

/** What a backend does and tells when everything is erased. */
function erase(): void {
  backend.conversations.clear();
  backend.branches.clear();
  backend.drafts.clear();
  backend.settings = [setting('app.first_run_done', false)];
  backend.emit({ event: 'profile_erased' });
}

describe('a profile that is erased', () => {
  it('leaves no conversation, and is read again', async () => {
    const id = backend.add('Supplier breach', 'leader', 0, ['q', 'a']);
    await app.load();
    const thread = app.threads.get(id);
    await thread.open();
    expect(app.conversations.all).toHaveLength(1);

    erase();
    expect(app.conversations.all).toEqual([]);
    expect(app.threads.peek(id)).toBeUndefined();
    await expect.poll(() => app.settings.value('app.first_run_done')).toBe(false);
    expect(app.settings.value('profile.name')).toBeUndefined();
    await expect.poll(() => backend.calls.at(-1)?.name).toBe('list_providers');
    expect(app.conversations.all).toEqual([]);
  });

  it('is searched no more', () => {
    app.search.type('supplier');
    app.found.type('supplier');
    erase();
    expect([app.search.query, app.found.query]).toEqual(['', '']);
    expect(app.search.current).toBe(true);
  });

  it('has no drafts, and none is kept after it', () => {
    vi.useFakeTimers();
    try {
      const id = backend.add('Supplier breach', 'leader', 0, ['q', 'a']);
      const [begun, fresh] = [app.threads.get(id), app.threads.get(null)];
      begun.draft.type('half a thought');
      fresh.draft.type('and another');
      erase();
      expect([begun.draft.text, fresh.draft.text]).toEqual(['', '']);
      vi.runAllTimers();
      expect([...backend.drafts.values()]).toEqual([]);
      // The start page may be open: it goes on with the same thread.
      expect(app.threads.get(null)).toBe(fresh);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets go of a conversation that was just begun', async () => {
    const fresh = app.threads.get(null);
    await fresh.ask('What do I decide?', { role: 'leader', temporary: false });
    erase();
    const next = app.threads.get(null);
    expect(next).not.toBe(fresh);
    expect(next.slots).toEqual([]);
  });
});
