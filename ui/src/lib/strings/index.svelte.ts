// The words of the window: one catalogue, English and German. No component holds a text of its own.
import { de } from './de';
import { en } from './en';
import type { aloud } from './en-aloud';
import type { capture } from './en-capture';
import type { images } from './en-images';
import type { insights } from './en-insights';
import type { mask } from './en-mask';
import type { recordings } from './en-recordings';
import type { style } from './en-style';
import type { suggest } from './en-suggest';
import type { voice } from './en-voice';
import { fill, type Entry, type Values } from './translate';

type English = typeof en &
  typeof aloud &
  typeof capture &
  typeof images &
  typeof insights &
  typeof mask &
  typeof recordings &
  typeof style &
  typeof suggest &
  typeof voice;

export type Key = keyof English;
/** Keys of texts that need nothing filled in. */
export type PlainKey = { [K in Key]: Values<English[K]> extends [] ? K : never }[Key];

export type Language = 'en' | 'de';

type Texts = Partial<Record<Key, Entry>>;

const catalogues: Record<Language, Texts> = { en, de };

/** Adds texts that the first page does without: whoever uses them imports the file that adds them. */
export function add(texts: Record<Language, Texts>): void {
  catalogues.en = { ...catalogues.en, ...texts.en };
  catalogues.de = { ...catalogues.de, ...texts.de };
}

class Speech {
  language = $state<Language>('en');
}

const speech = new Speech();

/** The language of the window, as a tag for `Intl` and `lang`. */
export function language(): Language {
  return speech.language;
}

/** The language with the person's region, where the machine names one: dates and numbers differ by it. */
export function locale(): string {
  const tags = typeof navigator === 'undefined' ? [] : navigator.languages;
  return tags.find((tag) => tag.split('-')[0] === speech.language) ?? speech.language;
}

export function setLanguage(next: Language): void {
  speech.language = next;
}

/** The language that suits the machine. */
export function preferredLanguage(tags: readonly string[]): Language {
  const tag = tags.find((each) => /^(en|de)\b/i.test(each));
  return tag?.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** The text for a key, in the person's language. */
export function t<K extends Key>(key: K, ...values: Values<English[K]>): string {
  return fill(catalogues[speech.language][key] ?? key, values[0] ?? {}, locale());
}

/** A text that comes from data in both languages, such as a role's name. */
export function localised(text: { readonly en: string; readonly de: string }): string {
  return text[speech.language] || text.en;
}

export * from './formats.svelte';
