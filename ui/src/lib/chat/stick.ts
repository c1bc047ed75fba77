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
  #last: Place = { offset: 0, viewport: 0, size: 0 };

  /** Tells where the region stands now. Gives whether it follows. */
  moved(place: Place): boolean {
    const upwards = this.#last.offset - place.offset > DELIBERATE;
    const shrunk = place.size < this.#last.size || place.viewport > this.#last.viewport;
    if (atEnd(place)) this.following = true;
    else if (upwards && !shrunk) this.following = false;
    this.#last = place;
    return this.following;
  }

  /** The person asked to be at the end, or to be somewhere else. */
  set(following: boolean): void {
    this.following = following;
  }
}

export function atEnd({ offset, viewport, size }: Place): boolean {
  return size - offset - viewport <= NEAR;
}
