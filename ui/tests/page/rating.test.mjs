// What a person says of answers, what that is said to change, and how an answer's style is explained and set.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leader } from './answers.mjs';
import { answered, ask, open, stage, until } from './stage.mjs';

const on = stage({ furnish: ({ provider }) => provider.says(leader) });

const UP = '.rating button[aria-label="Helpful"]';
const DOWN = '.rating button[aria-label="Not helpful"]';
const chip = (words) => `.reasons button:has-text("${words}")`;

/** A conversation of its own for every test, asked as a script would. */
async function rateable() {
  const { response } = await on.bridge.ask({ text: 'What do I decide?', role: 'leader' });
  const { conversation } = response;
  return {
    path: `/c/${conversation.id}`,
    rating: async () => {
      const { messages } = await on.bridge.call('open_conversation', { id: conversation.id });
      return messages.at(-1).rating;
    },
  };
}

const stored = (page) =>
  page.waitForResponse((response) => response.url().endsWith('/call/rate_answer') && response.ok());

async function press(page, selector) {
  await page.waitForSelector(selector);
  await Promise.all([stored(page), page.click(selector)]);
}

const pressed = (page, selector, wanted) => page.waitForSelector(`${selector}[aria-pressed="${wanted}"]`);

test('a thumb is stored, is still there after a restart of the page, and is taken back by a second press', async () => {
  const { path, rating } = await rateable();
  const { page, wrong, close } = await open(on, { path });
  await press(page, UP);
  await pressed(page, UP, true);
  assert.deepEqual(await rating(), { rating: 'up', reasons: [] });
  await page.reload();
  await pressed(page, UP, true);
  assert.equal(await page.locator('.reasons').count(), 0);
  await press(page, UP);
  await pressed(page, UP, false);
  assert.equal(await rating(), null);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('a thumb down asks why; every reason is stored at once and its outlook is told', async () => {
  const { path, rating } = await rateable();
  const { page, wrong, close } = await open(on, { path });
  await press(page, DOWN);
  await press(page, chip('Too short'));
  assert.deepEqual(await rating(), { rating: 'down', reasons: ['too_short'] });
  await page.waitForSelector('[role="status"]:has-text("Noted. The next answers will be longer.")');
  await press(page, chip('Not what I asked'));
  await page.waitForSelector('[role="status"]:text-is("Noted.")');
  assert.deepEqual((await rating()).reasons, ['too_short', 'not_asked']);
  await press(page, chip('Too short'));
  assert.deepEqual((await rating()).reasons, ['not_asked']);

  await page.reload();
  await pressed(page, chip('Not what I asked'), true);
  await press(page, UP);
  assert.deepEqual(await rating(), { rating: 'up', reasons: [] });
  await until(page, () => document.querySelector('.reasons') === null);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('everything about a rating is done by keyboard', async () => {
  const { path, rating } = await rateable();
  const { page, close } = await open(on, { path });
  await page.waitForSelector(DOWN);
  await Promise.all([stored(page), page.keyboard.press('Control+Shift+B')]);
  await page.waitForSelector(chip('Too long'));
  await page.focus(DOWN);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.matches('.reasons button'))) break;
  }
  await Promise.all([stored(page), page.keyboard.press('Space')]);
  assert.deepEqual(await rating(), { rating: 'down', reasons: ['too_long'] });
  await Promise.all([stored(page), page.keyboard.press('Control+Shift+G')]);
  await pressed(page, UP, true);
  await close();
});

test('a rating that cannot be stored is taken back, says so, and can be tried again', async () => {
  const { path, rating } = await rateable();
  const { page, close } = await open(on, { path });
  await page.waitForSelector(UP);
  await page.route('**/call/rate_answer', (route) => route.abort());
  await page.click(UP);
  await page.waitForSelector('[role="alert"]:has-text("Your rating was not saved")');
  await pressed(page, UP, false);
  await page.unroute('**/call/rate_answer');
  await Promise.all([stored(page), page.click('[role="alert"] button:has-text("Try again")')]);
  await pressed(page, UP, true);
  assert.deepEqual(await rating(), { rating: 'up', reasons: [] });
  await close();
});

test('answers of temporary chats are not rated', async () => {
  const { page, close } = await open(on);
  await page.keyboard.press('Control+Shift+E');
  await ask(page, 'Between us');
  await answered(page);
  assert.equal(await page.locator('.rating').count(), 0);
  await page.keyboard.press('Control+K');
  await page.keyboard.type('helpful');
  await page.waitForSelector('[role="dialog"] >> text=Nothing found');
  await close();
});

test('an answer that was left in view is noted once, and not while something else is done', async () => {
  const { path } = await rateable();
  const { page, close } = await open(on);
  await page.clock.install();
  await page.goto(on.bridge.origin + path);
  const noted = [];
  await page.route('**/call/note_dwell', (route) => {
    noted.push(route.request().postDataJSON().seconds);
    return route.continue();
  });
  await page.waitForSelector(UP);
  await page.keyboard.press('Shift');
  await page.clock.runFor(19_000);
  await page.keyboard.press('Shift');
  await page.clock.runFor(19_000);
  assert.deepEqual(noted, []);
  await Promise.all([page.waitForResponse('**/call/note_dwell'), page.clock.runFor(2_000)]);
  await page.keyboard.press('Shift');
  await page.clock.runFor(60_000);
  assert.deepEqual(noted, [20]);
  await close();
});

test('the panel says how each part of the style was chosen', async () => {
  const { path } = await rateable();
  const { page, wrong, close } = await open(on, { path });
  await page.click('.why');
  await page.waitForSelector('h3:has-text("STYLE CHOSEN FOR YOU")');
  const parts = await page.locator('.part').all();
  assert.equal(parts.length, 5);
  for (const part of parts) {
    assert.equal(await part.locator('li:has-text("(chosen)")').count(), 1);
    assert.match(await part.locator('.because').innerText(), /\.$/);
  }
  assert.equal(await page.getAttribute('a:has-text("See what was learned")', 'href'), '/insights');
  assert.deepEqual(await wrong(), []);
  await close();
});

test('styles are set and what was learned is reset on the settings page', async () => {
  const { page, wrong, close } = await open(on, { path: '/settings#style' });
  const did = (name) => page.waitForResponse((response) => response.url().endsWith(`/call/${name}`));
  await page.waitForSelector('#style');
  await Promise.all([did('set_setting'), page.click('#style [role="radio"]:has-text("Medium")')]);
  const settings = await on.bridge.call('get_settings');
  assert.equal(settings.find(({ key }) => key === 'style.length').value, 'medium');
  await on.bridge.set({ 'style.length': null });

  await page.click('#style button:has-text("Reset")');
  await page.click('[role="dialog"] button:has-text("Cancel")');
  await page.click('#style button:has-text("Reset")');
  await Promise.all([did('reset_learning'), page.click('[role="dialog"] button:text-is("Reset")')]);
  await page.waitForSelector('text=Attune begins anew');

  await page.fill('main input[placeholder="Search settings"]', 'reset learned');
  await page.waitForSelector('#style button:has-text("Reset")');
  assert.equal(await page.locator('#style [role="radio"]').count(), 0);
  assert.deepEqual(await wrong(), []);
  await close();
});
