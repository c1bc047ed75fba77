import '$lib/strings/images';
import { wordsOf } from '$lib/errors/remedies';
import { list, t } from '$lib/strings/index.svelte';
import type { AttachmentView, ErrorBody } from '$lib/wire/wire';
import { nameOf } from './image-files';

type Read = Pick<AttachmentView, 'text' | 'codes' | 'read' | 'corrected'>;

/** How many words a text has; the bars and dashes of a table are none. */
export function wordCount(text: string): number {
  return text.split(/\s+/).filter((each) => /[\p{L}\p{N}]/u.test(each)).length;
}

/** What came of reading an image, in a few words. */
export function outcomeWords({ text, codes, read, corrected }: Read, error?: ErrorBody): string {
  if (!read && !corrected) {
    if (!error) return t('images.notRead');
    return error.code === 'model_missing'
      ? t('images.noModel')
      : t('images.notReadWhy', { reason: wordsOf(error) });
  }
  const count = wordCount(text);
  const parts = [
    ...(count > 0 ? [t('images.words', { count })] : codes.length === 0 ? [t('images.noText')] : []),
    ...(codes.length > 0 ? [t('images.codes', { count: codes.length })] : []),
  ];
  return parts.join(' · ');
}

/** What stands for an image where it is not seen. */
export function altOf({ name, tags }: Pick<AttachmentView, 'name' | 'tags'>): string {
  if (tags.length === 0) return nameOf(name);
  return t('images.alt', { name: nameOf(name), tags: list(tags.slice(0, 3)) });
}
