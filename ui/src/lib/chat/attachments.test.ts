import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '$lib/strings/index.svelte';
import { MOST_ATTACHMENTS, type Ask } from '$lib/wire/wire';
import { FakeBackend, PIXEL } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import type { Attachment, Attachments } from './attachments.svelte';
import { complaintWords, LARGEST, type Complaint } from './image-files';
import { Pictures } from './pictures';
import { outcomeWords } from './reading';
import type { Corners } from './regions.svelte';
import { sendDraft } from './send';
import { Thread, type Asking } from './thread.svelte';
import { Threads } from './threads.svelte';

const begin = { role: 'leader', temporary: false };

let backend: FakeBackend;
let thread: Thread;
let images: Attachments;
let complaints: Complaint[];

beforeEach(() => {
  setLanguage('en');
  backend = new FakeBackend();
  thread = new Thread(fakeHost(backend), null, (run) => run());
  ({ images } = thread.draft);
  complaints = [];
});

function png(name: string): File {
  return new File([name], name, { type: 'image/png' });
}

function add(...files: File[]): void {
  images.add(files, (complaint) => complaints.push(complaint));
}

const states = (): string[] => images.all.map(({ reading }) => reading);
const settled = (): Promise<void> => vi.waitFor(() => expect(images.isReading).toBe(false));
const opened = (): Promise<void> =>
  vi.waitFor(() => expect(images.all.every(({ view }) => view !== undefined)).toBe(true));

/** The page that a composer stands on; what it asks goes to the thread. */
function send(): Promise<void> {
  const ask = (text: string, how?: Asking) => void thread.ask(text, begin, how);
  return sendDraft({ thread, ask, pictures: new Pictures(fakeHost(backend)) });
}

describe('an image beside a question', () => {
  it('is handed over as it is, shown at once and read', async () => {
    const go = backend.hold();
    add(png('invoice.png'));
    await opened();
    expect(images.all[0]).toMatchObject({ name: 'invoice.png', reading: 'reading', thumbnail: PIXEL });
    expect(backend.requests('attach_image')).toEqual([
      { id: images.all[0]?.id, name: 'invoice.png', base64: btoa('invoice.png') },
    ]);
    go();
    await settled();
    expect(images.all[0]).toMatchObject({ reading: 'read', view: { text: 'Invoice 4711' } });
    expect(images.ended).toBe(images.all[0]);
    expect(complaints).toEqual([]);
  });

  it('stays when nothing can read it, and says why', async () => {
    backend.nextReading = { code: 'model_missing', message: 'No model reads images.' };
    add(png('a.png'));
    await settled();
    expect(states()).toEqual(['unread']);
    expect(images.all[0]?.error?.code).toBe('model_missing');
    expect(complaints).toEqual([]);

    backend.nextReading = { text: 'now it is' };
    const [before] = images.all;
    if (before) images.again(before, (complaint) => complaints.push(complaint));
    await settled();
    expect(images.all).toHaveLength(1);
    expect(images.all[0]?.view?.text).toBe('now it is');
    expect(backend.requests('drop_attachment')).toEqual([{ id: before?.id }]);
  });

  it('goes when it is none after all', async () => {
    backend.nextReading = { code: 'invalid', message: 'This is no image.' };
    add(png('a.png'));
    await vi.waitFor(() => expect(complaints).toHaveLength(1));
    expect(images.all).toEqual([]);
    expect(complaints.map(complaintWords)).toEqual(['“a.png” was not attached. This is no image.']);
  });

  it('is given up when it is removed while it is read', async () => {
    backend.hold();
    add(png('a.png'), png('b.png'));
    await opened();
    const [first] = images.all;
    if (first) images.remove(first);
    expect(images.all.map(({ name }) => name)).toEqual(['b.png']);
    expect(backend.requests('drop_attachment')).toEqual([{ id: first?.id }]);
    await vi.waitFor(() => expect(first?.reading).toBe('unread'));
    expect(complaints).toEqual([]);
    expect(images.ended).toBeUndefined();
  });

  it('is put right by the person', async () => {
    add(png('a.png'));
    await settled();
    const [first] = images.all;
    if (first) await images.correct(first, 'Invoice 4712');
    expect(first?.view).toMatchObject({ text: 'Invoice 4712', corrected: true });
  });
});

describe('files that cannot be attached', () => {
  it('are told once, and the others are attached', async () => {
    add(new File(['x'], 'notes.txt', { type: 'text/plain' }), new File(['x'], 'a.zip'), png('a.png'));
    await settled();
    expect(complaints).toEqual([{ about: 'notImage', name: 'notes.txt' }]);
    expect(complaints.map(complaintWords).join()).toContain('PNG, JPEG, WebP, GIF, BMP or TIFF');
    expect(images.all.map(({ name }) => name)).toEqual(['a.png']);
  });

  it('are refused before they are read when they are too large', () => {
    const large = png('large.png');
    Object.defineProperty(large, 'size', { value: LARGEST + 1 });
    add(large);
    expect(complaints).toEqual([{ about: 'tooLarge', name: 'large.png' }]);
    expect(backend.requests('attach_image')).toEqual([]);
  });

  it('are refused when there are too many', async () => {
    add(...Array.from({ length: MOST_ATTACHMENTS + 2 }, (_, index) => png(`${index}.png`)));
    await settled();
    expect(images.all.map(({ name }) => name)).toEqual(['0.png', '1.png', '2.png', '3.png']);
    expect(complaints).toEqual([{ about: 'tooMany' }]);
  });

  it('are known by their names where the system names no kind', async () => {
    add(new File(['x'], 'scan.TIFF'));
    await settled();
    expect(images.all.map(({ name }) => name)).toEqual(['scan.TIFF']);
  });
});

describe('a question with images', () => {
  it('waits until they are read, and keeps their order', async () => {
    const go = backend.hold();
    add(png('a.png'), png('b.png'));
    const ids = images.all.map(({ id }) => id);
    thread.draft.type('What now?');
    const sending = send();
    await opened();
    expect(images.awaited).toBe(true);
    expect(thread.draft.text).toBe('What now?');
    expect(backend.requests('ask')).toEqual([]);
    go();
    await sending;
    expect(backend.requests('ask')).toMatchObject([{ text: 'What now?', attachments: ids }]);
    expect([thread.draft.text, images.all.length, images.awaited]).toEqual(['', 0, false]);
    await vi.waitFor(() => expect(thread.busy).toBe(false));
    expect(thread.slots[0]?.attachments.map(({ id }) => id)).toEqual(ids);
  });

  it('is not asked, and loses nothing, when one is removed or the person stops waiting', async () => {
    backend.hold();
    add(png('a.png'), png('b.png'));
    thread.draft.type('What now?');
    await opened();
    const removing = send();
    await vi.waitFor(() => expect(images.awaited).toBe(true));
    const [first] = images.all;
    if (first) images.remove(first);
    await removing;
    const stopping = send();
    await vi.waitFor(() => expect(images.awaited).toBe(true));
    images.stopWaiting();
    await stopping;
    expect(backend.requests('ask')).toEqual([]);
    expect([thread.draft.text, images.all.length, images.awaited]).toEqual(['What now?', 1, false]);
  });

  it('is shown to the person once more when a reading fails while it waits, and is asked then', async () => {
    const go = backend.hold();
    backend.nextReading = { code: 'engine_failed', message: 'It failed.' };
    add(png('a.png'));
    thread.draft.type('What now?');
    const sending = send();
    await opened();
    go();
    await sending;
    expect(backend.requests('ask')).toEqual([]);
    await send();
    expect(backend.requests('ask')).toMatchObject([{ text: 'What now?', attachments: [expect.any(String)] }]);
  });

  it('needs no words', async () => {
    add(png('a.png'));
    await settled();
    await send();
    expect(backend.requests('ask')).toMatchObject([{ text: 'What does this image say?' }]);
  });

  it('needs no images: it is asked at once, and says nothing of them', () => {
    thread.draft.type('What now?');
    void send();
    const [asked] = backend.requests('ask') as [Ask];
    expect(asked.text).toBe('What now?');
    expect('attachments' in asked).toBe(false);
  });

  it('keeps its images when it is refused', async () => {
    backend.nextAnswer = { code: 'network', message: 'No connection.' };
    add(png('a.png'));
    await settled();
    const before = images.all;
    await send();
    await vi.waitFor(() => expect(thread.refusal).toBeDefined());
    expect(thread.refusal?.images).toEqual(before);
    images.giveBack(thread.refusal?.images ?? []);
    expect(images.all).toEqual(before);
  });

  it('that edits another one leaves the images to it', async () => {
    add(png('a.png'));
    await settled();
    await send();
    await vi.waitFor(() => expect(thread.busy).toBe(false));
    const [question] = thread.slots;
    await thread.ask('Differently?', begin, { insteadOf: question?.id });
    const [, asked] = backend.requests('ask') as [Ask, Ask];
    expect('attachments' in asked).toBe(false);
    expect(thread.slots[0]?.attachments).toHaveLength(1);
  });
});

describe('an image that is blackened', () => {
  const region: Corners = [
    [0, 0],
    [9, 0],
    [9, 9],
    [0, 9],
  ];
  const found = [{ kind: 'iban' as const, text: 'DE89', regions: [region] }];

  it('is read anew, keeps nothing of what it was, and a question waits for it', async () => {
    backend.found = found;
    add(png('a.png'));
    await settled();
    const [image] = images.all as [Attachment];
    expect(image.found).toEqual(found);
    const go = backend.hold();
    backend.nextReading = { text: 'What is left' };
    thread.draft.type('What now?');
    const blackening = images.blacken(image, [region]);
    await vi.waitFor(() => expect(image.version).toBe(1));
    expect([image.reading, image.view?.text, image.found, image.file]).toEqual([
      'reading',
      '',
      [],
      undefined,
    ]);
    const sending = send();
    await vi.waitFor(() => expect(images.awaited).toBe(true));
    expect(backend.requests('ask')).toEqual([]);
    go();
    await Promise.all([blackening, sending]);
    expect(backend.requests('blacken_image')).toEqual([{ id: image.id, regions: [region] }]);
    expect(image.view?.text).toBe('What is left');
    expect(backend.requests('ask')).toHaveLength(1);
  });

  it('is never brought back from its file when it is read once more', async () => {
    add(png('a.png'));
    await settled();
    const [image] = images.all as [Attachment];
    backend.nextReading = { code: 'engine_failed', message: 'It failed.' };
    await images.blacken(image, [region]);
    expect(image.reading).toBe('unread');
    backend.nextReading = { text: 'What is left' };
    images.again(image, (complaint) => complaints.push(complaint));
    await vi.waitFor(() => expect(image.reading).toBe('read'));
    expect(backend.requests('attach_image')).toHaveLength(1);
    expect(backend.requests('blacken_image').at(-1)).toEqual({ id: image.id, regions: [] });
    expect(images.all).toEqual([image]);
  });

  it('is as it was where that is refused', async () => {
    backend.found = found;
    add(png('a.png'));
    await settled();
    const [image] = images.all as [Attachment];
    backend.nextBlackening = { code: 'invalid', message: 'A region lies beside the image.' };
    await expect(images.blacken(image, [region])).rejects.toThrow('beside the image');
    expect([image.reading, image.version, image.found]).toEqual(['read', 0, found]);
    expect(image.file).toBeDefined();
  });
});

describe('images of a conversation that is not in view', () => {
  it('are still there when it is looked at again, however many were looked at meanwhile', async () => {
    const threads = new Threads(fakeHost(backend));
    const ids = Array.from({ length: 12 }, (_, index) => backend.add(`${index}`, 'leader', 0, ['q', 'a']));
    const [first = '', ...others] = ids;
    const one = threads.get(first);
    one.draft.images.add([png('a.png')], (complaint) => complaints.push(complaint));
    await vi.waitFor(() => expect(one.draft.images.all[0]?.reading).toBe('read'));
    for (const id of others) threads.get(id);
    expect(threads.get(first).draft.images.all.map(({ name }) => name)).toEqual(['a.png']);
  });

  it('are dropped with everything else of the person', async () => {
    const threads = new Threads(fakeHost(backend));
    const { draft } = threads.get(null);
    draft.images.add([png('a.png')], (complaint) => complaints.push(complaint));
    await vi.waitFor(() => expect(draft.images.isReading).toBe(false));
    threads.fold({ event: 'profile_erased' });
    expect(draft.images.all).toEqual([]);
    expect(backend.requests('drop_attachment')).toHaveLength(1);
  });
});

describe('what came of a reading', () => {
  const read = { text: '', codes: [] as string[], read: true, corrected: false };

  it('is said in a few words', () => {
    expect(outcomeWords({ ...read, text: '| Item | Price |\n|---|---|\n| Pen | 2,50 € |' })).toBe(
      '4 words read',
    );
    expect(outcomeWords(read)).toBe('No text found');
    expect(outcomeWords({ ...read, codes: ['4711'] })).toBe('1 code read');
    expect(outcomeWords({ ...read, read: false }, { code: 'busy', message: 'It is busy.' })).toBe(
      'Not read: It is busy.',
    );
    setLanguage('de');
    expect(outcomeWords({ ...read, read: false }, { code: 'model_missing', message: 'None.' })).toBe(
      'Nicht gelesen: Es ist kein Modell installiert, das Bilder liest',
    );
    setLanguage('en');
  });
});
