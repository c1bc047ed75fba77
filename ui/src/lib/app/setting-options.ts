import type { Option } from '$lib/components/option';
import '$lib/strings/voice';
import { locale, localised, t } from '$lib/strings/index.svelte';
import type { App } from './app.svelte';

/** What can be chosen for settings whose choices are other features' data. */
export function roleOptions(app: App): Option[] {
  return (app.roles.all ?? []).map((role) => ({
    value: role.id,
    label: localised(role.name),
    note: localised(role.summary),
  }));
}

export function modelOptions(app: App): Option[] {
  const installed = app.models.ready.map((model) => ({ value: model.id, label: model.name }));
  return [{ value: 'auto', label: t('settings.auto') }, ...installed];
}

/** The microphones that are plugged in, and the chosen one where it is not. */
export function microphoneOptions(app: App): Option[] {
  const chosen = app.settings.value('voice.microphone') ?? '';
  const found = app.microphones.all.map(({ id, name }) => ({ value: id, label: name }));
  const gone = chosen !== '' && !found.some(({ value }) => value === chosen);
  return [
    { value: '', label: t('settings.voiceMicrophoneDefault') },
    ...found,
    ...(gone ? [{ value: chosen, label: t('settings.voiceMicrophoneGone') }] : []),
  ];
}

/** Languages that can be spoken, by their own names. */
export function spokenLanguageOptions(app: App): Option[] {
  const choices = app.settings.view('voice.language')?.choices ?? [];
  return choices.map((value) => {
    if (value === 'auto') return { value, label: t('settings.voiceLanguageAuto') };
    const names = new Intl.DisplayNames([locale()], { type: 'language' });
    return { value, label: names.of(value) ?? value };
  });
}

export function providerOptions(app: App): Option[] {
  const forbidden = app.providers.view?.forbidden_by;
  const remote = (app.providers.view?.providers ?? []).map((provider): Option => {
    const by = provider.forbidden_by ?? forbidden;
    return {
      value: provider.id,
      label: provider.name,
      note: by ? t('writer.forbidden', { by }) : t('writer.leaves'),
      disabled: Boolean(by) || !provider.enabled,
    };
  });
  return [{ value: '', label: t('writer.here') }, ...remote];
}
