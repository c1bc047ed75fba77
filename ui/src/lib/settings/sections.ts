import '$lib/strings/aloud';
import '$lib/strings/capture';
import '$lib/strings/style';
import '$lib/strings/suggest';
import '$lib/strings/voice';
import type { PlainKey } from '$lib/strings/index.svelte';
import type { SettingName } from './settings.svelte';

/** What is chosen from a list that comes from elsewhere. */
export type OptionKind = 'role' | 'model' | 'provider' | 'microphone' | 'spokenLanguage';

/** How a setting is shown. */
export type Control =
  | { readonly as: 'choice'; readonly labels: Readonly<Record<string, PlainKey>> }
  | { readonly as: 'text'; readonly limit: number; readonly example?: PlainKey; readonly lines?: number }
  | { readonly as: 'number'; readonly least: number; readonly most: number }
  | { readonly as: 'switch' }
  | { readonly as: 'hotkey' | 'time' }
  | { readonly as: OptionKind };

export interface Row {
  readonly key: SettingName;
  readonly label: PlainKey;
  readonly note: PlainKey;
  readonly control: Control;
}

export interface SettingSection {
  readonly id: string;
  readonly title: PlainKey;
  readonly rows: readonly Row[];
}

/** The settings in the order in which they are shown. Providers and policy follow with forms of their own. */
export const sections: readonly SettingSection[] = [
  {
    id: 'profile',
    title: 'settings.profile',
    rows: [
      row('profile.name', 'settings.name', 'settings.nameNote', { as: 'text', limit: 80 }),
      row('profile.role', 'settings.role', 'settings.roleNote', { as: 'role' }),
      row('profile.about', 'settings.about', 'settings.aboutNote', {
        as: 'text',
        limit: 600,
        lines: 4,
        example: 'settings.aboutExample',
      }),
    ],
  },
  {
    id: 'appearance',
    title: 'settings.appearance',
    rows: [
      row('appearance.theme', 'settings.theme', 'settings.themeNote', {
        as: 'choice',
        labels: { light: 'settings.light', dark: 'settings.dark', system: 'settings.system' },
      }),
      row('appearance.language', 'settings.language', 'settings.languageNote', {
        as: 'choice',
        labels: { en: 'settings.english', de: 'settings.german', system: 'settings.system' },
      }),
    ],
  },
  {
    id: 'answers',
    title: 'settings.answers',
    rows: [
      row('chat.provider', 'settings.writer', 'settings.writerNote', { as: 'provider' }),
      row('chat.local_model', 'settings.localModel', 'settings.localModelNote', { as: 'model' }),
      row('chat.context_tokens', 'settings.context', 'settings.contextNote', {
        as: 'number',
        least: 1024,
        most: 131_072,
      }),
      row('chat.idle_unload_minutes', 'settings.idle', 'settings.idleNote', {
        as: 'number',
        least: 1,
        most: 1440,
      }),
      row('privacy.cover', 'settings.cover', 'settings.coverNote', {
        as: 'choice',
        labels: {
          off: 'settings.coverOff',
          identifiers: 'settings.coverIdentifiers',
          names: 'settings.coverNames',
        },
      }),
      row('privacy.pixels', 'settings.pixels', 'settings.pixelsNote', { as: 'switch' }),
    ],
  },
  {
    id: 'style',
    title: 'settings.style',
    rows: [
      row('style.learn', 'settings.styleLearn', 'settings.styleLearnNote', { as: 'switch' }),
      row('style.explore', 'settings.styleExplore', 'settings.styleExploreNote', { as: 'switch' }),
      row('recall.use', 'settings.recallUse', 'settings.recallUseNote', { as: 'switch' }),
      row('style.length', 'settings.styleLength', 'settings.styleLengthNote', {
        as: 'choice',
        labels: {
          auto: 'settings.styleAuto',
          short: 'style.length.short',
          medium: 'style.length.medium',
          long: 'style.length.long',
        },
      }),
      row('style.format', 'settings.styleFormat', 'settings.styleFormatNote', {
        as: 'choice',
        labels: {
          auto: 'settings.styleAuto',
          bullets: 'style.format.bullets',
          steps: 'style.format.steps',
          prose: 'style.format.prose',
        },
      }),
      row('style.detail', 'settings.styleDetail', 'settings.styleDetailNote', {
        as: 'choice',
        labels: {
          auto: 'settings.styleAuto',
          essential: 'style.detail.essential',
          thorough: 'style.detail.thorough',
        },
      }),
      row('style.jargon', 'settings.styleJargon', 'settings.styleJargonNote', {
        as: 'choice',
        labels: {
          auto: 'settings.styleAuto',
          plain: 'style.jargon.plain',
          expert: 'style.jargon.expert',
        },
      }),
      row('style.tone', 'settings.styleTone', 'settings.styleToneNote', {
        as: 'choice',
        labels: { auto: 'settings.styleAuto', direct: 'style.tone.direct', warm: 'style.tone.warm' },
      }),
    ],
  },
  {
    id: 'memory',
    title: 'settings.memory',
    rows: [
      row('memory.learn', 'settings.memoryLearn', 'settings.memoryLearnNote', { as: 'switch' }),
      row('memory.by_meaning', 'settings.byMeaning', 'settings.byMeaningNote', { as: 'switch' }),
    ],
  },
  {
    id: 'voice',
    title: 'settings.voice',
    rows: [
      row('voice.use', 'settings.voiceUse', 'settings.voiceUseNote', { as: 'switch' }),
      row('voice.microphone', 'settings.voiceMicrophone', 'settings.voiceMicrophoneNote', {
        as: 'microphone',
      }),
      row('voice.language', 'settings.voiceLanguage', 'settings.voiceLanguageNote', { as: 'spokenLanguage' }),
      row('voice.hotkey', 'settings.voiceHotkey', 'settings.voiceHotkeyNote', { as: 'hotkey' }),
      row('voice.send_at_once', 'settings.voiceSend', 'settings.voiceSendNote', { as: 'switch' }),
      row('voice.aloud', 'settings.aloud', 'settings.aloudNote', { as: 'switch' }),
    ],
  },
  {
    id: 'suggestions',
    title: 'settings.suggestions',
    rows: [
      row('suggestions.show', 'settings.suggestionsShow', 'settings.suggestionsShowNote', { as: 'switch' }),
      row('suggestions.a_day', 'settings.suggestionsADay', 'settings.suggestionsADayNote', {
        as: 'number',
        least: 1,
        most: 9,
      }),
      row('suggestions.quiet_from', 'settings.suggestionsFrom', 'settings.suggestionsFromNote', {
        as: 'time',
      }),
      row('suggestions.quiet_until', 'settings.suggestionsUntil', 'settings.suggestionsUntilNote', {
        as: 'time',
      }),
    ],
  },
  {
    id: 'desktop',
    title: 'settings.desktop',
    rows: [
      row('desktop.quick_ask_hotkey', 'settings.hotkey', 'settings.hotkeyNote', { as: 'hotkey' }),
      row('images.capture', 'settings.capture', 'settings.captureNote', { as: 'switch' }),
      row('desktop.close_to_tray', 'settings.tray', 'settings.trayNote', { as: 'switch' }),
      row('network.proxy', 'settings.proxy', 'settings.proxyNote', {
        as: 'text',
        limit: 256,
        example: 'settings.proxyExample',
      }),
    ],
  },
];

function row(key: SettingName, label: PlainKey, note: PlainKey, control: Control): Row {
  return { key, label, note, control };
}

/** Whether a row is about what is searched for: its label, its note and its key are looked at. */
export function fits(words: string, texts: readonly string[]): boolean {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const all = texts.join('\n').toLocaleLowerCase();
  return wanted.every((word) => all.includes(word));
}
