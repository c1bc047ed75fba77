import { describe, expect, it } from 'vitest';
import type { ProviderView } from '$lib/wire/wire';
import { draftOf } from './provider-draft';

const stored: ProviderView = {
  id: 'gateway',
  name: 'Company gateway',
  kind: { type: 'open_ai' },
  base_url: 'https://models.example.com/v1',
  model: 'large',
  context_tokens: 8192,
  enabled: true,
  memories: true,
  memories_forbidden_by: null,
  images: false,
  images_forbidden_by: null,
  has_key: true,
  forbidden_by: null,
};

describe('memories and providers', () => {
  it('are kept apart for a new provider', () => {
    expect(draftOf(undefined).memories).toBe(false);
  });

  it('keep what was decided when something else is changed', () => {
    expect({ ...draftOf(stored), enabled: false }.memories).toBe(true);
    expect(draftOf({ ...stored, memories: false }).memories).toBe(false);
  });
});
