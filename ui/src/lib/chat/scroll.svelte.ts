import type { VirtualizerHandle } from 'virtua/svelte';
import { atEnd, Stickiness, type Place } from './stick';
import type { Thread } from './thread.svelte';

/** How many places beyond the view are read ahead. */
const AHEAD = 20;

/** Where the messages of a conversation stand in the window, and where they should. */
export class ThreadScroll {
  box = $state<HTMLElement>();
  list = $state<VirtualizerHandle>();
  /** Whether the person is not at the end. */
  away = $state(false);

  readonly #thread: Thread;
  readonly #stick = new Stickiness();
  #looking: number | undefined;

  constructor(thread: Thread) {
    this.#thread = thread;
  }

  scrolled = (): void => {
    const place = this.#place();
    this.#stick.moved(place);
    this.away = !atEnd(place);
    if (this.#looking === undefined) this.#looking = requestAnimationFrame(() => this.#look());
  };

  /** Sizes changed: stay at the end if that is where the person is. */
  resized = (): void => {
    if (this.#stick.following) this.#toEnd();
    this.scrolled();
  };

  turned = ({ deltaY }: WheelEvent): void => {
    this.#stick.turned(deltaY < 0);
  };

  pressed = ({ key }: KeyboardEvent): void => {
    if (['ArrowUp', 'PageUp', 'Home'].includes(key)) this.#stick.turned(true);
    if (['ArrowDown', 'PageDown', 'End'].includes(key)) this.#stick.turned(false);
  };

  jumpToEnd = (): void => {
    this.#stick.set(true);
    this.#toEnd();
  };

  /** Moves by most of a view. */
  byPage(direction: 1 | -1): void {
    this.#stick.turned(direction < 0);
    this.box?.scrollBy({ top: direction * this.box.clientHeight * 0.85 });
  }

  /** Brings a row of the list into the middle, or the end, where it stands below the list. */
  show(index: number, listed: number): void {
    this.#stick.set(false);
    if (index < listed) this.list?.scrollToIndex(index, { align: 'center' });
    else this.#toEnd();
  }

  /** What is below the list, and the window itself, change its place as well. */
  watch(box: HTMLElement): () => void {
    const watch = new ResizeObserver(this.resized);
    watch.observe(box);
    for (const child of box.children) watch.observe(child);
    return () => watch.disconnect();
  }

  #toEnd(): void {
    if (this.box) this.box.scrollTop = this.box.scrollHeight;
  }

  /** Reads what is in view and not here yet: once a frame, where the view has come to rest. */
  #look(): void {
    this.#looking = undefined;
    if (!this.list) return;
    const { offset, viewport } = this.#place();
    const first = this.list.findItemIndex(offset) - AHEAD;
    void this.#thread.ensure(first, this.list.findItemIndex(offset + viewport) + AHEAD);
  }

  #place(): Place {
    if (!this.box) return { offset: 0, viewport: 0, size: 0 };
    return { offset: this.box.scrollTop, viewport: this.box.clientHeight, size: this.box.scrollHeight };
  }
}
