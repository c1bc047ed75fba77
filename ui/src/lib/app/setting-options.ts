import type { Option } from '$lib/components/option';
import { localised, t } from '$lib/strings/index.svelte';
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
