import { language, t, type PlainKey } from '$lib/strings/index.svelte';
import type { ErrorBody, ErrorCode } from '$lib/wire/wire';

/** Something that the window can do about an error. */
export type Remedy =
  | 'retry'
  | 'open-models'
  | 'open-providers'
  | 'open-policy'
  | 'choose-model'
  | 'answer-here'
  | 'shorten'
  | 'stop';

interface Reading {
  /** What happened, in a few words. */
  readonly title: PlainKey;
  /** What to do, for a window whose language the error itself does not speak. */
  readonly note: PlainKey;
  /** What can be done, best first. */
  readonly remedies: readonly Remedy[];
}

/** Every code with what it means here. The text of an error is shown, never read. */
const readings: Record<ErrorCode, Reading> = {
  invalid: { title: 'error.invalid', note: 'error.note.invalid', remedies: [] },
  not_found: { title: 'error.notFound', note: 'error.note.notFound', remedies: [] },
  model_missing: {
    title: 'error.modelMissing',
    note: 'error.note.modelMissing',
    remedies: ['open-models', 'choose-model'],
  },
  model_broken: {
    title: 'error.modelBroken',
    note: 'error.note.modelBroken',
    remedies: ['open-models', 'choose-model'],
  },
  engine_failed: {
    title: 'error.engineFailed',
    note: 'error.note.engineFailed',
    remedies: ['retry', 'choose-model'],
  },
  too_long: { title: 'error.tooLong', note: 'error.note.tooLong', remedies: ['shorten', 'choose-model'] },
  policy_forbids: {
    title: 'error.policyForbids',
    note: 'error.note.policyForbids',
    remedies: ['answer-here', 'open-policy'],
  },
  key_rejected: {
    title: 'error.keyRejected',
    note: 'error.note.keyRejected',
    remedies: ['open-providers', 'answer-here'],
  },
  provider_failed: {
    title: 'error.providerFailed',
    note: 'error.note.providerFailed',
    remedies: ['retry', 'answer-here'],
  },
  microphone: { title: 'error.microphone', note: 'error.note.microphone', remedies: ['retry'] },
  screen: { title: 'error.screen', note: 'error.note.screen', remedies: [] },
  voice: { title: 'error.voice', note: 'error.note.voice', remedies: ['retry'] },
  network: { title: 'error.network', note: 'error.note.network', remedies: ['retry'] },
  disk: { title: 'error.disk', note: 'error.note.disk', remedies: ['retry'] },
  database: { title: 'error.database', note: 'error.note.database', remedies: [] },
  busy: { title: 'error.busy', note: 'error.note.busy', remedies: ['stop'] },
  undecided: { title: 'error.undecided', note: 'error.note.undecided', remedies: ['retry'] },
  cancelled: { title: 'error.cancelled', note: 'error.note.cancelled', remedies: ['retry'] },
  internal: { title: 'error.internal', note: 'error.note.internal', remedies: ['retry'] },
};

/** A code that a newer backend knows and this window does not is read as the general one. */
export function readError(code: ErrorCode): Reading {
  return (readings as Partial<typeof readings>)[code] ?? readings.internal;
}

/** What an error says, in one piece: in its own words where the window speaks their language. */
export function wordsOf({ code, message }: ErrorBody): string {
  return language() === 'en' ? message : t(readError(code).note);
}

export const remedyLabels: Record<Remedy, PlainKey> = {
  retry: 'remedy.retry',
  'open-models': 'remedy.openModels',
  'open-providers': 'remedy.openProviders',
  'open-policy': 'remedy.openPolicy',
  'choose-model': 'remedy.chooseModel',
  'answer-here': 'remedy.answerHere',
  shorten: 'remedy.shorten',
  stop: 'remedy.stop',
};
