import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '$lib/strings/de';
import { capture as deCapture } from '$lib/strings/de-capture';
import { aloud as deAloud } from '$lib/strings/de-aloud';
import { images as deImages } from '$lib/strings/de-images';
import { insights as deInsights } from '$lib/strings/de-insights';
import { recordings as deRecordings } from '$lib/strings/de-recordings';
import { mask as deMask } from '$lib/strings/de-mask';
import { style as deStyle } from '$lib/strings/de-style';
import { suggest as deSuggest } from '$lib/strings/de-suggest';
import { voice as deVoice } from '$lib/strings/de-voice';
import { en } from '$lib/strings/en';
import { capture as enCapture } from '$lib/strings/en-capture';
import { aloud as enAloud } from '$lib/strings/en-aloud';
import { images as enImages } from '$lib/strings/en-images';
import { insights as enInsights } from '$lib/strings/en-insights';
import { recordings as enRecordings } from '$lib/strings/en-recordings';
import { mask as enMask } from '$lib/strings/en-mask';
import { style as enStyle } from '$lib/strings/en-style';
import { suggest as enSuggest } from '$lib/strings/en-suggest';
import { voice as enVoice } from '$lib/strings/en-voice';
import { fill, type Entry } from '$lib/strings/translate';

const english: Record<string, Entry> = {
  ...en,
  ...enAloud,
  ...enCapture,
  ...enImages,
  ...enInsights,
  ...enRecordings,
  ...enMask,
  ...enStyle,
  ...enSuggest,
  ...enVoice,
};
const german: Record<string, Entry> = {
  ...de,
  ...deAloud,
  ...deCapture,
  ...deImages,
  ...deInsights,
  ...deRecordings,
  ...deMask,
  ...deStyle,
  ...deSuggest,
  ...deVoice,
};

function gaps(entry: Entry): string[] {
  const texts = typeof entry === 'string' ? [entry] : [entry.one, entry.other];
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))),
  ].sort();
}

describe('the catalogue', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(english))('%s fills the same gaps in both', (key) => {
    const [one, other] = [english[key], german[key]];
    expect(one && other && gaps(other)).toEqual(one && gaps(one));
    expect(typeof one).toBe(typeof other);
  });

  it('has no text that is used nowhere', () => {
    const source = files('src')
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const computed = [...source.matchAll(/t\(`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = Object.keys(english).filter(
      (key) => !source.includes(`'${key}'`) && !computed.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});

describe('texts that come later', () => {
  const later = Object.keys(enStyle);
  const suggest = Object.keys(enSuggest);
  const insights = Object.keys(enInsights);
  const prefixes = [...new Set(later.map((key) => key.slice(0, key.indexOf('.') + 1)))];

  it('are not among those of the first page', () => {
    expect(
      [
        ...later,
        ...suggest,
        ...insights,
        ...Object.keys(enImages),
        ...Object.keys(enRecordings),
        ...Object.keys(enMask),
        ...Object.keys(enVoice),
      ].filter((key) => key in en),
    ).toEqual([]);
  });

  it('are used only where they are fetched', () => {
    const computed = prefixes.filter((prefix) => !Object.keys(en).some((key) => key.startsWith(prefix)));
    const careless = files('src').filter((path) => {
      const source = readFileSync(path, 'utf8');
      const uses =
        later.some((key) => source.includes(`'${key}'`)) ||
        computed.some((prefix) => source.includes(`t(\`${prefix}`));
      return uses && !source.includes("'$lib/strings/style'");
    });
    expect(careless).toEqual([]);
  });

  it('of suggestions are used only where they are fetched', () => {
    const careless = files('src').filter((path) => {
      const source = readFileSync(path, 'utf8');
      const uses = suggest.some((key) => source.includes(`'${key}'`));
      return uses && !source.includes("'$lib/strings/suggest'");
    });
    expect(careless).toEqual([]);
  });

  it.each([
    ['aloud', Object.keys(enAloud)],
    ['capture', Object.keys(enCapture)],
    ['images', Object.keys(enImages)],
    ['recordings', Object.keys(enRecordings)],
    ['mask', Object.keys(enMask)],
    ['voice', Object.keys(enVoice)],
  ])('of %s are used only where they are fetched', (part, keys) => {
    const careless = files('src').filter((path) => {
      const source = readFileSync(path, 'utf8');
      const uses = keys.some((key) => source.includes(`'${key}'`));
      return uses && !source.includes(`'$lib/strings/${part}'`);
    });
    expect(careless).toEqual([]);
  });

  it('of the page about a person are used only there', () => {
    const careless = files('src').filter((path) => {
      const source = readFileSync(path, 'utf8');
      return !path.includes('/insights/') && insights.some((key) => source.includes(`'${key}'`));
    });
    expect(careless).toEqual([]);
  });
});

describe('components', () => {
  const components = files('src').filter((path) => path.endsWith('.svelte'));

  it.each(components)('%s holds no words of its own', (path) => {
    const markup = readFileSync(path, 'utf8')
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '');
    const text = withoutBraces(markup).replace(/<[^>]*>/g, '\n');
    // The name of the program is the same everywhere; a lone sign is no word.
    const words = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\p{L}{2}/u.test(line) && line !== 'Attune');
    expect(words).toEqual([]);
    const attributes = [
      ...withoutBraces(markup).matchAll(/(aria-label|title|placeholder|alt)="([^"]*\p{L}{2}[^"]*)"/gu),
    ];
    expect(attributes.map(([found]) => found)).toEqual([]);
  });
});

describe('fill', () => {
  it('fills gaps and chooses the form by number', () => {
    const entry = { one: '{count} result', other: '{count} results' };
    expect(fill(entry, { count: 1 }, 'en')).toBe('1 result');
    expect(fill(entry, { count: 0 }, 'en')).toBe('0 results');
    expect(fill(entry, { count: 1200 }, 'en')).toBe('1,200 results');
    expect(fill('{a} and {b}', { a: 'x', b: 2.5 }, 'de')).toBe('x and 2,5');
  });

  it('fills a text once: what is filled in is not read again', () => {
    expect(fill('{title}', { title: '{count}' }, 'en')).toBe('{count}');
  });
});

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return /\.(svelte|ts)$/.test(path) &&
      !/\/strings\/(de|en)[.-]/.test(path) &&
      !path.includes('/wire/') &&
      !path.includes('.test.')
      ? [path]
      : [];
  });
}

/** Markup without what stands in braces, however deep. */
function withoutBraces(markup: string): string {
  let depth = 0;
  let kept = '';
  for (const letter of markup) {
    if (letter === '{') depth += 1;
    if (depth === 0) kept += letter;
    if (letter === '}') depth -= 1;
  }
  return kept;
}
