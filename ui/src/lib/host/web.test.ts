import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnswerEvent } from '$lib/wire/wire';
import { webHost } from './web';

afterEach(() => vi.unstubAllGlobals());

/** Answers the next request with pieces of text, cut where it is told. */
function answer(status: number, ...pieces: string[]): void {
  vi.stubGlobal('fetch', () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { status }));
  });
}

const ask = { text: 'q', temporary: false, spoken: false };

describe('the bridge', () => {
  it('answers', async () => {
    answer(200, '[{"id":"a"}]');
    expect(await webHost().call('list_conversations', {})).toEqual([{ id: 'a' }]);
  });

  it('hands on errors with their code', async () => {
    answer(409, '{"code":"busy","message":"Stop it first."}');
    await expect(webHost().call('list_roles', {})).rejects.toMatchObject({
      code: 'busy',
      message: 'Stop it first.',
    });
  });

  it('streams, however the network cuts the lines', async () => {
    answer(
      200,
      '{"event":{"event":"tok',
      'en","text":"a"}}\n\n{"event":{"event":"token","te',
      'xt":"b"}}\n{"resp',
      'onse":{"x":1}}',
    );
    const pieces: AnswerEvent[] = [];
    expect(await webHost().stream('ask', ask, (piece) => pieces.push(piece))).toEqual({ x: 1 });
    expect(pieces).toEqual([
      { event: 'token', text: 'a' },
      { event: 'token', text: 'b' },
    ]);
  });

  it('cuts no letter in two', async () => {
    const bytes = new TextEncoder().encode('{"event":{"event":"token","text":"über 🙂"}}\n{"response":1}\n');
    vi.stubGlobal('fetch', () => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      });
      return Promise.resolve(new Response(body));
    });
    const pieces: AnswerEvent[] = [];
    await webHost().stream('ask', ask, (piece) => pieces.push(piece));
    expect(pieces).toEqual([{ event: 'token', text: 'über 🙂' }]);
  });

  it('says that a stream ended with an error, or too soon', async () => {
    answer(
      200,
      '{"event":{"event":"token","text":"a"}}\n{"error":{"code":"engine_failed","message":"It ended."}}\n',
    );
    await expect(webHost().stream('ask', ask, () => undefined)).rejects.toMatchObject({
      code: 'engine_failed',
    });
    answer(200, '{"event":{"event":"token","text":"a"}}\n');
    await expect(webHost().stream('ask', ask, () => undefined)).rejects.toMatchObject({ code: 'network' });
  });

  it('says that nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')));
    await expect(webHost().call('list_roles', {})).rejects.toMatchObject({ code: 'network' });
  });
});
