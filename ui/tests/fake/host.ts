import { HostError, type Host } from '$lib/host';
import { FakeBackend, Refused } from './backend';

/** A host over the backend in memory. */
export function fakeHost(backend = new FakeBackend()): Host & { backend: FakeBackend } {
  const guard = async <T>(doing: () => T | Promise<T>): Promise<T> => {
    try {
      return await doing();
    } catch (thrown) {
      throw thrown instanceof Refused ? new HostError(thrown.body) : thrown;
    }
  };
  return {
    backend,
    kind: 'browser',
    call: (name, request) => guard(() => backend.call(name, request)),
    stream: (name, request, onPiece) => guard(() => backend.stream(name, request, onPiece)),
    listen: (told) => backend.listen(told),
    onGoTo: () => () => undefined,
    onSpeak: () => () => undefined,
    openLink: () => Promise.resolve(),
    copyText: () => Promise.resolve(),
    clipboardImage: () => Promise.resolve(null),
    captureRegion: undefined,
    pickModelFile: undefined,
    ready: () => undefined,
    showConversation: () => Promise.resolve(),
    hideQuickAsk: () => Promise.resolve(),
    onConnection: () => undefined,
  };
}
