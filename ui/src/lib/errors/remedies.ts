import type { PlainKey } from '$lib/strings/index.svelte';
import type { ErrorCode } from '$lib/wire/wire';

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
  /** What can be done, best first. */
  readonly remedies: readonly Remedy[];
}

/** Every code with what it means here. The text of an error is shown, never read. */
const readings: Record<ErrorCode, Reading> = {
  invalid: { title: 'error.invalid', remedies: [] },
  not_found: { title: 'error.notFound', remedies: [] },
  model_missing: { title: 'error.modelMissing', remedies: ['open-models', 'choose-model'] },
  model_broken: { title: 'error.modelBroken', remedies: ['open-models', 'choose-model'] },
  engine_failed: { title: 'error.engineFailed', remedies: ['retry', 'choose-model'] },
  too_long: { title: 'error.tooLong', remedies: ['shorten', 'choose-model'] },
  policy_forbids: { title: 'error.policyForbids', remedies: ['answer-here', 'open-policy'] },
  key_rejected: { title: 'error.keyRejected', remedies: ['open-providers', 'answer-here'] },
  provider_failed: { title: 'error.providerFailed', remedies: ['retry', 'answer-here'] },
  network: { title: 'error.network', remedies: ['retry'] },
  disk: { title: 'error.disk', remedies: ['retry'] },
  database: { title: 'error.database', remedies: [] },
  busy: { title: 'error.busy', remedies: ['stop'] },
  cancelled: { title: 'error.cancelled', remedies: ['retry'] },
  internal: { title: 'error.internal', remedies: ['retry'] },
};

/** A code that a newer backend knows and this window does not is read as the general one. */
export function readError(code: ErrorCode): Reading {
  return (readings as Partial<typeof readings>)[code] ?? readings.internal;
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
