import { createContext } from 'svelte';
import type { Remedy } from '$lib/errors/remedies';
import type { Voice } from '$lib/components/hearing';
import type {
  Cover,
  MessageView,
  ModelChoiceView,
  OriginView,
  RoleView,
  SuggestionView,
} from '$lib/wire/wire';
import type { Pictures } from './pictures';
import type { Reason, Thumb } from './ratings.svelte';
import type { StyleDimension } from './reasons';
import type { Suggestions } from './suggestions.svelte';
import type { Asking, Thread } from './thread.svelte';

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

/** Parts of the screen as images. */
export interface ScreenCapture {
  readonly keys: readonly string[];
  /** A part that the person chooses; none if they think better of it. What went wrong is told to them by itself. */
  take(): Promise<File | undefined>;
}

/** The voice that reads answers. */
export interface ReadsAloud {
  /** The answer that is being read; none while it is silent. */
  readonly reading: string | undefined;
  read(id: string, text: string): void;
  stop(): void;
}

/** What a conversation must be told by the page it stands on: it knows no other feature. */
export interface ChatPage {
  readonly thread: Thread;
  /** The role in which the next question is asked. */
  readonly role: RoleView | undefined;
  readonly temporary: boolean;
  /** None where voice is switched off. */
  readonly voice: Voice | undefined;
  /** None where the system offers no voice, or none is wanted. */
  readonly aloud: ReadsAloud | undefined;
  /** None where the screen cannot be captured, or may not be. */
  readonly capture: ScreenCapture | undefined;
  /** The images of questions that were asked. */
  readonly pictures: Pictures;
  readonly personName: string;
  readonly writers: readonly Writer[];
  /** The one that answers next; none if nothing can answer. */
  readonly writer: Writer | undefined;
  /** Whether it is known yet which writers there are. */
  readonly writersKnown: boolean;
  /** The answer whose reasons are shown. */
  readonly why: string | undefined;
  /** What is suggested on the page of a conversation that is not begun; none before the first frame is drawn, and in
   * temporary chats. */
  readonly suggestions: Suggestions | undefined;
  roleOf(id: string | null): RoleView | undefined;
  /** What wrote an answer, in words. */
  madeBy(origin: OriginView): string;
  ask(text: string, how?: Asking): void;
  /** Leads to where a suggestion belongs, and fills the composer there. It asks nothing. */
  takeUp(suggestion: SuggestionView): void;
  setTemporary(temporary: boolean): void;
  showWhy(answer: string): void;
  openLink(address: string): void;
  noteCopy(answer: string): void;
  noteDwell(answer: string, seconds: number): void;
  /** Presses a thumb under an answer; the pressed one is taken back. */
  rate(answer: string, thumb: Thumb): void;
  /** Gives a reason for a thumb down, or takes it back. */
  giveReason(answer: string, reason: Reason): void;
  /** Whether what is said of an answer changes how the next ones are in a dimension of style. */
  learns(dimension: StyleDimension, answer: MessageView): boolean;
  /** Covers as much in every question from now on. */
  alwaysCover(cover: Cover): void;
  openModels(): void;
  remedy(remedy: Remedy, about: { answer?: string; question?: string }): void;
}

export const [getPage, setPage] = createContext<ChatPage>();

/** Whether an answer can be rated: nothing is learned in a temporary chat, nor of what is empty, failed or one's own. */
export function isRatable({ status, text, origin }: MessageView, temporary: boolean): boolean {
  return !temporary && status !== 'failed' && status !== 'streaming' && text !== '' && !origin?.edited_from;
}

/** Whether an answer can be changed by hand: one that ended, with something in it. */
export function isEditable({ status, text }: MessageView): boolean {
  return (status === 'complete' || status === 'stopped') && text !== '';
}
