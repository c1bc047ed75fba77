import type { Host } from '$lib/host';

/** How many small images are kept. */
const KEPT = 64;

/** The images of questions, as `data:` addresses. Small ones are kept: rows of a conversation come and go. */
export class Pictures {
  readonly #host: Host;
  readonly #small = new Map<string, Promise<string>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** A small version. Rejects with a `HostError`. */
  small(id: string): Promise<string> {
    const found = this.#small.get(id) ?? this.#get(id, true);
    this.#keep(id, found);
    // What failed is asked for again the next time.
    found.catch(() => this.#small.delete(id));
    return found;
  }

  /** As it is. Rejects with a `HostError`. */
  whole(id: string): Promise<string> {
    return this.#get(id, false);
  }

  /** Takes over a small version that is there already. */
  know(id: string, address: string): void {
    if (address !== '') this.#keep(id, Promise.resolve(address));
  }

  forget(): void {
    this.#small.clear();
  }

  #keep(id: string, address: Promise<string>): void {
    this.#small.delete(id);
    this.#small.set(id, address);
    const [oldest] = this.#small.keys();
    if (this.#small.size > KEPT && oldest !== undefined) this.#small.delete(oldest);
  }

  async #get(id: string, small: boolean): Promise<string> {
    return (await this.#host.call('get_image', { id, small })).address;
  }

  /** The picture on the clipboard, where only the shell can reach it. */
  async fromClipboard(): Promise<File | undefined> {
    const base64 = await this.#host.clipboardImage().catch(() => null);
    return base64 === null ? undefined : fileOfPicture(base64, '');
  }
}

/** A PNG file that the shell hands over in base64. */
export function fileOfPicture(base64: string, name: string): File {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new File([bytes], name, { type: 'image/png' });
}
