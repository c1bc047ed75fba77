import { invoke } from '@tauri-apps/api/core';

/** What a screen showed when it was frozen. */
export interface FrozenScreen {
  readonly width: number;
  readonly height: number;
  /** Rows of red, green, blue and opacity. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** A part of a frozen screen, in its pixels. */
export interface FrozenArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bytes before the pixels: width and height. */
const HEAD = 8;

/** The screen that this overlay shows; none where the capture is over already. */
export async function frozenScreen(): Promise<FrozenScreen | undefined> {
  const bytes = await invoke<ArrayBuffer>('captured_screen');
  if (bytes.byteLength <= HEAD) return undefined;
  const head = new DataView(bytes);
  return {
    width: head.getUint32(0, true),
    height: head.getUint32(4, true),
    pixels: new Uint8ClampedArray(bytes, HEAD),
  };
}

/** Lets the overlay be seen. */
export function showOverlay(): Promise<void> {
  return invoke('show_capture');
}

/** Hands back a part of the screen, or none, which ends the overlay. */
export function handBack(area: FrozenArea | null): Promise<void> {
  return invoke('take_capture', { area });
}
