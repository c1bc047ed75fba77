// Sample data for tests: everything in it is made up.
import type { MessageView, OriginView, SettingView } from '$lib/wire/wire';

const DAY = 86_400_000;

export const origin: OriginView = {
  role: 'leader',
  role_version: 1,
  model: 'qwen2.5-coder-1.5b',
  provider: null,
  remote_model: null,
  prompt_tokens: 812,
  reused_tokens: 640,
  dropped_messages: 0,
  tokens: 118,
  ttft_ms: 420,
  tokens_per_s: 24.3,
  personalisation_ms: 2.4,
  memories: [],
  left_out: [],
};

export function message(
  given: Partial<MessageView> & Pick<MessageView, 'id' | 'author' | 'text'>,
): MessageView {
  const assistant = given.author === 'assistant';
  return {
    parent: null,
    status: 'complete',
    created_at: Date.now() - DAY / 24,
    siblings: [given.id],
    origin: assistant ? origin : null,
    adherence: assistant
      ? {
          score: 0.8,
          checks: [
            { met: true, finding: { check: 'length', words: 118, limit: 150 } },
            { met: true, finding: { check: 'opening', label: 'Bottom line' } },
            { met: true, finding: { check: 'section', label: 'Risk' } },
            { met: true, finding: { check: 'section', label: 'Decision needed' } },
            { met: false, finding: { check: 'brief', points: 12, code: false } },
          ],
        }
      : null,
    failure: null,
    ...given,
  };
}

export const answers = {
  leader: `**Bottom line:** pause the order feed to Supplier A now and tell the two affected customers today; waiting costs more than a day of delay.

**Why it matters**

- **Risk:** contact data of 1,240 customers was in their system; the 72-hour notice started at 06:10.
- **Operations:** stock covers nine days, so a pause is affordable.

**Decision needed:** approve the pause, and name one person for the regulator.`,
};

export function setting(
  key: string,
  value: SettingView['value'],
  rest: Partial<SettingView> = {},
): SettingView {
  return { key, value, default: value, choices: [], managed_by: null, ...rest };
}
