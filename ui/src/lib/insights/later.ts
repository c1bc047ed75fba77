import type { Host, HostError } from '$lib/host';

// What the page asks for that a backend may not know: each part of the page stands without it.

/** A place in the map of interests. */
export interface MapPoint {
  readonly label: string;
  /** Coordinates of a projection: only distances mean something. */
  readonly x: number;
  readonly y: number;
  /** How much it counts now; only ratios mean something. */
  readonly weight: number;
  /** A field of interest, or one question. */
  readonly kind: 'prototype' | 'question';
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface InterestMap {
  readonly points: readonly MapPoint[];
  /** How well the interests are known, 0 to 1. */
  readonly known: number;
  /** Questions that still count, older ones as fractions. */
  readonly effective_turns: number;
}

export interface TopicShare {
  readonly label: string;
  /** Of the week's questions, 0 to 1. */
  readonly share: number;
}

export interface TopicWeek {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly topics: readonly TopicShare[];
}

export interface Topics {
  readonly weeks: readonly TopicWeek[];
}

/** Where a memory may be used. */
export interface Scope {
  readonly kind: 'person' | 'conversation' | 'project';
  readonly id?: string;
  readonly name?: string;
}

export interface Memory {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly scope: Scope;
  /** How sure it is that the person meant it so, 0 to 1. */
  readonly confidence: number;
  /** How present it is now, 0 to 1. */
  readonly strength: number;
  readonly pinned: boolean;
  /** Milliseconds since 1970. */
  readonly created_at: number;
  readonly last_used_at: number | null;
  /** `told` was entered as a memory; everything else was said in a conversation. */
  readonly source: string;
}

/** As a backend lists them: scope and source may be tagged by a name of their own. */
type ListedMemory = Omit<Memory, 'scope' | 'source'> & {
  readonly scope: Partial<Scope> & { readonly scope?: Scope['kind'] };
  readonly source: string | { readonly from: string };
};

/** Name to request and response. */
export interface LaterCommands {
  get_interest_map: [Record<string, never>, InterestMap];
  get_topics: [Record<string, never>, Topics];
  list_memories: [Record<string, never>, readonly ListedMemory[] | { memories: readonly ListedMemory[] }];
  add_memory: [{ text: string }, unknown];
  edit_memory: [{ id: string; text: string }, unknown];
  pin_memory: [{ id: string; pinned: boolean }, unknown];
  forget_memory: [{ id: string }, unknown];
  undo_forget: [{ id: string }, unknown];
  restore_memory: [{ id: string }, unknown];
  export_profile: [Record<string, never>, { path: string }];
  erase_profile: [{ confirm: 'erase' }, unknown];
}

/** Asks for something that the backend may not know. */
export function askLater<K extends keyof LaterCommands>(
  host: Host,
  name: K,
  request: LaterCommands[K][0],
): Promise<LaterCommands[K][1]> {
  return host.call(name as never, request as never);
}

/** Whether an error says that there is no such command: the desktop shell and the bridge both name it. */
export function isUnknown(error: HostError, command: string): boolean {
  return (error.code === 'not_found' || error.code === 'internal') && error.message.includes(command);
}

export function memoriesOf(listed: LaterCommands['list_memories'][1]): Memory[] {
  const all = 'memories' in listed ? listed.memories : listed;
  return all.map(({ scope, source, ...rest }) => ({
    ...rest,
    scope: { ...scope, kind: scope.kind ?? scope.scope ?? 'person' },
    source: typeof source === 'string' ? source : source.from,
  }));
}
