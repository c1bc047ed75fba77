// What the rest of the window asks for, so that a page can be drawn over a backend in memory.
import type { RoleView } from '$lib/wire/wire';
import { Refused, type FakeBackend } from './backend';
import { setting } from './samples';

function role(id: string, hue: string, en: string, de: string): RoleView {
  return {
    id,
    version: 1,
    since: Date.UTC(2026, 8, 1),
    name: { en, de },
    summary: { en: 'Conclusion first.', de: 'Das Ergebnis zuerst.' },
    hue,
    identity: 'You answer for one person.',
    audience: 'A person with little time.',
    instructions: ['Begin with what matters most.'],
    tone: 'direct',
    max_words: 150,
    opening: { en: 'Bottom line', de: 'Kernaussage' },
    sections: [],
    never: [],
    starters: [],
    examples: [],
    glossary: [],
    limits: [],
    local_only: false,
    fixed_length: false,
  };
}

/** Lets a backend answer whatever a window asks when it opens. */
export function furnishWindow(backend: FakeBackend): void {
  const own = [
    setting('style.learn', true),
    setting('interests.learn', false),
    setting('suggestions.show', false, { managed_by: 'Acme IT' }),
  ];
  const others = backend.settings.filter(({ key }) => !own.some((each) => each.key === key));
  backend.settings = [...others, ...own];
  Object.assign(backend.more, {
    get_settings: () => backend.settings,
    set_setting: ({ key, value }: { key: string; value: string | number | boolean }) => {
      const found = backend.settings.find((each) => each.key === key);
      if (!found) throw new Refused('not_found', `There is no setting ${key}.`);
      const changed = { ...found, value };
      backend.settings = backend.settings.map((each) => (each.key === key ? changed : each));
      backend.emit({ event: 'setting_changed', setting: changed });
      return changed;
    },
    list_roles: () => [
      role('leader', 'leader', 'Leader', 'Führungskraft'),
      role('knowledge-worker', 'worker', 'Knowledge worker', 'Fachkraft'),
      role('intern', 'intern', 'Intern', 'Praktikant'),
    ],
    list_suggestions: () => ({ suggestions: [], starters: [] }),
    note_suggestions_shown: () => ({}),
    list_models: () => ({
      models: [],
      free_bytes: 0,
      folder: '/home/mara/.local/share/attune/models',
      downloads_forbidden_by: null,
      mirror: null,
    }),
    list_providers: () => ({ providers: [], forbidden_by: null, keys: 'keyring' }),
    get_status: () => ({
      version: '0.1.0',
      home: '/home/mara/.local/share/attune',
      engine: { state: 'idle', model: null },
      answers_with: null,
      answers_with_name: null,
      managed_by: null,
      messages: 0,
    }),
  });
}
