import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageView, RatingView } from '$lib/wire/wire';
import { Refused } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import { Thread } from './thread.svelte';

describe('ratings', () => {
  let host: ReturnType<typeof fakeHost>;
  let thread: Thread;

  beforeEach(async () => {
    host = fakeHost();
    thread = new Thread(host, host.backend.add('Board', 'leader', 0, ['What now?', 'Pause the feed.']));
    await thread.open();
  });

  const answer = (): MessageView => {
    const found = thread.slots[1];
    if (!found) throw new Error('there is no answer');
    return found;
  };
  const shown = (): RatingView | null => thread.ratings.of(answer());
  const sent = (): unknown[] =>
    host.backend.calls.filter(({ name }) => name === 'rate_answer').map(({ request }) => request);

  it('are shown at once and stored', async () => {
    const stored = thread.ratings.press(answer(), 'up');
    expect(shown()).toEqual({ rating: 'up', reasons: [] });
    await stored;
    expect(answer().rating).toEqual({ rating: 'up', reasons: [] });
    expect(sent()).toEqual([{ answer: answer().id, rating: { rating: 'up', reasons: [] } }]);
  });

  it('are taken back by the same thumb and changed by the other', async () => {
    await thread.ratings.press(answer(), 'up');
    await thread.ratings.press(answer(), 'down');
    expect(answer().rating?.rating).toBe('down');
    await thread.ratings.press(answer(), 'down');
    expect(answer().rating).toBeNull();
    expect(sent().at(-1)).toEqual({ answer: answer().id, rating: null });
  });

  it('take several reasons, each stored at once', async () => {
    await thread.ratings.press(answer(), 'down');
    await thread.ratings.reason(answer(), 'too_long');
    expect(answer().rating?.reasons).toEqual(['too_long']);
    await thread.ratings.reason(answer(), 'wrong');
    expect(answer().rating?.reasons).toEqual(['too_long', 'wrong']);
    await thread.ratings.reason(answer(), 'too_long');
    expect(answer().rating).toEqual({ rating: 'down', reasons: ['wrong'] });
  });

  it('ask for the reasons of one answer at a time, and of none that helped', async () => {
    await thread.ratings.press(answer(), 'down');
    expect(thread.ratings.asking).toBe(answer().id);
    await thread.ratings.press(answer(), 'up');
    expect(thread.ratings.asking).toBeUndefined();
  });

  it('of several in a row, the last counts and none overtakes another', async () => {
    const doing = [
      thread.ratings.press(answer(), 'down'),
      thread.ratings.reason(answer(), 'too_long'),
      thread.ratings.reason(answer(), 'wrong_tone'),
    ];
    expect(shown()?.reasons).toEqual(['too_long', 'wrong_tone']);
    await Promise.all(doing);
    expect(answer().rating).toEqual({ rating: 'down', reasons: ['too_long', 'wrong_tone'] });
    expect(sent().at(-1)).toEqual({ answer: answer().id, rating: answer().rating });
  });

  it('are not overwritten by an older fact while they are on their way', async () => {
    const stored = thread.ratings.press(answer(), 'up');
    thread.fold({
      event: 'message_changed',
      conversation: thread.id ?? '',
      message: { ...answer(), rating: null },
    });
    expect(shown()?.rating).toBe('up');
    await stored;
    expect(shown()?.rating).toBe('up');
  });

  it('are taken back when they could not be stored', async () => {
    await thread.ratings.press(answer(), 'up');
    const works = host.backend.commands.rate_answer;
    host.backend.commands.rate_answer = () => {
      throw new Refused('disk', 'The disk is full.');
    };
    const stored = thread.ratings.press(answer(), 'down');
    expect(shown()?.rating).toBe('down');
    await expect(stored).rejects.toMatchObject({ code: 'disk' });
    expect(shown()?.rating).toBe('up');

    if (works) host.backend.commands.rate_answer = works;
    await thread.ratings.again(answer().id);
    expect(answer().rating?.rating).toBe('down');
  });
});
