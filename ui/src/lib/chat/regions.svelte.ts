import type { BlackenImage } from '$lib/wire/wire';

/** Four corners of a region, in pixels of the image. */
export type Corners = BlackenImage['regions'][number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An upright rectangle, in pixels of the image. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

export interface Region extends Box {
  readonly id: number;
}

/** The least that a region measures, in pixels of the image: a click draws none. */
const LEAST = 4;

/** The rectangle between two points, within the image; none where there is next to nothing between them. */
export function between(
  from: readonly [number, number],
  to: readonly [number, number],
  size: Size,
): Box | undefined {
  const within = (at: number, most: number): number => Math.min(Math.max(Math.round(at), 0), most);
  const [left, right] = [from[0], to[0]].map((at) => within(at, size.width)).sort((a, b) => a - b) as [
    number,
    number,
  ];
  const [top, bottom] = [from[1], to[1]].map((at) => within(at, size.height)).sort((a, b) => a - b) as [
    number,
    number,
  ];
  const box = { left, top, width: right - left, height: bottom - top };
  return box.width < LEAST || box.height < LEAST ? undefined : box;
}

/** How far a key moves a region. */
export function stepIn({ width, height }: Size): number {
  return Math.max(1, Math.round(Math.max(width, height) / 100));
}

export function moved(box: Box, across: number, down: number, size: Size): Box {
  const within = (at: number, most: number): number => Math.min(Math.max(at, 0), Math.max(most, 0));
  return {
    ...box,
    left: within(box.left + across, size.width - box.width),
    top: within(box.top + down, size.height - box.height),
  };
}

export function sized(box: Box, across: number, down: number, size: Size): Box {
  const within = (to: number, most: number): number => Math.min(Math.max(to, Math.min(LEAST, most)), most);
  return {
    ...box,
    width: within(box.width + across, size.width - box.left),
    height: within(box.height + down, size.height - box.top),
  };
}

export function cornersOf({ left, top, width, height }: Box): Corners {
  const [right, bottom] = [left + width, top + height];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The upright rectangle around a region that may be turned. */
export function boxAround(corners: Corners): Box {
  const [across, down] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...across), Math.min(...down)];
  return { left, top, width: Math.max(...across) - left, height: Math.max(...down) - top };
}

/** The regions that a person marks on an image, and the way back. */
export class Regions {
  all = $state.raw<readonly Region[]>([]);
  /** The one that was marked or changed last. */
  last = $state.raw<Region>();

  /** Of which image they are. */
  readonly image: string;

  #before = $state.raw<readonly (readonly Region[])[]>([]);
  #next = 1;
  /** The one that is being moved and sized: all of that is one step back. */
  #changing: number | undefined;

  constructor(image: string) {
    this.image = image;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  add(box: Box): Region {
    const region = { ...box, id: this.#next };
    this.#next += 1;
    this.#become([...this.all, region]);
    this.last = region;
    return region;
  }

  /** Adds one in the middle, to be moved from there. */
  addInside({ width, height }: Size): Region {
    const [wide, high] = [Math.max(LEAST, Math.round(width / 4)), Math.max(LEAST, Math.round(height / 12))];
    return this.add({
      left: Math.max(0, Math.round((width - wide) / 2)),
      top: Math.max(0, Math.round((height - high) / 2)),
      width: Math.min(wide, width),
      height: Math.min(high, height),
    });
  }

  change(id: number, box: Box): void {
    const all = this.all.map((each) => (each.id === id ? { ...each, ...box } : each));
    if (this.#changing === id) this.all = all;
    else this.#become(all);
    this.#changing = id;
    this.last = all.find((each) => each.id === id);
  }

  remove(id: number): void {
    this.#become(this.all.filter((each) => each.id !== id));
    this.last = undefined;
  }

  undo(): void {
    const before = this.#before.at(-1);
    if (!before) return;
    this.all = before;
    this.#before = this.#before.slice(0, -1);
    this.#changing = undefined;
    this.last = undefined;
  }

  /** Goes back to before one was added. */
  takeBack(id: number): void {
    while (this.canUndo && this.all.some((each) => each.id === id)) this.undo();
  }

  clear(): void {
    this.all = [];
    this.#before = [];
    this.#changing = undefined;
    this.last = undefined;
  }

  #become(all: readonly Region[]): void {
    this.#before = [...this.#before, this.all];
    this.all = all;
    this.#changing = undefined;
  }
}
