import { describe, expect, it } from 'vitest';
import { FakeBackend } from '../../../tests/fake/backend';
import { fits, sections } from './sections';

describe('settings', () => {
  it('are all shown, but the one that only the first start sets', () => {
    const shown = sections.flatMap(({ rows }) => rows.map(({ key }) => key as string));
    const known = new FakeBackend().settings.map(({ key }) => key);
    expect([...shown, 'app.first_run_done'].sort()).toEqual(known.sort());
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('are found by their words, in any order', () => {
    expect(fits('dark', ['Theme', 'Light, dark or as the system'])).toBe(true);
    expect(fits('SYSTEM theme', ['Theme', 'Light, dark or as the system'])).toBe(true);
    expect(fits('proxy', ['Theme'])).toBe(false);
    expect(fits('', ['Theme'])).toBe(true);
  });
});
