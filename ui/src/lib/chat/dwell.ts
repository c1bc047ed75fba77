/** How long an answer must stay in view before that says that it is being read, in seconds. */
export const DWELL_SECONDS = 20;

interface Watched {
  /** The answer that is in view, if one is; asked only when nothing has happened for long enough. */
  look: () => string | undefined;
  /** Whether the person has the window before them. */
  attentive: () => boolean;
  /** Told once of each answer. */
  note: (answer: string, seconds: number) => void;
  /** The answers that were noted already. */
  noted: Set<string>;
}

/** Notes that an answer stayed in view while nothing else was done: a weak sign that it was read. */
export class Dwell {
  readonly #watched: Watched;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Something was done, moved or changed: the time begins anew. */
  stir = (): void => {
    this.stop();
    if (this.#watched.attentive()) this.#timer = setTimeout(this.#passed, DWELL_SECONDS * 1000);
  };

  stop = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  #passed = (): void => {
    const { look, attentive, note, noted } = this.#watched;
    const answer = attentive() ? look() : undefined;
    if (answer === undefined || noted.has(answer)) return;
    noted.add(answer);
    note(answer, DWELL_SECONDS);
  };
}

/** What a person does with a window, by the name of its event. Moving the pointer is how some people read. */
const DEEDS = ['pointerdown', 'wheel', 'keydown', 'resize', 'focus', 'blur'] as const;

/** Has it told what happens in the window, until the returned function is called. */
export function watchWindow(dwell: Dwell): () => void {
  for (const deed of DEEDS) window.addEventListener(deed, dwell.stir, { capture: true, passive: true });
  document.addEventListener('visibilitychange', dwell.stir);
  dwell.stir();
  return () => {
    for (const deed of DEEDS) window.removeEventListener(deed, dwell.stir, { capture: true });
    document.removeEventListener('visibilitychange', dwell.stir);
    dwell.stop();
  };
}

export function isAttentive(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** A row with its place, in pixels from the top of the window. */
export interface RowPlace {
  readonly id: string;
  readonly top: number;
  readonly bottom: number;
}

/** The row that has most of the view, where that is most of the row or most of the view. */
export function mostInView(rows: Iterable<RowPlace>, view: Omit<RowPlace, 'id'>): string | undefined {
  let best: { id: string; pixels: number } | undefined;
  for (const { id, top, bottom } of rows) {
    const pixels = Math.min(bottom, view.bottom) - Math.max(top, view.top);
    const enough = pixels > (bottom - top) / 2 || pixels > (view.bottom - view.top) / 2;
    if (pixels > 0 && enough && pixels > (best?.pixels ?? 0)) best = { id, pixels };
  }
  return best?.id;
}

/** The whole answer that has most of the view, unless something lies over it. */
export function answerInView(box: HTMLElement): string | undefined {
  if (document.querySelector('[role="dialog"]')) return undefined;
  const rows = [...box.querySelectorAll<HTMLElement>('[data-message]:has(.answer[aria-busy="false"])')];
  const places = rows.map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return { id: row.dataset.message ?? '', top, bottom };
  });
  return mostInView(places, box.getBoundingClientRect());
}
