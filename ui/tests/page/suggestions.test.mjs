// What is suggested before the first question. It hangs on days that pass, so it is told from memory.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { violations } from './audit.mjs';
import { launch } from './browser.mjs';
import { fake, tell } from './told.mjs';

const DAY = 86_400_000;

let backend;
let told;
let browser;
let conversation;

before(async () => {
  const [{ FakeBackend }, { furnishWindow }, { answers }] = await Promise.all(
    ['backend', 'window', 'samples'].map(fake),
  );
  backend = new FakeBackend();
  furnishWindow(backend);
  conversation = backend.add('Supplier breach', 'leader', 2, ['What do I decide?', answers.leader]);
  [told, browser] = await Promise.all([tell(backend), launch()]);
});

after(async () => {
  await browser?.close();
  await told?.close();
});

beforeEach(() => {
  const suggestions = [
    {
      id: 'unfinished_thread:1',
      kind: 'unfinished_thread',
      text: 'Supplier breach',
      conversation,
      reasons: [
        { reason: 'left_open', how: 'unanswered', at: Date.now() - DAY },
        { reason: 'taken_up', accepted: 3, of: 4 },
      ],
    },
    {
      id: 'weekly_digest:2026-11-23',
      kind: 'weekly_digest',
      text: '',
      conversation: null,
      reasons: [{ reason: 'week_begun', conversations: 7 }],
    },
  ];
  const led = {
    'unfinished_thread:1': { conversation, text: 'What do I decide?' },
    'weekly_digest:2026-11-23': {
      conversation: null,
      text: 'Look back at my week with me.\n\n> Mon: Supplier breach',
    },
  };
  backend.calls = [];
  Object.assign(backend.more, {
    list_suggestions: () => ({ suggestions, starters: [] }),
    note_suggestions_shown: () => ({}),
    answer_suggestion: ({ id, answer }) =>
      answer === 'accepted' ? led[id] : { conversation: null, text: '' },
  });
});

async function open({ theme = 'light', width = 1280, draft = '' } = {}) {
  backend.drafts.set('', draft);
  backend.drafts.set(conversation, '');
  backend.settings = backend.settings.map((each) =>
    each.key === 'appearance.theme' ? { ...each, value: theme } : each,
  );
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', bypassCSP: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(`${told.origin}/`);
  await page.waitForSelector('[data-composer]');
  return { page, close: () => context.close() };
}

const cards = (page) => page.getByRole('list', { name: 'Suggestions' }).getByRole('listitem');
const called = (name) => backend.calls.filter((each) => each.name === name).map(({ request }) => request);

test('a card says what it is and why, counts as shown, and fills the composer without asking', async () => {
  const { page, close } = await open();
  await cards(page).first().waitFor();
  assert.match(
    await cards(page).first().innerText(),
    /Go on with “Supplier breach”\s+You asked yesterday and left/,
  );
  assert.deepEqual(called('note_suggestions_shown'), [
    { ids: ['unfinished_thread:1', 'weekly_digest:2026-11-23'] },
  ]);
  await page.getByRole('button', { name: 'Look back at your week', exact: true }).press('Enter');
  await page.waitForFunction(() => document.querySelector('[data-composer]').value.startsWith('Look back'));
  assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-composer')), true);
  assert.deepEqual(called('ask'), []);
  await close();
});

test('one that belongs to a conversation opens it', async () => {
  const { page, close } = await open();
  await page.getByRole('button', { name: 'Go on with “Supplier breach”', exact: true }).click();
  await page.waitForURL(`**/c/${conversation}`);
  await page.waitForFunction(() => document.querySelector('[data-composer]')?.value === 'What do I decide?');
  assert.deepEqual(called('ask'), []);
  await close();
});

test('one is dismissed by its cross or by Delete, and less of it is asked for in its menu', async () => {
  const { page, close } = await open();
  await page.getByRole('button', { name: 'More for “Go on with “Supplier breach””' }).click();
  await page.getByRole('menuitem', { name: 'Less like this' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.take').length === 1);
  await page.locator('.take').press('Delete');
  await page.waitForFunction(() => document.querySelectorAll('.take').length === 0);
  assert.deepEqual(
    called('answer_suggestion').map(({ id, answer }) => [id, answer]),
    [
      ['unfinished_thread:1', 'less'],
      ['weekly_digest:2026-11-23', 'dismissed'],
    ],
  );
  await close();
});

test('nothing appears while the composer holds a text, or in a temporary chat', async () => {
  const { page, close } = await open({ draft: 'Half a question' });
  await page.waitForFunction(() => document.querySelector('[data-composer]').value !== '');
  assert.equal(await cards(page).count(), 0);
  await page.fill('[data-composer]', '');
  await cards(page).first().waitFor();
  await page.getByRole('button', { name: 'Temporary' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.take').length === 0);
  await close();
});

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 400]) {
    test(`axe finds nothing in them, and they fit, ${theme}, ${width}`, async () => {
      const { page, close } = await open({ theme, width });
      await cards(page).first().waitFor();
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await close();
    });
  }
}
