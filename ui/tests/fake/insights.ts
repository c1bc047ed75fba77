// What a backend knows of a person, for tests: everything in it is made up.
import type {
  EarnedView,
  EstimateView,
  InterestMapView,
  MemoryView,
  RoleStyleView,
  StyleInsightsView,
  TopicsView,
  ValueBeliefView,
} from '$lib/wire/wire';
import { Refused, type FakeBackend } from './backend';

const DAY = 86_400_000;
/** The day on which all of this was looked at: 24 November 2026. */
export const NOW = Date.UTC(2026, 10, 24, 9);

/** Numbers from 0 to 1 that look drawn and are always the same. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ratings that get better as styles are learned, beside what plain answers would have earned. */
export function series(count: number): EarnedView[] {
  const next = drawn(7);
  return Array.from({ length: count }, (_, index) => {
    const liked = 0.55 + 0.45 * (index / Math.max(1, count - 1));
    return {
      at: NOW - (count - index) * 2.4 * DAY + next() * DAY,
      earned: next() < liked ? (next() < 0.7 ? 1 : 0.5) : next() < 0.5 ? -1 : -0.3,
      plain: Math.max(-1, Math.min(1, -0.05 + (next() - 0.5) * 1.1)),
    };
  });
}

function belief(value: string, probability: number, worth: number, error: number): ValueBeliefView {
  return { value, probability, worth, error };
}

export const leader: RoleStyleView = {
  role: 'leader',
  rewards: 27,
  dimensions: [
    {
      dimension: 'tone',
      fixed: true,
      values: [belief('direct', 1, 0, 0), belief('warm', 0, 0, 0)],
    },
    {
      dimension: 'length',
      fixed: false,
      values: [
        belief('short', 0.86, 0.31, 0.09),
        belief('medium', 0.11, 0.02, 0.1),
        belief('long', 0.03, -0.33, 0.16),
      ],
    },
    {
      dimension: 'format',
      fixed: false,
      values: [
        belief('bullets', 0.74, 0.24, 0.1),
        belief('steps', 0.06, -0.2, 0.17),
        belief('prose', 0.2, -0.04, 0.13),
      ],
    },
    {
      dimension: 'detail',
      fixed: false,
      values: [belief('essential', 0.69, 0.12, 0.11), belief('thorough', 0.31, -0.12, 0.11)],
    },
    {
      dimension: 'jargon',
      fixed: false,
      values: [belief('plain', 0.58, 0.05, 0.14), belief('expert', 0.42, -0.05, 0.14)],
    },
  ],
};

function otherRole(role: string, rewards: number, length: readonly number[]): RoleStyleView {
  return {
    role,
    rewards,
    dimensions: leader.dimensions.map((dimension) => ({
      ...dimension,
      fixed: false,
      values: dimension.values.map((value, index) => ({
        ...value,
        probability: dimension.dimension === 'length' ? (length[index] ?? 0) : 1 / dimension.values.length,
        worth: value.worth * 0.4,
        error: 0.22,
      })),
    })),
  };
}

/** Mean and standard error. */
function estimate(values: readonly number[]): EstimateView {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

export const styleInsights: StyleInsightsView = {
  roles: [
    leader,
    otherRole('knowledge-worker', 7, [0.3, 0.5, 0.2]),
    otherRole('intern', 0, [0.33, 0.34, 0.33]),
  ],
  answers: 34,
  earned: estimate(series(34).map(({ earned }) => earned)),
  plain: estimate(series(34).map(({ plain }) => plain)),
  plain_by_propensity: { mean: -0.11, error: 0.27 },
  series: series(34),
};

/** The same after a few ratings: too few to say anything. */
export function early(answers: number): StyleInsightsView {
  return { ...styleInsights, answers, series: series(answers) };
}

const fields: [label: string, x: number, y: number, weight: number, questions: number][] = [
  ['Supply risk', -0.6, 0.5, 1, 14],
  ['Budget', 0.1, 0.75, 0.55, 8],
  ['Hiring', 0.55, -0.3, 0.36, 6],
  ['Data protection', -0.75, -0.4, 0.6, 9],
  ['Ledger queries', 0.95, 0.45, 0.22, 5],
  ['Works council', -0.1, -0.55, 0.3, 5],
];

export function interestMap(): InterestMapView {
  const next = drawn(11);
  const around = (value: number) => value + (next() - 0.5) * 0.34;
  return {
    known: 0.62,
    effective_turns: 38.4,
    points: fields.flatMap(([label, x, y, weight, questions]) => [
      { label, x, y, weight, kind: 'prototype' as const, at: NOW - 2 * DAY },
      ...Array.from({ length: questions }, (_, index) => ({
        label: `${label}, question ${String(index + 1)}`,
        x: around(x),
        y: around(y),
        weight: 0.02,
        kind: 'question' as const,
        at: NOW - Math.floor(next() * 40) * DAY,
      })),
    ]),
  };
}

export function topics(): TopicsView {
  const next = drawn(5);
  const labels = [
    'Supply risk',
    'Budget',
    'Data protection',
    'Hiring',
    'Works council',
    'Travel',
    'Ledger queries',
  ];
  return {
    weeks: Array.from({ length: 12 }, (_, week) => {
      const weights = labels.map((_, index) => (0.35 + next()) / (1 + Math.abs(index - week / 3)));
      const sum = weights.reduce((all, each) => all + each, 0);
      return {
        start: NOW - (12 - week) * 7 * DAY,
        topics: labels.map((label, index) => ({ label, share: (weights[index] ?? 0) / sum })),
      };
    }),
  };
}

/** A conversation in which some of it was said. */
const BOARD = '00000000-0000-7000-8000-0000000000b1';

function memory(id: number, text: string, rest: Partial<MemoryView> = {}): MemoryView {
  return {
    id: `00000000-0000-7000-9000-${String(id).padStart(12, '0')}`,
    text,
    kind: 'fact',
    slot: null,
    scope: { scope: 'person' },
    confidence: 0.92,
    strength: 0.8,
    asleep: false,
    pinned: false,
    state: 'current',
    superseded_by: null,
    created_at: NOW - id * 3 * DAY,
    last_used_at: NOW - id * DAY,
    uses: 3,
    erased_at: null,
    score: null,
    source: { from: 'message', conversation: BOARD, message: '00000000-0000-7000-8000-0000000000b2' },
    ...rest,
  };
}

export function memories(): MemoryView[] {
  const kestrel = { scope: 'project', name: 'Kestrel' } as const;
  const talk = { scope: 'conversation', id: BOARD } as const;
  return [
    memory(1, 'Prefers the cost of a delay as a figure per day.', {
      kind: 'preference',
      pinned: true,
      source: { from: 'told' },
      confidence: 1,
    }),
    memory(2, 'Leads operations in the northern region.'),
    memory(3, 'Reports to the board on the first Tuesday of each month.', { kind: 'event' }),
    memory(4, 'Wants to cut the number of suppliers from nine to five this year.', { kind: 'goal' }),
    memory(5, 'Does not read code; knows the systems by what they do.', {
      kind: 'constraint',
      last_used_at: null,
    }),
    memory(6, 'Jana Weiss stands in for her on Fridays.', {
      kind: 'relation',
      strength: 0.18,
      confidence: 0.71,
    }),
    memory(7, 'Supplier A delivers 60 % of the housings; the stock target is nine days.', { scope: kestrel }),
    memory(8, 'Kestrel must be certified before March.', { scope: kestrel, kind: 'constraint' }),
    memory(9, 'Figures in this report are in thousands of euros.', { scope: talk, kind: 'preference' }),
  ];
}

/** Lets a backend know all of this. */
export function furnish(backend: FakeBackend, style: StyleInsightsView = styleInsights): void {
  let kept = memories();
  const forgotten = new Map<string, MemoryView>();
  const changed = (): Record<string, never> => {
    backend.emit({ event: 'memories_changed' });
    return {};
  };
  const change = (id: string, by: Partial<MemoryView>) => {
    if (!kept.some((each) => each.id === id)) throw new Refused('not_found', 'This memory is gone.');
    kept = kept.map((each) => (each.id === id ? { ...each, ...by } : each));
    return changed();
  };
  Object.assign(backend.more, {
    get_style_insights: () => style,
    reset_learning: ({ learner }: { learner: 'style' | 'memory' | 'interests' | 'suggestions' }) => {
      if (learner === 'memory') kept = [];
      backend.emit({ event: 'learning_changed', learner });
      return {};
    },
    get_interest_map: interestMap,
    get_topics: topics,
    list_memories: () => kept,
    add_memory: ({ text }: { text: string }) => {
      kept = [
        memory(kept.length + 20, text, { source: { from: 'told' }, created_at: NOW, last_used_at: null }),
        ...kept,
      ];
      return changed();
    },
    edit_memory: ({ id, text }: { id: string; text: string }) => change(id, { text }),
    pin_memory: ({ id, pinned }: { id: string; pinned: boolean }) => change(id, { pinned }),
    forget_memory: ({ id }: { id: string }) => {
      const gone = kept.find((each) => each.id === id);
      if (gone) forgotten.set(id, gone);
      kept = kept.filter((each) => each.id !== id);
      return changed();
    },
    restore_memory: ({ id }: { id: string }) => {
      const back = forgotten.get(id);
      if (!back) throw new Refused('not_found', 'It was erased for good.');
      kept = [...kept, back];
      return changed();
    },
    export_profile: () => ({ path: '/srv/mara/Downloads/attune-profile.json' }),
    erase_profile: ({ confirm }: { confirm: string }) => {
      if (confirm !== 'erase') throw new Refused('invalid', 'Confirm by the word erase.');
      kept = [];
      backend.emit({ event: 'profile_erased' });
      return {};
    },
  });
}
