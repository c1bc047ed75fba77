import { t } from '$lib/strings/index.svelte';
import type { FindingView } from '$lib/wire/wire';

/** What a check of an answer looked at, in words. */
export function checkLabel(finding: FindingView): string {
  switch (finding.check) {
    case 'length':
      return t('check.length');
    case 'opening':
      return t('check.opening', { label: finding.label });
    case 'section':
      return t('check.section', { label: finding.label });
    case 'forbidden':
      return t('check.forbidden');
    default:
      return t('check.format');
  }
}

/** What was found; empty where the label says it all. */
export function checkDetail(finding: FindingView): string {
  switch (finding.check) {
    case 'length':
      return t('check.words', { words: finding.words, count: finding.limit });
    case 'brief':
      return finding.code ? t('check.code') : t('check.points', { count: finding.points });
    case 'steps':
      return t('check.steps', { count: finding.steps });
    case 'prose':
      return t('check.listed', { listed: finding.listed, count: finding.lines });
    case 'forbidden':
      return finding.phrases.map((phrase) => `“${phrase}”`).join(', ');
    default:
      return '';
  }
}
