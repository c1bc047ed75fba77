import type { ProviderDraft, ProviderView } from '$lib/wire/wire';

/** What the form begins with. */
export function draftOf(provider: ProviderView | undefined): ProviderDraft {
  if (!provider) {
    return {
      name: '',
      kind: { type: 'open_ai' },
      base_url: '',
      model: '',
      context_tokens: 8192,
      enabled: true,
      memories: false,
      images: false,
    };
  }
  const { id, name, kind, base_url, model, context_tokens, enabled, memories, images } = provider;
  return { id, name, kind, base_url, model, context_tokens, enabled, memories, images };
}

export type DraftProblem = 'name' | 'base_url' | 'model' | 'context_tokens' | 'deployment' | 'api_version';

/** What must be filled in before a provider can be tried or saved. The backend checks everything else. */
export function missingIn(draft: ProviderDraft): DraftProblem[] {
  const missing: DraftProblem[] = [];
  if (draft.name.trim() === '') missing.push('name');
  if (!/^https?:\/\/[^\s/]/i.test(draft.base_url.trim())) missing.push('base_url');
  if (draft.kind.type === 'azure') {
    if (draft.kind.deployment.trim() === '') missing.push('deployment');
    if (draft.kind.api_version.trim() === '') missing.push('api_version');
  } else if (draft.model.trim() === '') missing.push('model');
  if (!Number.isInteger(draft.context_tokens) || draft.context_tokens < 512) missing.push('context_tokens');
  return missing;
}
