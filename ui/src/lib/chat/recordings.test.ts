import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '$lib/strings/index.svelte';
import { MOST_RECORDING_BYTES, MOST_SLICE_BYTES } from '$lib/wire/wire';
import { FakeBackend } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import type { Attachments } from './attachments.svelte';
import { complaintWords, type Complaint } from './image-files';
import { Pictures } from './pictures';
import { heardWords, machineTime, progressWords, stamp, transcriptText } from './recording';
import { isRecording } from './recording-files';
import { sendDraft } from './send';
import { Thread, type Asking } from './thread.svelte';

let backend: FakeBackend;
let thread: Thread;
let attached: Attachments;
let complaints: Complaint[];

beforeEach(() => {
  setLanguage('en');
  backend = new FakeBackend();
  thread = new Thread(fakeHost(backend), null, (run) => run());
  attached = thread.draft.images;
  complaints = [];
});

function mp3(name: string, bytes = 'sound'): File {
  return new File([bytes], name, { type: 'audio/mpeg' });
}

function add(...files: File[]): void {
  attached.add(files, (complaint) => complaints.push(complaint));
}

const settled = (): Promise<void> => vi.waitFor(() => expect(attached.isReading).toBe(false));
const heard = (): Promise<void> =>
  vi.waitFor(() => expect(attached.all[0]?.listening?.phase).toBe('hearing'));

function send(): Promise<void> {
  const ask = (text: string, how?: Asking) =>
    void thread.ask(text, { role: 'leader', temporary: false }, how);
  return sendDraft({ thread, ask, pictures: new Pictures(fakeHost(backend)) });
}

describe('a recording beside a question', () => {
  it('is handed over in slices, and read while it is heard', async () => {
    const go = backend.hold();
    const bytes = MOST_SLICE_BYTES * 2 + 5;
    add(mp3('board.mp3', 'x'.repeat(bytes)));
    await heard();
    const [first] = attached.all;
    expect(backend.requests('begin_recording')).toEqual([{ id: first?.id, name: 'board.mp3', bytes }]);
    expect(backend.requests('add_to_recording')).toMatchObject([
      { at: 0 },
      { at: MOST_SLICE_BYTES },
      { at: 2 * MOST_SLICE_BYTES, base64: btoa('xxxxx') },
    ]);
    expect([...backend.sound.values()]).toEqual([bytes]);
    const listening = first?.listening;
    expect(listening?.share).toBe(0.1);
    expect(listening && progressWords(listening)).toBe('Listening: 0:20 of 3:20');
    expect(listening?.spoken.map(({ text }) => text)).toEqual(['Good morning.']);
    go();
    await settled();
    expect(first).toMatchObject({ reading: 'read', error: undefined });
    expect(first?.view && heardWords(first.view)).toBe('3:20 · 8 words');
    expect(complaints).toEqual([]);
  });

  it('is given up when it is taken away, wherever it is', async () => {
    backend.hold();
    add(mp3('a.mp3'));
    await heard();
    const [first] = attached.all;
    if (first) attached.remove(first);
    await vi.waitFor(() => expect(first?.reading).toBe('unread'));
    expect(backend.requests('drop_attachment')).toEqual(expect.arrayContaining([{ id: first?.id }]));
    expect([attached.all, complaints]).toEqual([[], []]);

    // Before its first slice: no sound follows, and what was announced is dropped.
    add(mp3('b.mp3'));
    const [second] = attached.all;
    if (second) attached.remove(second);
    await vi.waitFor(() => expect(backend.attachments.has(second?.id ?? '')).toBe(false));
    expect(backend.requests('add_to_recording')).toHaveLength(1);
  });

  it('stays without a model, says so, and is heard once there is one', async () => {
    const speech = backend.nextSpeech;
    backend.nextSpeech = { code: 'model_missing', message: 'No model hears.' };
    add(mp3('a.mp3'));
    await settled();
    const [first] = attached.all;
    expect(first).toMatchObject({ reading: 'unread', error: { code: 'model_missing' } });
    expect(first?.view && heardWords(first.view, first.error)).toContain(
      'no model that turns speech into text',
    );
    expect(backend.requests('add_to_recording')).toEqual([]);
    backend.nextSpeech = speech;
    if (first) attached.again(first, (complaint) => complaints.push(complaint));
    await settled();
    expect(attached.all[0]?.view?.recording?.segments).toHaveLength(2);
  });

  it('goes with a reason when it is none, or may not be heard', async () => {
    backend.nextSpeech = { code: 'invalid', message: 'a.mp3 is no recording.' };
    add(mp3('a.mp3'));
    await vi.waitFor(() => expect(complaints).toHaveLength(1));
    backend.nextSpeech = { code: 'policy_forbids', message: 'Voice is switched off by Contoso.' };
    add(mp3('b.mp3'));
    await vi.waitFor(() => expect(complaints).toHaveLength(2));
    expect(attached.all).toEqual([]);
    expect(complaints.map(complaintWords)).toEqual([
      '“a.mp3” was not attached. a.mp3 is no recording.',
      '“b.mp3” was not attached. Voice is switched off by Contoso.',
    ]);
    setLanguage('de');
    expect(complaints.map(complaintWords)[0]).toContain('keine Aufnahme');
  });

  it('is refused before it is read when it is empty or too large', () => {
    const large = mp3('large.mp3');
    Object.defineProperty(large, 'size', { value: MOST_RECORDING_BYTES + 1 });
    add(large, mp3('empty.mp3', ''));
    expect(complaints).toEqual([
      { about: 'recordingTooLarge', name: 'large.mp3' },
      { about: 'recordingEmpty', name: 'empty.mp3' },
    ]);
    expect(backend.requests('begin_recording')).toEqual([]);
  });

  it('is put right part by part', async () => {
    add(mp3('a.mp3'));
    await settled();
    const [first] = attached.all;
    if (first) await attached.correctPart(first, 1, 'The budget for Porto is settled.');
    expect(first?.view).toMatchObject({ corrected: true });
    expect(transcriptText(first?.view?.recording?.segments ?? [])).toBe(
      'Good morning.\nThe budget for Porto is settled.',
    );
  });
});

describe('a question with a recording', () => {
  it('waits until it is heard, and needs no words', async () => {
    const go = backend.hold();
    add(mp3('a.mp3'));
    const ids = attached.all.map(({ id }) => id);
    const sending = send();
    await heard();
    expect([backend.requests('ask'), attached.awaited]).toEqual([[], true]);
    go();
    await sending;
    expect(backend.requests('ask')).toMatchObject([
      { text: 'What is said in this recording?', attachments: ids },
    ]);
    await vi.waitFor(() => expect(thread.busy).toBe(false));
    expect(thread.slots[0]?.attachments[0]?.recording?.segments).toHaveLength(2);
  });

  it('can have an image too', async () => {
    add(mp3('a.mp3'), new File(['x'], 'b.png', { type: 'image/png' }));
    await settled();
    await send();
    expect(backend.requests('ask')).toMatchObject([{ text: 'What do these show and say?' }]);
  });
});

describe('what is said of recordings', () => {
  it('goes by the file, and by its name where the system names no kind', () => {
    const is = (name: string, type: string): boolean => isRecording({ name, type });
    expect([is('a', 'audio/x-m4a'), is('A.FLAC', ''), is('a.ogg', 'application/ogg')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([is('a.mp3', 'text/plain'), is('a.txt', ''), is('a.png', 'image/png')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('has times like those of a player', () => {
    expect([0, 59.9, 192, 3792, -1].map(stamp)).toEqual(['0:00', '0:59', '3:12', '1:03:12', '0:00']);
    expect(machineTime(192.7)).toBe('PT192S');
  });

  it('tells silence, and what is missing', () => {
    const view = { id: '', name: '', width: 0, height: 0, text: '', tags: [], codes: [], corrected: false };
    const recording = { seconds: 5, language: '', segments: [], missing: null };
    expect(heardWords({ ...view, read: true, recording })).toBe('0:05 · Nobody speaks in this recording');
    const cut = { ...recording, segments: [{ start_s: 0, end_s: 1, text: 'Yes.' }], missing: 'it ends' };
    expect(heardWords({ ...view, read: true, recording: cut })).toBe('0:05 · 1 word · not whole');
    expect(
      heardWords({ ...view, read: true, recording: cut }, { code: 'engine_failed', message: '' }),
    ).toContain('heard in part');
    expect(heardWords({ ...view, read: false, recording })).toBe('Not heard');
  });
});
