import { beforeEach, describe, expect, it } from 'vitest';
import { Toasts } from '$lib/components/toasts.svelte';
import { FakeBackend, Refused } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { furnish, memories } from '../../../tests/fake/insights';
import { setting } from '../../../tests/fake/samples';
import { Insights } from './insights.svelte';
import { switchable } from './learners';

let backend: FakeBackend;
let toasts: Toasts;

beforeEach(() => {
  backend = new FakeBackend();
  toasts = new Toasts();
});

async function loaded(): Promise<Insights> {
  const host = fakeHost(backend);
  const insights = new Insights(host, toasts);
  host.listen((event) => insights.fold(event));
  await insights.load();
  return insights;
}

const said = () => toasts.shown.map(({ text }) => text);
const called = (name: string) =>
  backend.calls.filter((call) => call.name === name).map(({ request }) => request);

describe('what cannot be read', () => {
  it('says why, and the rest is there', async () => {
    furnish(backend);
    backend.more.get_topics = () => {
      throw new Refused('database', 'The profile cannot be read.');
    };
    const insights = await loaded();
    expect(insights.topics.view).toBeUndefined();
    expect(insights.topics.error?.code).toBe('database');
    expect(insights.map.error).toBeUndefined();
    expect(insights.style.view?.answers).toBe(34);
  });
});

describe('memories', () => {
  it('go at once when they are forgotten, and come back', async () => {
    furnish(backend);
    const insights = await loaded();
    const [first] = memories();
    const id = first?.id ?? '';
    const forgetting = insights.forget(id);
    expect(insights.memories.view?.some((each) => each.id === id)).toBe(false);
    await forgetting;
    expect(insights.memories.view?.some((each) => each.id === id)).toBe(false);
    toasts.shown[0]?.action?.run();
    await expect.poll(() => insights.memories.view?.some((each) => each.id === id)).toBe(true);
  });

  it('stay where they could not be forgotten', async () => {
    furnish(backend);
    const insights = await loaded();
    backend.more.forget_memory = () => {
      throw new Refused('database', 'The profile cannot be written.');
    };
    await insights.forget(memories()[0]?.id ?? '');
    expect(insights.memories.view).toHaveLength(memories().length);
    expect(said()).toEqual(['The profile cannot be written.']);
  });

  it('are added, corrected and kept', async () => {
    furnish(backend);
    const insights = await loaded();
    expect(await insights.add('  Works from Porto in June.  ')).toBe(true);
    const added = insights.memories.view?.find(({ text }) => text === 'Works from Porto in June.');
    await insights.edit(added?.id ?? '', 'Works from Faro in June.');
    await insights.pin(added?.id ?? '', true);
    expect(insights.memories.view?.find(({ id }) => id === added?.id)).toMatchObject({
      text: 'Works from Faro in June.',
      pinned: true,
    });
  });
});

describe('what begins anew', () => {
  it('is read again, and only that', async () => {
    furnish(backend);
    const insights = await loaded();
    backend.calls = [];
    await insights.reset('memory');
    expect(called('reset_learning')).toEqual([{ learner: 'memory' }]);
    expect(insights.memories.view).toEqual([]);
    expect(called('get_style_insights')).toEqual([]);
  });

  it('is erased by its word, and everything is read again', async () => {
    furnish(backend);
    const insights = await loaded();
    backend.calls = [];
    expect(await insights.erase()).toBe(true);
    expect(called('erase_profile')).toEqual([{ confirm: 'erase' }]);
    await expect.poll(() => insights.memories.view).toEqual([]);
    expect(called('get_style_insights')).toHaveLength(1);
  });

  it('stays where it could not be erased or exported, and says why', async () => {
    furnish(backend);
    const insights = await loaded();
    backend.more.erase_profile = backend.more.export_profile = () => {
      throw new Refused('disk', 'The disk is full.');
    };
    expect(await insights.erase()).toBe(false);
    await insights.export();
    expect(said()).toEqual(['The disk is full.', 'The disk is full.']);
    expect(insights.memories.view).toHaveLength(memories().length);
  });

  it('is heard of when it happened elsewhere', async () => {
    furnish(backend);
    const insights = await loaded();
    backend.calls = [];
    backend.emit({ event: 'learning_changed', learner: 'style' });
    await expect.poll(() => called('get_style_insights')).toHaveLength(1);
    expect(called('get_topics')).toEqual([]);
    expect(insights.style.error).toBeUndefined();
  });
});

it('an export says where it is', async () => {
  furnish(backend);
  const insights = await loaded();
  await insights.export();
  expect(said()).toEqual(['Exported to /srv/mara/Downloads/attune-profile.json']);
});

it('only learners that this backend has can be switched', () => {
  const settings = [
    setting('style.learn', true),
    setting('suggestions.show', false),
    setting('chat.provider', ''),
  ];
  expect(switchable(settings).map(({ learner }) => learner)).toEqual(['style', 'suggestions']);
  expect(switchable([])).toEqual([]);
});
