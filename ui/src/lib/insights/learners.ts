import type { PlainKey } from '$lib/strings/index.svelte';
import type { SettingView } from '$lib/wire/wire';
import type { Learner } from './insights.svelte';

/** Something that learns, and the setting that switches it. */
export interface Switchable {
  readonly learner: Learner;
  readonly key: string;
  readonly label: PlainKey;
  readonly note: PlainKey;
}

const all: readonly Switchable[] = [
  { learner: 'style', key: 'style.learn', label: 'controls.style', note: 'controls.styleNote' },
  { learner: 'memory', key: 'memory.learn', label: 'controls.memory', note: 'controls.memoryNote' },
  {
    learner: 'interests',
    key: 'interests.learn',
    label: 'controls.interests',
    note: 'controls.interestsNote',
  },
  {
    learner: 'suggestions',
    key: 'suggestions.show',
    label: 'controls.suggestions',
    note: 'controls.suggestionsNote',
  },
];

/** Those that this backend has, with how they are set. */
export function switchable(settings: readonly SettingView[]): (Switchable & { setting: SettingView })[] {
  return all.flatMap((each) => {
    const setting = settings.find(({ key }) => key === each.key);
    return setting ? [{ ...each, setting }] : [];
  });
}
