import type { Commands, ErrorBody, ErrorCode, Event, Streams } from '$lib/wire/wire';

/** What the pages stand on: the desktop shell, or a bridge that serves the same backend to a browser. */
export interface Host {
  readonly kind: 'desktop' | 'browser';

  /** Asks the backend once. Rejects with a `HostError`. */
  call<K extends keyof Commands>(name: K, request: Commands[K][0]): Promise<Commands[K][1]>;

  /** Asks the backend for something that comes in pieces before it is whole. Rejects with a `HostError`. */
  stream<K extends keyof Streams>(
    name: K,
    request: Streams[K][0],
    onPiece: (piece: Streams[K][1]) => void,
  ): Promise<Streams[K][2]>;

  /** Hears every fact that the backend pushes, until the returned function is called. */
  listen(onEvent: (event: Event) => void): () => void;

  /** Hears where another window wants this one to go, until the returned function is called. */
  onGoTo(go: (path: string) => void): () => void;

  /** Hears the global key for speaking go down and up, until the returned function is called. */
  onSpeak(hear: (isDown: boolean) => void): () => void;

  /** Opens an address that `safeLink` has passed, outside the window. */
  openLink(address: string): Promise<void>;

  /** Puts a text on the clipboard. */
  copyText(text: string): Promise<void>;

  /**
   * The picture on the clipboard as a PNG file in base64, where the page's own paste does not carry it: null where there
   * is none.
   */
  clipboardImage(): Promise<string | null>;

  /**
   * Lets the person choose a part of the screen, where the host can: an image file in base64, null if they think better of
   * it. Rejects with a `HostError`.
   */
  readonly captureRegion: (() => Promise<string | null>) | undefined;

  /** Lets the person choose a model file, where the host can: null if they think better of it. */
  readonly pickModelFile: (() => Promise<string | null>) | undefined;

  /** Tells that the page can be used. */
  ready(): void;

  /** Brings the main window forward and shows a conversation in it. */
  showConversation(id: string): Promise<void>;

  /** Puts the quick-ask window away. */
  hideQuickAsk(): Promise<void>;

  /** Told when the connection to the backend is lost and found again. */
  onConnection(change: (connected: boolean) => void): void;
}

/** What the backend refused or failed to do: a code to branch on, and a sentence for the person. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly code: ErrorCode;

  constructor(body: ErrorBody) {
    super(body.message);
    this.code = body.code;
  }

  get body(): ErrorBody {
    return { code: this.code, message: this.message };
  }
}

/** Reads whatever was thrown as an error that can be shown. */
export function asHostError(thrown: unknown): HostError {
  if (thrown instanceof HostError) return thrown;
  if (isErrorBody(thrown)) return new HostError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new HostError({ code: 'internal', message });
}

function isErrorBody(value: unknown): value is ErrorBody {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
