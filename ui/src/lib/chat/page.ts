import { createContext } from 'svelte';
import type { Remedy } from '$lib/errors/remedies';
import type { ModelChoiceView, OriginView, RoleView } from '$lib/wire/wire';
import type { Thread } from './thread.svelte';

/** Where answers can be written. */
export interface Writer {
  readonly choice: ModelChoiceView;
  readonly name: string;
  /** Whether a question sent there leaves the device. */
  readonly leaves: boolean;
  readonly note: string | undefined;
  /** Who forbids it, if somebody does. */
  readonly forbiddenBy: string | undefined;
}

/** What a conversation must be told by the page it stands on: it knows no other feature. */
export interface ChatPage {
  readonly thread: Thread;
  /** The role in which the next question is asked. */
  readonly role: RoleView | undefined;
  readonly temporary: boolean;
  readonly personName: string;
  readonly writers: readonly Writer[];
  /** The one that answers next; none if nothing can answer. */
  readonly writer: Writer | undefined;
  /** Whether it is known yet which writers there are. */
  readonly writersKnown: boolean;
  /** The answer whose reasons are shown. */
  readonly why: string | undefined;
  roleOf(id: string | null): RoleView | undefined;
  /** What wrote an answer, in words. */
  madeBy(origin: OriginView): string;
  ask(text: string, insteadOf?: string): void;
  setTemporary(temporary: boolean): void;
  showWhy(answer: string): void;
  openLink(address: string): void;
  noteCopy(answer: string): void;
  openModels(): void;
  remedy(remedy: Remedy, about: { answer?: string; question?: string }): void;
}

export const [getPage, setPage] = createContext<ChatPage>();
