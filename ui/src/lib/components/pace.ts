/** How many seconds of the past a speed is taken from. */
const WINDOW = 12;

/** How fast something goes, from what was seen lately: the start of a download says little about its end. */
export class Pace {
  #seen: { at: number; done: number }[] = [];

  /** Seconds that are left at this speed, or null until it is known. `now` in milliseconds. */
  left(done: number, total: number, now: number): number | null {
    const last = this.#seen.at(-1);
    // What was begun anew has another speed.
    if (last && done < last.done) this.#seen = [];
    if (done !== last?.done) this.#seen.push({ at: now, done });
    this.#seen = this.#seen.filter(({ at }) => now - at <= WINDOW * 1000);
    const first = this.#seen[0];
    if (!first || now - first.at < 2000) return null;
    const speed = (done - first.done) / ((now - first.at) / 1000);
    return speed > 0 ? (total - done) / speed : null;
  }
}
