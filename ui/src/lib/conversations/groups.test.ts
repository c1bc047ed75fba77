import { describe, expect, it } from 'vitest';
import type { ConversationView } from '$lib/wire/wire';
import { groupByDate } from './groups';

const NOW = new Date(2026, 10, 24, 14, 30).getTime();

function conversation(id: string, updated: Date, pinned = false): ConversationView {
  return {
    id,
    title: id,
    role: 'leader',
    pinned,
    apart: false,
    temporary: false,
    created_at: updated.getTime(),
    updated_at: updated.getTime(),
  };
}

function names(...conversations: ConversationView[]): [name: unknown, ids: string[]][] {
  return groupByDate(conversations, NOW).map((group) => [
    group.name,
    group.conversations.map(({ id }) => id),
  ]);
}

describe('groupByDate', () => {
  it('counts days on the calendar', () => {
    expect(
      names(
        conversation('just now', new Date(NOW)),
        conversation('midnight', new Date(2026, 10, 24, 0, 0)),
        conversation('late yesterday', new Date(2026, 10, 23, 23, 59, 59)),
        conversation('early yesterday', new Date(2026, 10, 23, 0, 0)),
        conversation('two days', new Date(2026, 10, 22, 12, 0)),
        conversation('a week', new Date(2026, 10, 17, 0, 0)),
        conversation('eight days', new Date(2026, 10, 16, 23, 0)),
        conversation('thirty days', new Date(2026, 9, 25, 12, 0)),
      ),
    ).toEqual([
      ['today', ['just now', 'midnight']],
      ['yesterday', ['late yesterday', 'early yesterday']],
      ['week', ['two days', 'a week']],
      ['month', ['eight days', 'thirty days']],
    ]);
  });

  it('puts pinned ones first, whatever their date', () => {
    expect(
      names(conversation('new', new Date(NOW)), conversation('old', new Date(2020, 1, 1), true)),
    ).toEqual([
      ['pinned', ['old']],
      ['today', ['new']],
    ]);
  });

  it('gathers older ones by month', () => {
    expect(
      names(
        conversation('a', new Date(2026, 8, 30)),
        conversation('b', new Date(2026, 8, 1)),
        conversation('c', new Date(2025, 8, 5)),
      ),
    ).toEqual([
      [{ month: new Date(2026, 8, 1).getTime() }, ['a', 'b']],
      [{ month: new Date(2025, 8, 1).getTime() }, ['c']],
    ]);
  });

  it('has room for the future: a clock that was wrong loses nothing', () => {
    expect(names(conversation('tomorrow', new Date(2026, 10, 25)))).toEqual([['today', ['tomorrow']]]);
  });

  it('has a place for every conversation, once', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      conversation(String(index), new Date(NOW - index * 7 * 3_600_000), index % 17 === 0),
    );
    const all = groupByDate(many, NOW).flatMap((group) => group.conversations.map(({ id }) => id));
    expect(new Set(all).size).toBe(400);
    expect(all).toHaveLength(400);
  });
});
