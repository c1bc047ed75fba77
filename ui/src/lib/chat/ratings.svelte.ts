import { SvelteMap } from 'svelte/reactivity';
import { asHostError, type Host, type HostError } from '$lib/host';
import type { MessageView, RatingView } from '$lib/wire/wire';

export type Thumb = RatingView['rating'];
export type Reason = RatingView['reasons'][number];

/**
 * What a person says of the answers of a conversation. A rating is shown at once and sent after; of several that
 * follow each other quickly, the last counts. One that could not be stored is taken back.
 */
export class Ratings {
  /** The answer that was rated here last, and how: for whoever cannot see it. */
  last = $state.raw<{ readonly answer: string; readonly thumb: Thumb | null }>();
  /** The answer that the person is asked for reasons about: one at a time. */
  asking = $state<string>();

  readonly #host: Host;
  readonly #stored: (message: MessageView) => void;
  /** What was said and is not stored yet, by answer. */
  readonly #wanted = new SvelteMap<string, RatingView | null>();
  /** What could not be stored, by answer. */
  readonly #refused = new Map<string, RatingView | null>();
  readonly #sending = new Map<string, Promise<void>>();

  /** `stored` is given an answer as the backend has it, after its rating was stored. */
  constructor(host: Host, stored: (message: MessageView) => void) {
    this.#host = host;
    this.#stored = stored;
  }

  of(message: MessageView): RatingView | null {
    const wanted = this.#wanted.get(message.id);
    return wanted === undefined ? message.rating : wanted;
  }

  /** Presses a thumb: the pressed one is taken back. Rejects with a `HostError` when it was not stored. */
  press(message: MessageView, thumb: Thumb): Promise<void> {
    const next = this.of(message)?.rating === thumb ? null : thumb;
    this.last = { answer: message.id, thumb: next };
    if (next === 'down') this.asking = message.id;
    else if (this.asking === message.id) this.asking = undefined;
    return this.set(message.id, next === null ? null : { rating: next, reasons: [] });
  }

  /** Gives a reason for a thumb down, or takes it back. Rejects with a `HostError` when it was not stored. */
  reason(message: MessageView, reason: Reason): Promise<void> {
    const given = this.of(message)?.reasons ?? [];
    const reasons = given.includes(reason) ? given.filter((each) => each !== reason) : [...given, reason];
    this.asking = message.id;
    return this.set(message.id, { rating: 'down', reasons });
  }

  /** Says something of an answer, or nothing any more. Rejects with a `HostError` when it was not stored. */
  set(answer: string, rating: RatingView | null): Promise<void> {
    this.#wanted.set(answer, rating);
    this.#refused.delete(answer);
    const sending =
      this.#sending.get(answer) ?? this.#send(answer).finally(() => this.#sending.delete(answer));
    this.#sending.set(answer, sending);
    return sending;
  }

  /** Says once more what could not be stored. */
  again(answer: string): Promise<void> {
    const refused = this.#refused.get(answer);
    return refused === undefined ? Promise.resolve() : this.set(answer, refused);
  }

  /** Sends what is wanted until nothing newer is. */
  async #send(answer: string): Promise<void> {
    let rating: RatingView | null | undefined;
    let failed: HostError | undefined;
    do {
      rating = this.#wanted.get(answer);
      try {
        this.#stored(await this.#host.call('rate_answer', { answer, rating: rating ?? null }));
        failed = undefined;
      } catch (thrown) {
        failed = asHostError(thrown);
      }
    } while (this.#wanted.get(answer) !== rating);
    this.#wanted.delete(answer);
    if (failed === undefined) return;
    this.#refused.set(answer, rating ?? null);
    throw failed;
  }
}
