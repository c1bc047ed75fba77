// What the panel says of a style that was learned, or tried out: it takes months of ratings, so it is told from memory.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './audit.mjs';
import { launch } from './browser.mjs';
import { fake, tell } from './told.mjs';

let backend;
let told;
let browser;
let path;

before(async () => {
  const [{ FakeBackend }, { furnishWindow }, { answers, style }] = await Promise.all(
    ['backend', 'window', 'samples'].map(fake),
  );
  backend = new FakeBackend();
  furnishWindow(backend);
  const id = backend.add('Supplier breach', 'leader', 0, ['What do I decide?', answers.leader]);
  const [question, answer] = backend.branches.get(id);
  const origin = { ...answer.origin, style: { ...style, explored: true } };
  backend.branches.set(id, [question, { ...answer, origin }]);
  path = `/c/${id}`;
  [told, browser] = await Promise.all([tell(backend), launch()]);
});

after(async () => {
  await browser?.close();
  await told?.close();
});

async function panel(theme, width = 1280) {
  const { settings } = backend;
  backend.settings = settings.map((each) =>
    each.key === 'appearance.theme' ? { ...each, value: theme } : each,
  );
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', bypassCSP: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(told.origin + path);
  await page.click('.why');
  await page.waitForSelector('.part');
  return { page, close: () => context.close() };
}

test('every part has its odds, and says why it was chosen', async () => {
  const { page, close } = await panel('light');
  const texts = await page.locator('.part').allInnerTexts();
  const said = texts.map((text) => text.replace(/\s+/g, ' '));
  assert.match(said[0], /^Tone Direct \(chosen\) 100% Comes with the role\.$/);
  assert.match(
    said[1],
    /^Length Short 36% Medium \(chosen\) 60% Long 4% Learned from 7 answers you liked, 1 you/,
  );
  assert.match(said[3], /You asked for it\.$/);
  assert.match(said[4], /Fixed in the settings\.$/);
  const widths = await page
    .locator('.part:nth-child(2) .track i')
    .evaluateAll((bars) =>
      bars.map((bar) => bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width),
    );
  assert.deepEqual(
    widths.map((each) => Math.round(each * 100)),
    [36, 60, 4],
  );
  await page.waitForSelector('.panel >> text=in a hurry and outside working hours');
  await close();
});

test('a style that was tried out says so, and leads to where that is turned off', async () => {
  const { page, close } = await panel('light');
  await page.waitForSelector('.panel >> text=Another style seemed better for you');
  await page.click('.panel a:has-text("Try nothing out")');
  await page.waitForURL('**/settings#style');
  await page.waitForSelector('#style [role="switch"][aria-label="Try other styles now and then"]');
  await close();
});

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 640]) {
    test(`axe finds nothing in it, ${theme}, ${width}`, async () => {
      const { page, close } = await panel(theme, width);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      assert.deepEqual(await violations(page), []);
      await close();
    });
  }
}
