import type { Event, Streams } from '$lib/wire/wire';
import { readLines } from './lines';
import { asHostError, HostError, type Host } from './types';

/** One line of a stream: a piece, or how it ended. */
type Line<K extends keyof Streams> =
  { readonly event: Streams[K][1] } | { readonly response: Streams[K][2] } | { readonly error: unknown };

/** A browser tab: the same commands over HTTP, from the address that served the page. */
export function webHost(origin = ''): Host {
  // One connection carries every pushed fact; a browser allows few to one address.
  let shared: EventSource | undefined;
  const source = () => (shared ??= new EventSource(`${origin}/events`));
  return {
    kind: 'browser',
    call: async (name, request) => {
      const response = await post(`${origin}/call/${name}`, request);
      return (await response.json()) as never;
    },
    stream: async (name, request, onPiece) => {
      const response = await post(`${origin}/stream/${name}`, request);
      for await (const text of readLines(response)) {
        const line = JSON.parse(text) as Line<typeof name>;
        if ('event' in line) onPiece(line.event);
        else if ('response' in line) return line.response;
        else throw asHostError(line.error);
      }
      throw lost();
    },
    listen: (onEvent) =>
      on(source(), 'message', (message) => {
        onEvent(JSON.parse(String((message as MessageEvent<unknown>).data)) as Event);
      }),
    onConnection: (change) => {
      on(source(), 'open', () => change(true));
      on(source(), 'error', () => change(false));
    },
    onGoTo: () => () => undefined,
    // No page of a browser hears keys that are pressed elsewhere.
    onSpeak: () => () => undefined,
    openLink: (address) => {
      window.open(address, '_blank', 'noopener,noreferrer');
      return Promise.resolve();
    },
    copyText: (text) => navigator.clipboard.writeText(text),
    // A browser's paste carries its picture.
    clipboardImage: () => Promise.resolve(null),
    // No page of a browser sees the screen.
    captureRegion: undefined,
    // A browser hides where its files are.
    pickModelFile: undefined,
    ready: () => undefined,
    showConversation: (id) => {
      window.open(`/c/${id}`, 'attune-main', 'noopener');
      return Promise.resolve();
    },
    hideQuickAsk: () => Promise.resolve(),
  };
}

function on(target: EventTarget, name: string, told: (event: globalThis.Event) => void): () => void {
  target.addEventListener(name, told);
  return () => target.removeEventListener(name, told);
}

async function post(address: string, request: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  } catch {
    throw lost();
  }
  if (!response.ok) throw asHostError(await response.json().catch(() => undefined));
  return response;
}

function lost(): HostError {
  return new HostError({
    code: 'network',
    message: 'The connection to Attune on this machine was lost. Check that it is running, then try again.',
  });
}
