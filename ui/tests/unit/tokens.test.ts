import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/lib/styles/tokens.css', 'utf8');

/** The colours of a theme. */
function theme(name: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6});/g)].map(([, key, value]) => [key ?? '', value ?? '']),
  );
}

function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4]
    .map((at) => parseInt(long.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'panel', 'card', 'hover', 'accent-soft'];
const text = ['ink', 'ink-2', 'ink-3', 'accent', 'good', 'warn', 'bad'];
const pairs: [ink: string, ground: string, least: number][] = [
  ...text.flatMap((ink) => grounds.map((ground): [string, string, number] => [ink, ground, 4.5])),
  ...['good', 'warn', 'bad'].flatMap((tone): [string, string, number][] => [
    ['ink', `${tone}-soft`, 4.5],
    ['ink-2', `${tone}-soft`, 4.5],
    [tone, `${tone}-soft`, 4.5],
  ]),
  ['accent-ink', 'accent', 4.5],
  ['accent-ink', 'accent-strong', 4.5],
  ['accent-ink-2', 'accent', 4.5],
  ['ground', 'ink', 4.5],
  ['ink', 'mark', 4.5],
  ...['word', 'text', 'number', 'name', 'quiet'].map((kind): [string, string, number] => [
    `code-${kind}`,
    'card',
    4.5,
  ]),
  // Marks and edges of controls are not text: three to one.
  ...['leader', 'worker', 'intern', 'line-field'].flatMap((mark) =>
    ['ground', 'panel', 'card'].map((ground): [string, string, number] => [mark, ground, 3]),
  ),
];

describe.each(['light', 'dark'])('%s', (name) => {
  const colours = theme(name);

  it.each(pairs)('%s on %s is at least %s to one', (ink, ground, least) => {
    const [one, other] = [colours.get(ink), colours.get(ground)];
    expect(one && other, `${ink} and ${ground} are tokens`).toBeTruthy();
    expect(contrast(one ?? '#000', other ?? '#000')).toBeGreaterThanOrEqual(least);
  });
});

it('both themes have the same tokens', () => {
  expect([...theme('dark').keys()].sort()).toEqual([...theme('light').keys()].sort());
});

describe('components hold no colour and no size of their own', () => {
  const places = files('src', /\.(svelte|css)$/).filter((path) => !path.endsWith('tokens.css'));

  it.each(places)('%s', (path) => {
    const source = readFileSync(path, 'utf8');
    const style = path.endsWith('.css')
      ? source
      : [...source.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, found]) => found).join('\n');
    const rules = style.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@media[^{]*/g, '');
    expect(rules.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/gi) ?? []).toEqual([]);
    // One or two pixels are for hiding a thing and for optical alignment; every other length is a token.
    expect(rules.match(/(?<![\w.-])(?!0px|1px|-1px|2px|-2px)-?\d+(\.\d+)?px/g) ?? []).toEqual([]);
    for (const [, token] of rules.matchAll(/var\(--([\w-]+)[,)]/g)) {
      if (/^(bits-|role$|image-left-out$)/.test(token ?? '')) continue;
      expect(css, `--${token ?? ''}`).toContain(`--${token ?? ''}:`);
    }
  });
});

function files(folder: string, fitting: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path, fitting);
    return fitting.test(path) ? [path] : [];
  });
}
