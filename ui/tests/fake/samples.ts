// Sample data for tests: everything in it is made up.
import type { MessageView, ModelView, OriginView, RoleView, SettingView } from '$lib/wire/wire';

const DAY = 86_400_000;

function role(
  id: string,
  hue: string,
  en: string,
  de: string,
  summary: [string, string],
  opening: [string, string],
): RoleView {
  return {
    id,
    version: 1,
    since: Date.UTC(2026, 10, 18),
    name: { en, de },
    summary: { en: summary[0], de: summary[1] },
    hue,
    identity:
      'You brief the leader of a company team. You write for somebody who has two minutes and has to decide.',
    audience: 'Responsible for people, money and risk, not for the technology itself.',
    instructions: [
      'Begin with the conclusion, in one sentence that could stand alone.',
      'Then say what matters for strategy, cost, people, security and risk.',
      'End with the decision that is needed, from whom and until when.',
    ],
    tone: 'calm, direct, without hedging',
    max_words: 150,
    opening: { en: opening[0], de: opening[1] },
    sections: [
      {
        label: { en: 'Why it matters', de: 'Warum es zählt' },
        holds: 'two or three bullets: effect on strategy, cost or people',
        required: false,
      },
      {
        label: { en: 'Risk', de: 'Risiko' },
        holds: 'the greatest risk, security included, and what contains it',
        required: true,
      },
      {
        label: { en: 'Decision needed', de: 'Entscheidung' },
        holds: 'who decides what until when, or “none”',
        required: true,
      },
    ],
    never: ['explain code, commands or configuration', 'begin with a greeting or with praise'],
    starters: [
      {
        en: 'What should we decide about a supplier that had a data breach last night?',
        de: 'Was müssen wir entscheiden, wenn ein Lieferant letzte Nacht ein Datenleck hatte?',
      },
      {
        en: 'Summarise the case for and against moving our files to the cloud.',
        de: 'Fasse zusammen, was für und gegen den Umzug unserer Dateien in die Cloud spricht.',
      },
      {
        en: 'Which risks should I raise before we let staff use AI tools?',
        de: 'Welche Risiken sollte ich ansprechen, bevor Mitarbeitende KI-Werkzeuge nutzen?',
      },
      {
        en: 'Draft three lines for the board on why the project is two weeks late.',
        de: 'Formuliere drei Zeilen für den Vorstand, warum das Projekt zwei Wochen zu spät ist.',
      },
    ],
    examples: [
      {
        language: 'en',
        question: 'The backup of our file server has failed for three nights. What does that mean?',
        answer: '**Bottom line:** We could lose up to three days of work if the server fails today.',
      },
    ],
    glossary: [
      {
        term: 'decision needed',
        meaning: 'the one choice that only this person can make, with its deadline',
      },
    ],
    limits: ['Never state that something is legally certain; name who can confirm it.'],
    local_only: false,
    fixed_length: false,
  };
}

export const roles: RoleView[] = [
  role(
    'leader',
    'leader',
    'Leader',
    'Führungskraft',
    ['Conclusion first, strategy, risk, decision; under 150 words', 'Ergebnis zuerst, Risiko, Entscheidung'],
    ['Bottom line', 'Fazit'],
  ),
  role(
    'knowledge-worker',
    'worker',
    'Knowledge worker',
    'Fachkraft',
    ['Technical detail, steps, assumptions, sources', 'Technische Tiefe, Schritte, Annahmen, Quellen'],
    ['Short answer', 'Kurz gesagt'],
  ),
  role(
    'intern',
    'intern',
    'Intern',
    'Praktikum',
    ['Plain words, terms explained, next step, where to ask', 'Einfache Worte, Begriffe erklärt'],
    ['In short', 'Kurz gesagt'],
  ),
];

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
  code: `**Answer:** the plan scans the whole ledger because the join key has no index.

1. Look at the plan:

\`\`\`sql
EXPLAIN (ANALYZE, BUFFERS)
SELECT l.id, a.name, sum(l.amount) AS total
FROM ledger AS l
JOIN account AS a ON a.id = l.account_id -- no index here
WHERE l.booked_at >= date '2026-10-01'
GROUP BY l.id, a.name;
\`\`\`

2. Add the index:

   \`\`\`sql
   CREATE INDEX CONCURRENTLY ledger_account ON ledger (account_id, booked_at);
   \`\`\`

| Step | Before | After |
| --- | ---: | ---: |
| Scan | 1,820 ms | 14 ms |
| Join | 240 ms | 22 ms |

See the [manual](https://www.postgresql.org/docs/current/indexes.html) and \`pg_stat_statements\`. ![a picture of the plan](https://tracker.example/pixel.png)

- [x] Plan read
- [ ] Index built

> An index that nobody uses still costs every write.`,
};

export const models: ModelView[] = [
  {
    id: 'qwen2.5-coder-1.5b',
    name: 'Qwen 2.5 Coder 1.5B',
    task: 'chat',
    description: 'Follows roles and forms well; the one to begin with on an ordinary laptop.',
    licence: 'Apache-2.0',
    bytes: 1_117_320_768,
    memory_bytes: 1_900_000_000,
    context_tokens: 32_768,
    recommended: true,
    imported: false,
    state: { is: 'installed' },
    measured_tokens_per_s: 24,
  },
  {
    id: 'qwen2.5-coder-0.5b',
    name: 'Qwen 2.5 Coder 0.5B',
    task: 'chat',
    description: 'Light and quick; keeps to a form less well.',
    licence: 'Apache-2.0',
    bytes: 491_400_064,
    memory_bytes: 900_000_000,
    context_tokens: 32_768,
    recommended: false,
    imported: false,
    state: {
      is: 'installing',
      progress: {
        id: 'qwen2.5-coder-0.5b',
        phase: 'downloading',
        done_bytes: 190_000_000,
        total_bytes: 491_400_064,
        source: 'the maker’s own address',
      },
    },
    measured_tokens_per_s: null,
  },
  {
    id: 'smollm2-135m-instruct',
    name: 'SmolLM2 135M',
    task: 'chat',
    description: 'The smallest. Good to try the window out, not to judge answers by.',
    licence: 'Apache-2.0',
    bytes: 98_362_432,
    memory_bytes: 300_000_000,
    context_tokens: 8192,
    recommended: false,
    imported: false,
    state: { is: 'absent', resumable_bytes: 0 },
    measured_tokens_per_s: null,
  },
  {
    id: 'whisper-base',
    name: 'Whisper base',
    task: 'speech',
    description: 'Writes down speech in many languages.',
    licence: 'MIT',
    bytes: 147_951_465,
    memory_bytes: 400_000_000,
    context_tokens: 0,
    recommended: true,
    imported: false,
    state: {
      is: 'failed',
      error: {
        code: 'network',
        message: 'The download of Whisper base broke off after 31 MB. What was fetched is kept: try again.',
      },
    },
    measured_tokens_per_s: null,
  },
];

export function setting(
  key: string,
  value: SettingView['value'],
  rest: Partial<SettingView> = {},
): SettingView {
  return { key, value, default: value, choices: [], managed_by: null, ...rest };
}
