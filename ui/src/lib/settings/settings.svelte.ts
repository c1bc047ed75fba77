import { createContext } from 'svelte';
import type { Host } from '$lib/host';
import type { Event, SettingView } from '$lib/wire/wire';

export type SettingValue = SettingView['value'];

/** The settings that the window knows how to show, with what each holds. */
export interface SettingValues {
  'appearance.theme': 'light' | 'dark' | 'system';
  'appearance.language': 'en' | 'de' | 'system';
  'profile.name': string;
  'profile.about': string;
  'profile.role': string;
  'chat.local_model': string;
  'chat.provider': string;
  'chat.context_tokens': number;
  'chat.idle_unload_minutes': number;
  'desktop.quick_ask_hotkey': string;
  'desktop.close_to_tray': boolean;
  'network.proxy': string;
  'style.learn': boolean;
  'style.explore': boolean;
  'recall.use': boolean;
  'style.tone': string;
  'style.length': string;
  'style.format': string;
  'style.detail': string;
  'style.jargon': string;
  'memory.learn': boolean;
  'memory.by_meaning': boolean;
  'privacy.cover': string;
  'privacy.pixels': boolean;
  'voice.use': boolean;
  'voice.microphone': string;
  'voice.language': string;
  'voice.hotkey': string;
  'voice.send_at_once': boolean;
  'voice.aloud': boolean;
  'images.capture': boolean;
  'suggestions.show': boolean;
  'suggestions.a_day': number;
  'suggestions.quiet_from': string;
  'suggestions.quiet_until': string;
  'app.first_run_done': boolean;
}

export type SettingName = keyof SettingValues;

/** What the person and their company chose. */
export class Settings {
  /** Undefined until they were read. */
  all = $state.raw<readonly SettingView[]>();

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    this.all = await this.#host.call('get_settings', {});
  }

  view(key: string): SettingView | undefined {
    return this.all?.find((setting) => setting.key === key);
  }

  value<K extends SettingName>(key: K): SettingValues[K] | undefined {
    return this.view(key)?.value as SettingValues[K] | undefined;
  }

  /** Changes a setting; null returns to the default. */
  async set<K extends SettingName>(key: K, value: SettingValues[K] | null): Promise<void> {
    this.#put(await this.#host.call('set_setting', { key, value }));
  }

  /** Has what was learned of styles begin anew. */
  async resetStyle(): Promise<void> {
    await this.#host.call('reset_learning', { learner: 'style' });
  }

  fold(event: Event): void {
    if (event.event === 'setting_changed') this.#put(event.setting);
    // A policy can set or free any of them.
    if (event.event === 'policy_changed') void this.load().catch(() => undefined);
  }

  #put(setting: SettingView): void {
    const others = this.all ?? [];
    this.all = others.some((each) => each.key === setting.key)
      ? others.map((each) => (each.key === setting.key ? setting : each))
      : [...others, setting];
  }
}

export const [getSettings, setSettings] = createContext<Settings>();
