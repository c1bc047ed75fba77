import { t } from '$lib/strings/index.svelte';

/** What a check of an answer looked at, in words. */
export function checkLabel(name: string): string {
  const section = /^section:(.+)$/.exec(name)?.[1];
  if (section !== undefined) return t('check.section', { label: section });
  switch (name) {
    case 'length':
      return t('check.length');
    case 'opening':
      return t('check.opening');
    case 'format':
      return t('check.format');
    case 'forbidden':
      return t('check.forbidden');
    default:
      return name;
  }
}
