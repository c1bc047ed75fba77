import type { ConversationView } from '$lib/wire/wire';

/** Where a conversation stands in the list. Months are named by their first moment. */
export type GroupName = 'pinned' | 'today' | 'yesterday' | 'week' | 'month' | { readonly month: number };

export interface Group {
  readonly name: GroupName;
  readonly conversations: readonly ConversationView[];
}

/** Sorts conversations into the groups of the list: pinned ones, then by when they were last written to. */
export function groupByDate(conversations: readonly ConversationView[], now: number): Group[] {
  const starts = startsOf(now);
  const groups = new Map<string, { name: GroupName; conversations: ConversationView[] }>();
  const sorted = conversations.toSorted((a, b) => b.updated_at - a.updated_at || (a.id < b.id ? 1 : -1));
  const pinned = sorted.filter((conversation) => conversation.pinned);
  for (const conversation of [...pinned, ...sorted.filter((each) => !each.pinned)]) {
    const name = conversation.pinned ? 'pinned' : nameOf(conversation.updated_at, starts);
    const key = JSON.stringify(name);
    const group = groups.get(key);
    if (group) group.conversations.push(conversation);
    else groups.set(key, { name, conversations: [conversation] });
  }
  return [...groups.values()];
}

interface Starts {
  readonly today: number;
  readonly yesterday: number;
  readonly week: number;
  readonly month: number;
}

/** Days are counted on the calendar, not in hours: one of them has 23 or 25. */
function startsOf(now: number): Starts {
  const day = (back: number) => {
    const date = new Date(now);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() - back).getTime();
  };
  return { today: day(0), yesterday: day(1), week: day(7), month: day(30) };
}

function nameOf(at: number, starts: Starts): GroupName {
  if (at >= starts.today) return 'today';
  if (at >= starts.yesterday) return 'yesterday';
  if (at >= starts.week) return 'week';
  if (at >= starts.month) return 'month';
  const date = new Date(at);
  return { month: new Date(date.getFullYear(), date.getMonth(), 1).getTime() };
}
