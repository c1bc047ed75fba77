/** A length in both directions, in any unit. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A part of a screen. */
export interface Area extends Point, Size {}

/** What a key does to a part: moves it, or makes it larger or smaller. */
export interface Step {
  readonly by: 'move' | 'size';
  readonly x: number;
  readonly y: number;
}

/** How far an arrow key goes, and how far with Ctrl or ⌘. */
const STRIDE = 16;
const FINE = 1;

/** The part between two corners. */
export function between(one: Point, other: Point): Area {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}

/** The part that keys begin with: a third of the screen in its middle. */
export function middle(screen: Size): Area {
  const [width, height] = [Math.round(screen.width / 3), Math.round(screen.height / 3)];
  return {
    x: Math.round((screen.width - width) / 2),
    y: Math.round((screen.height - height) / 2),
    width,
    height,
  };
}

/** What an arrow key does; none for other keys. */
export function stepOf({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): Step | undefined {
  const ways: Record<string, Point> = {
    ArrowLeft: { x: -1, y: 0 },
    ArrowRight: { x: 1, y: 0 },
    ArrowUp: { x: 0, y: -1 },
    ArrowDown: { x: 0, y: 1 },
  };
  const way = ways[key];
  if (!way) return undefined;
  const far = ctrlKey || metaKey ? FINE : STRIDE;
  return { by: shiftKey ? 'size' : 'move', x: way.x * far, y: way.y * far };
}

/** A part after a step. It stays on the screen, and something of it is always left. */
export function stepped(area: Area, step: Step, screen: Size): Area {
  if (step.by === 'move') {
    return {
      ...area,
      x: clamp(area.x + step.x, 0, screen.width - area.width),
      y: clamp(area.y + step.y, 0, screen.height - area.height),
    };
  }
  return {
    ...area,
    width: clamp(area.width + step.x, FINE, screen.width - area.x),
    height: clamp(area.height + step.y, FINE, screen.height - area.y),
  };
}

/** A part of what is shown as one of the picture, in whole pixels of it: every pixel that is touched belongs to it. */
export function inPixels(area: Area, shown: Size, picture: Size): Area {
  const across = picture.width / shown.width;
  const down = picture.height / shown.height;
  const [left, top] = [Math.floor(area.x * across), Math.floor(area.y * down)];
  const right = Math.min(picture.width, Math.ceil((area.x + area.width) * across));
  const bottom = Math.min(picture.height, Math.ceil((area.y + area.height) * down));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
