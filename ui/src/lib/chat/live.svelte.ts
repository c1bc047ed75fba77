import type { AnswerEvent, OriginView, PreparingReason } from '$lib/wire/wire';

/** How far an answer is that is being written here. */
export type Phase = 'sending' | 'preparing' | 'reading' | 'writing';

/** Runs something before the next frame is drawn. Tests hand in their own. */
export type Schedule = (run: () => void) => void;

const nextFrame: Schedule = (run) => {
  // A hidden window draws no frames, but its answer must still grow.
  if (document.hidden) setTimeout(run, 100);
  else requestAnimationFrame(run);
};

/** An answer while it is written. Pieces are gathered, so that the page changes once a frame, not once a word. */
export class LiveAnswer {
  /** The answer's id, once it is stored. */
  id = $state<string>();
  text = $state('');
  phase = $state<Phase>('sending');
  reason = $state<PreparingReason>();
  origin = $state.raw<OriginView>();
  /** The person asked to stop it. */
  stopping = $state(false);

  #waiting = '';
  #scheduled = false;
  readonly #schedule: Schedule;

  constructor(schedule: Schedule = nextFrame) {
    this.#schedule = schedule;
  }

  fold(event: AnswerEvent): void {
    switch (event.event) {
      case 'accepted':
        this.id = event.answer.id;
        this.text = event.answer.text;
        this.phase = 'reading';
        break;
      case 'preparing':
        this.phase = 'preparing';
        this.reason = event.reason;
        break;
      case 'started':
        if (this.phase !== 'writing') this.phase = 'reading';
        this.origin = event.origin;
        break;
      case 'token':
        this.phase = 'writing';
        this.#add(event.text);
        break;
    }
  }

  /** Shows what is still waiting. */
  flush(): void {
    this.#scheduled = false;
    if (this.#waiting === '') return;
    this.text += this.#waiting;
    this.#waiting = '';
  }

  #add(piece: string): void {
    this.#waiting += piece;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.flush());
  }
}
