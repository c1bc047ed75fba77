// What the panel says of earlier conversations, and of who got the room in the prompt: told from memory, because what is
// found hangs on models.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './audit.mjs';
import { launch } from './browser.mjs';
import { fake, tell } from './told.mjs';

let backend;
let told;
let browser;
let path;
let bees;

before(async () => {
  const [{ FakeBackend }, { furnishWindow }, { answers }] = await Promise.all(
    ['backend', 'window', 'samples'].map(fake),
  );
  backend = new FakeBackend();
  furnishWindow(backend);
  bees = backend.add('Bees', 'leader', 9, ['The hives moved to the orchard.', 'Good to know.']);
  const id = backend.add('Supplier breach', 'leader', 0, ['What do I decide?', answers.leader]);
  const [said] = backend.branches.get(bees);
  const use = { message: said.id, conversation: bees, score: 0.71 };
  backend.more.read_past = ({ messages }) =>
    messages.map(() => ({
      message: said.id,
      conversation: bees,
      title: 'Bees',
      apart: backend.conversations.get(bees).apart,
      author: 'person',
      text: said.text,
      at: said.created_at,
    }));
  const [question, answer] = backend.branches.get(id);
  const origin = {
    ...answer.origin,
    dropped_messages: 4,
    past: [{ ...use, reason: 'meaning' }],
    shares: { role: 300, person: 0, memories: 50, past: 100, history: 450, question: 100, answer: 512 },
  };
  backend.branches.set(id, [question, { ...answer, origin }]);
  path = `/c/${id}`;
  [told, browser] = await Promise.all([tell(backend), launch()]);
});

after(async () => {
  await browser?.close();
  await told?.close();
});

async function panel(theme = 'light', width = 1280, height = 800) {
  backend.settings = backend.settings.map((each) =>
    each.key === 'appearance.theme' ? { ...each, value: theme } : each,
  );
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    bypassCSP: true,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(told.origin + path);
  await page.click('.why');
  await page.waitForSelector('.panel >> text=The hives moved to the orchard.');
  return { page, close: () => context.close() };
}

test('a conversation is kept out of other answers from a quote of it, and taken back from the list', async () => {
  const { page, close } = await panel();
  await page.click('.panel button:has-text("Don’t use this conversation again")');
  await page.waitForSelector(
    '.panel [role="status"]:has-text("“Bees” is not used for other answers any more.")',
  );
  await page.waitForSelector('nav [aria-label="Not used for other answers"]');
  assert.equal(backend.conversations.get(bees).apart, true);
  await page.hover('nav .row:has-text("Bees")');
  await page.click('[aria-label="Actions for “Bees”"]');
  await page.click('[role="menuitem"]:has-text("Use for other answers again")');
  await page.waitForSelector('.panel button:has-text("Don’t use this conversation again")');
  assert.equal(backend.conversations.get(bees).apart, false);
  await close();
});

test('the room in the prompt is drawn, and what had none is named', async () => {
  const { page, close } = await panel();
  const list = page.getByRole('list', { name: 'This conversation took the most room: 45%.' });
  const widths = await list
    .locator('.track i')
    .evaluateAll((bars) =>
      bars.map((bar) => bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width),
    );
  assert.deepEqual(
    widths.map((each) => Math.round(each * 100)),
    [30, 0, 5, 45, 10, 10],
  );
  await page.waitForSelector('.panel >> text=4 earlier messages of this conversation');
  await close();
});

for (const theme of ['light', 'dark']) {
  // The third is what a window of 1280 × 800 has left at 200 %.
  for (const [width, height] of [
    [1280, 800],
    [640, 800],
    [640, 400],
  ]) {
    test(`axe finds nothing in it and nothing is cut off, ${theme}, ${width} × ${height}`, async () => {
      const { page, close } = await panel(theme, width, height);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.panel li *')]
          .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
          .map((each) => each.outerHTML.slice(0, 120)),
      );
      assert.deepEqual(cut, []);
      assert.deepEqual(await violations(page), []);
      await close();
    });
  }
}
