import { describe, expect, it } from 'vitest';
import { pastedImages } from './pasted';

/** A clipboard with texts by kind, and files. */
function clipboard(texts: Record<string, string>, ...files: File[]): DataTransfer {
  return { files, getData: (kind: string) => texts[kind] ?? '' } as unknown as DataTransfer;
}

const picture = new File(['x'], 'image.png', { type: 'image/png' });

describe('a paste', () => {
  it('of an image alone attaches it, without the name that a browser makes up', () => {
    const [found] = pastedImages(clipboard({}, picture));
    expect(found).toMatchObject({ name: '', type: 'image/png', size: 1 });
  });

  it('of files keeps their names', () => {
    const scan = new File(['x'], 'scan.jpg', { type: 'image/jpeg' });
    expect(pastedImages(clipboard({}, scan)).map(({ name }) => name)).toEqual(['scan.jpg']);
  });

  it('that carries text is left alone', () => {
    expect(pastedImages(clipboard({ 'text/plain': 'A1\tB1' }, picture))).toEqual([]);
    expect(pastedImages(clipboard({ 'text/html': '<b>Sales</b> of May' }, picture))).toEqual([]);
  });

  it('of an image from a page comes with markup that says nothing', () => {
    const markup =
      '<html><head><style>p{}</style></head><body><!--x--><img src="https://x.example/a.png"></body>';
    expect(pastedImages(clipboard({ 'text/html': markup }, picture))).toHaveLength(1);
  });

  it('of anything else is left alone', () => {
    expect(pastedImages(clipboard({}, new File(['x'], 'a.zip', { type: 'application/zip' })))).toEqual([]);
    expect(pastedImages(null)).toEqual([]);
  });
});
