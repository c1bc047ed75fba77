import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '$lib/strings/index.svelte';
import { valueName } from '$lib/strings/style-names';
import { style } from '../../../tests/fake/samples';
import { because, chances, share, situation, summary } from './style';

afterEach(() => setLanguage('en'));

function dimension(name: string): (typeof style.dimensions)[number] {
  const found = style.dimensions.find((each) => each.dimension === name);
  if (!found) throw new Error(name);
  return found;
}

describe('why a value was chosen', () => {
  it('is said of the role, the settings and what was asked for', () => {
    expect(because(dimension('tone'))).toBe('Comes with the role.');
    expect(because(dimension('detail'))).toBe('You asked for it.');
    expect(because(dimension('jargon'))).toBe('Fixed in the settings.');
  });

  it('is said of what was learned, with how often', () => {
    expect(because(dimension('length'))).toBe(
      'Learned from 7 answers you liked, 1 you did not like, and 2 times you asked for it.',
    );
    expect(because(dimension('format'))).toBe('Learned from 12 answers you liked.');
    expect(because({ ...dimension('format'), liked: 0, disliked: 1 })).toBe(
      'Learned from 1 answer you did not like.',
    );
    expect(because({ ...dimension('format'), liked: 0 })).toBe('Learned from answers in other styles.');
  });

  it('is said in German', () => {
    setLanguage('de');
    expect(because(dimension('length'))).toBe(
      'Gelernt: 7-mal gefallen, 1-mal nicht gefallen und 2-mal gewünscht.',
    );
  });
});

describe('odds', () => {
  it('are those that had a chance', () => {
    expect(chances(dimension('length')).map(({ value }) => value)).toEqual(['short', 'medium', 'long']);
    expect(chances(dimension('tone')).map(({ value }) => value)).toEqual(['direct']);
  });

  it('hold what was chosen, however unlikely it was', () => {
    const odds = [
      { value: 'direct', probability: 0.999 },
      { value: 'warm', probability: 0.001 },
    ];
    expect(chances({ ...dimension('tone'), value: 'warm', odds }).map(({ value }) => value)).toEqual([
      'direct',
      'warm',
    ]);
    expect(share(0.001)).toBe('< 1%');
    expect(share(0)).toBe('0%');
  });
});

describe('the style as a whole', () => {
  it('says how likely it was', () => {
    expect(summary(style)).toContain('31%');
    expect(summary({ ...style, probability: 1 })).toBe('This style was certain: no other was tried.');
  });

  it('says what the question was like', () => {
    expect(situation(style)).toEqual([
      'Your question asked for a decision.',
      'Signs: in a hurry and outside working hours.',
    ]);
    expect(situation({ ...style, task: 'general', signs: [] })).toEqual([
      'Your question asked for nothing of a special kind.',
    ]);
  });

  it('keeps a value that it does not know', () => {
    expect(valueName('length', 'endless')).toBe('endless');
  });
});
