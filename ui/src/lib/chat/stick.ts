/** Where a scrolled region stands, in pixels. */
export interface Place {
  readonly offset: number;
  readonly viewport: number;
  readonly size: number;
}

/** How near to the end counts as at the end. */
const NEAR = 48;

/** How far the offset must fall to be a person's wish and not the rounding of a browser. */
const DELIBERATE = 2;

/**
 * Whether the view follows what is written. It does while the person is at the end; it stops when they scroll
 * up, and begins again when they come back. Content that grows below must not count as scrolling up, and
 * neither must content that shrinks.
 */
export class Stickiness {
  following = true;
  /** The person began to scroll up, and the view has not left the end yet. */
  #leaving = false;
  #last: Place = { offset: 0, viewport: 0, size: 0 };

  /** Tells where the region stands now. Gives whether it follows. */
  moved(place: Place): boolean {
    const last = this.#last;
    this.#last = place;
    // What became shorter above or below can move the offset by as much as it lost, and no further.
    const explained = Math.max(0, last.size - place.size) + Math.max(0, place.viewport - last.viewport);
    if (last.offset - place.offset - explained > DELIBERATE) this.following = false;
    else if (atEnd(place) && place.offset > last.offset && !this.#leaving) this.following = true;
    if (!atEnd(place)) this.#leaving = false;
    return this.following;
  }

  /**
   * The person turns the wheel or presses a key, before anything moved: while an answer is written, the view
   * would otherwise be back at the end before their first step is seen.
   */
  turned(upwards: boolean): void {
    this.#leaving = upwards;
    if (upwards) this.following = false;
    else if (atEnd(this.#last)) this.following = true;
  }

  /** The person asked to be at the end, or to be somewhere else. */
  set(following: boolean): void {
    this.#leaving = false;
    this.following = following;
  }
}

export function atEnd({ offset, viewport, size }: Place): boolean {
  return size - offset - viewport <= NEAR;
}
