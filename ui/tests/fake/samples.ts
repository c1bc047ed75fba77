// Sample data for tests: everything in it is made up.
import type { MessageView, OriginView, SettingView, StyleTraceView } from '$lib/wire/wire';

const DAY = 86_400_000;

/** A style that was learned in some dimensions and given in others. */
export const style: StyleTraceView = {
  probability: 0.31,
  explored: false,
  task: 'decide',
  signs: ['urgent', 'off_hours'],
  dimensions: [
    {
      dimension: 'tone',
      value: 'direct',
      odds: [
        { value: 'direct', probability: 1 },
        { value: 'warm', probability: 0 },
      ],
      because: 'role',
      liked: 9,
      disliked: 1,
      asked: 0,
    },
    {
      dimension: 'length',
      value: 'medium',
      odds: [
        { value: 'short', probability: 0.36 },
        { value: 'medium', probability: 0.6 },
        { value: 'long', probability: 0.04 },
      ],
      because: 'learned',
      liked: 7,
      disliked: 1,
      asked: 2,
    },
    {
      dimension: 'format',
      value: 'bullets',
      odds: [
        { value: 'bullets', probability: 0.82 },
        { value: 'steps', probability: 0.14 },
        { value: 'prose', probability: 0.04 },
      ],
      because: 'learned',
      liked: 12,
      disliked: 0,
      asked: 0,
    },
    {
      dimension: 'detail',
      value: 'essential',
      odds: [
        { value: 'essential', probability: 1 },
        { value: 'thorough', probability: 0 },
      ],
      because: 'asked',
      liked: 4,
      disliked: 2,
      asked: 1,
    },
    {
      dimension: 'jargon',
      value: 'plain',
      odds: [
        { value: 'plain', probability: 1 },
        { value: 'expert', probability: 0 },
      ],
      because: 'setting',
      liked: 0,
      disliked: 0,
      asked: 0,
    },
  ],
};

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
  style,
  memories: [],
  left_out: [],
  past: [],
  past_left_out: [],
  shares: null,
  covered: [],
  uncovered: [],
  pixels: 0,
  edited_from: null,
};

export function message(
  given: Partial<MessageView> & Pick<MessageView, 'id' | 'author' | 'text'>,
): MessageView {
  const assistant = given.author === 'assistant';
  return {
    parent: null,
    status: 'complete',
    attachments: [],
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
    rating: null,
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
