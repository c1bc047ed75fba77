import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Event } from '$lib/wire/wire';
import { asHostError, type Host } from './types';

const EVENT = 'attune://event';
const GO_TO = 'attune://go-to';
const SPEAK = 'attune://speak';

/** The desktop shell: commands by name, and one channel for each stream. */
export function tauriHost(): Host {
  return {
    kind: 'desktop',
    call: (name, request) => ask(name, { request }),
    stream: (name, request, onPiece) => ask(name, { request, pieces: new Channel(onPiece) }),
    listen: (onEvent) => until(listen<Event>(EVENT, ({ payload }) => onEvent(payload))),
    onGoTo: (go) => until(listen<string>(GO_TO, ({ payload }) => go(payload))),
    onSpeak: (hear) => until(listen<boolean>(SPEAK, ({ payload }) => hear(payload))),
    openLink: (address) => ask('open_link', { address }),
    copyText: (text) => ask('copy_text', { text }),
    clipboardImage: () => ask('clipboard_image', {}),
    captureRegion: () => ask('capture_region', {}),
    pickModelFile: () => ask('pick_model_file', {}),
    // A shell that does not count starts needs no answer to this.
    ready: () => void ask('window_ready', {}).catch(() => undefined),
    showConversation: (id) => ask('show_conversation', { id }),
    hideQuickAsk: () => ask('hide_quick_ask', {}),
    // The backend lives in the same program as the window.
    onConnection: () => undefined,
  };
}

async function ask<Response>(command: string, given: Record<string, unknown>): Promise<Response> {
  try {
    return await invoke<Response>(command, given);
  } catch (thrown) {
    throw asHostError(thrown);
  }
}

/** What ends a hearing that is still being set up. */
function until(listening: Promise<() => void>): () => void {
  return () => void listening.then((stop) => stop());
}
