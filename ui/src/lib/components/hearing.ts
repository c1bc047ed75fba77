/** How far a dictation is: `live` once sound really comes, `finishing` once the microphone is closed. */
export type Hearing = 'off' | 'opening' | 'live' | 'finishing';

/** What came of listening once. */
export interface Said {
  /** Empty where nothing was heard, or after a cancel. */
  readonly text: string;
  /** Whether it is asked without another look. */
  readonly sends: boolean;
}

/** Speaking instead of writing, as a field needs it. There is one microphone, whatever shows it. */
export interface Voice {
  readonly hearing: Hearing;
  /** From 0 to 1. */
  readonly loudness: number;
  /** What was understood and stays. */
  readonly settled: string;
  /** What was understood and may still change. */
  readonly open: string;
  /** What was said, once it is stopped. What went wrong is told to the person by itself. */
  listen(): Promise<Said>;
  stop(): void;
  cancel(): void;
}

/** A press that lasts longer than this, in milliseconds, is held: letting go ends it. */
const HELD = 400;

/** One key or button that speaks: pressed it begins or ends, held it ends when it is let go. */
export class PushToTalk {
  #since: number | undefined;

  /** It goes down. `begin` says whether it began something. */
  down(at: number, begin: () => boolean): void {
    if (this.#since === undefined && begin()) this.#since = at;
  }

  /** It is up again. */
  up(at: number, end: () => void): void {
    const since = this.#since;
    this.#since = undefined;
    if (since !== undefined && at - since >= HELD) end();
  }
}

/** A text with what was said put in at a place, with spaces where words would meet. */
export function spokenInto(text: string, at: number, said: string): { text: string; caret: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const left = before === '' || /\s$/.test(before) ? '' : ' ';
  const right = after === '' || /^[\s.,;:!?)]/.test(after) ? '' : ' ';
  const put = `${before}${left}${said}`;
  return { text: `${put}${right}${after}`, caret: put.length };
}
