// What Attune knows of the person, over a backend in memory that has learned for months: both themes, both languages,
// every width, the keyboard, and where only a part can be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from './audit.mjs';
import { launch } from './browser.mjs';
import { fake, tell } from './told.mjs';

const PATIENCE = 60_000;

let browser;
let fakes;

before(async () => {
  browser = await launch();
  const [{ FakeBackend }, insights, { furnishWindow }] = await Promise.all(
    ['backend', 'insights', 'window'].map(fake),
  );
  fakes = { FakeBackend, ...insights, furnishWindow };
});
after(() => browser?.close());

/** The page over a backend of its own; `set` are settings, `prepare` changes what the backend knows. */
async function open(context, { width = 1280, height = 900, set = {}, prepare, forcedColors = 'none' } = {}) {
  const backend = new fakes.FakeBackend();
  fakes.furnishWindow(backend);
  fakes.furnish(backend);
  prepare?.(backend);
  for (const [key, value] of Object.entries(set)) backend.more.set_setting({ key, value });
  const server = await tell(backend);
  const tab = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    forcedColors,
  });
  tab.setDefaultTimeout(PATIENCE);
  const page = await tab.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.addInitScript(() => {
    window.refusals = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.refusals.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.after(async () => {
    await tab.close();
    await server.close();
  });
  await page.goto(`${server.origin}/insights`);
  await page.waitForFunction(
    () => document.querySelector('main h2') && !document.querySelector('.skeleton'),
    undefined,
    { timeout: PATIENCE },
  );
  return { page, backend, wrong: async () => [...wrong, ...(await page.evaluate(() => window.refusals))] };
}

const asTables = async (page) => {
  const buttons = page.getByRole('button', { name: /^Show as table/ });
  while ((await buttons.count()) > 0) await buttons.first().click();
};

const states = {
  'as charts': {},
  'as tables': { act: asTables },
  'after four ratings': {
    prepare: (backend) => (backend.more.get_style_insights = () => fakes.early(4)),
  },
  'where only styles can be read': {
    prepare: (backend) => {
      for (const name of ['get_interest_map', 'get_topics', 'list_memories']) backend.more[name] = undefined;
    },
  },
  'where nothing is known yet': {
    prepare: (backend) => {
      backend.more.get_style_insights = () => ({ ...fakes.early(0), roles: [] });
      backend.more.get_interest_map = () => ({ points: [], known: 0, effective_turns: 0 });
      backend.more.get_topics = () => ({ weeks: [] });
      backend.more.list_memories = () => [];
    },
  },
  'asking before it erases': {
    act: async (page) => {
      await page.getByRole('button', { name: 'Erase all' }).click();
      await page.waitForSelector('[role="dialog"]');
    },
  },
};

for (const theme of ['light', 'dark']) {
  for (const [name, { prepare, act }] of Object.entries(states)) {
    test(`nothing is wrong with it ${name}, ${theme}`, async (context) => {
      const { page, wrong } = await open(context, { set: { 'appearance.theme': theme }, prepare });
      await act?.(page);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(await wrong(), []);
    });
  }
}

for (const width of [1920, 1280, 900, 640, 420, 320]) {
  for (const language of ['en', 'de']) {
    test(`it is not wider than a window of ${width}, ${language}`, async (context) => {
      const { page } = await open(context, { width, set: { 'appearance.language': language } });
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((each) => {
            const box = each.getBoundingClientRect();
            const scrolls = each.closest('.scroll, .visually-hidden');
            return box.width > 0 && box.right > window.innerWidth + 1 && !scrolls;
          })
          .map((each) => `${each.tagName}.${String(each.className)} ${each.textContent.slice(0, 40)}`),
      );
      assert.deepEqual(wide, []);
    });
    test(`no word of a chart is cut at ${width}, ${language}`, async (context) => {
      const { page } = await open(context, { width, set: { 'appearance.language': language } });
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.chart text')]
          .filter((each) => {
            const [box, room] = [each, each.closest('.chart')].map((one) => one.getBoundingClientRect());
            return box.width > 0 && (box.left < room.left - 1 || box.right > room.right + 1);
          })
          .map((each) => each.textContent),
      );
      assert.deepEqual(cut, []);
    });
  }
}

test('each chart says in words what it shows, and its table has every figure', async (context) => {
  const { page } = await open(context);
  const said = await page.$$eval('figure [role="img"]', (all) => all.map((each) => each.ariaLabel));
  assert.equal(said.length, 4);
  assert.match(said[0], /Length Short with 86%/);
  assert.match(said[1], /34 ratings: adapted \+0\.35, plain by estimate \+0\.01/);
  assert.match(said[2], /Largest first: Supply risk, Data protection/);
  assert.match(said[3], /In the last one: .*\d+%/);
  await asTables(page);
  const table = page.getByRole('table', { name: 'How you like your answers' });
  assert.equal(await table.getByRole('row').count(), 13);
  assert.match(
    await table.getByRole('row', { name: /Bullet points/ }).innerText(),
    /74%\s+\+0\.24\s+± 0\.16/,
  );
});

test('the role that is chosen is the role that is shown', async (context) => {
  const { page } = await open(context);
  await page.getByRole('radio', { name: 'Intern' }).click();
  await page.waitForSelector('text=Nothing was rated in this role yet');
  assert.match(await page.locator('figure [role="img"]').first().getAttribute('aria-label'), /for Intern/);
});

test('it says what was gained, how sure that is and how it was estimated', async (context) => {
  const { page } = await open(context);
  const worth = page.locator('section', { has: page.getByRole('heading', { name: 'Is it worth it?' }) });
  assert.match(await worth.innerText(), /Adapting pays off: .* 0\.34 more .* give or take 0\.\d\d/);
  await page.getByText('How this was estimated').click();
  assert.match(await worth.innerText(), /doubly robust[\s\S]*inverse propensity[\s\S]*−0\.11 ± 0\.44/);
});

test('after few ratings it shows no comparison, and says why', async (context) => {
  const { page } = await open(context, {
    prepare: (backend) => (backend.more.get_style_insights = () => fakes.early(4)),
  });
  await page.waitForSelector('text=Too early to tell');
  assert.equal(await page.locator('figure [role="img"]').count(), 3);
});

test('it is reached by its keys, its link and the palette', async (context) => {
  const { page } = await open(context);
  for (const go of [
    () => page.keyboard.press('Control+Shift+P'),
    () => page.getByRole('link', { name: 'What Attune knows about me' }).click(),
    async () => {
      await page.keyboard.press('Control+K');
      await page.keyboard.type('knows about');
      await page.waitForSelector('[role="option"]:has-text("What Attune knows about me")');
      await page.keyboard.press('Enter');
    },
  ]) {
    await page.getByRole('link', { name: 'Models' }).click();
    await page.waitForURL('**/models');
    await go();
    await page.waitForURL('**/insights');
  }
});

test('a memory is corrected, kept and forgotten by keyboard alone', async (context) => {
  const { page, backend } = await open(context);
  const text = 'Leads operations in the northern region.';
  await page.getByRole('button', { name: `Correct: ${text}` }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.type(' and the south.');
  await page.keyboard.press('Enter');
  const corrected = 'Leads operations in the northern region and the south.';
  const correct = page.getByRole('button', { name: `Correct: ${corrected}` });
  await correct.waitFor();
  await page.waitForFunction(() => document.activeElement?.ariaLabel?.startsWith('Correct: Leads'));
  await page.keyboard.press('Enter');
  await page.keyboard.type(' Nothing of this.');
  await page.keyboard.press('Escape');
  await correct.waitFor();
  await page.getByRole('button', { name: `Keep from fading: ${corrected}` }).press('Enter');
  await page.getByRole('button', { name: `Let fade again: ${corrected}` }).waitFor();
  await page.getByRole('button', { name: `Forget: ${corrected}` }).press('Enter');
  await correct.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await correct.waitFor();
  assert.equal(backend.calls.filter(({ name }) => name === 'restore_memory').length, 1);
});

test('a memory is added, and memories are searched', async (context) => {
  const { page } = await open(context);
  await page.getByLabel('Something to remember').fill('Works from Porto in June.');
  await page.keyboard.press('Enter');
  await page.waitForSelector('li:has-text("Works from Porto in June.")');
  await page.getByLabel('Search memories').fill('porto');
  await page.waitForSelector('text=1 memory');
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=10 memories');
});

test('everything is erased only after its word was written', async (context) => {
  const { page, backend } = await open(context);
  await page.getByRole('button', { name: 'Erase all' }).click();
  const erase = page.getByRole('dialog').getByRole('button', { name: 'Erase all' });
  assert.equal(await erase.isDisabled(), true);
  await page.getByLabel('Type “erase” to confirm').fill('eras');
  await page.keyboard.press('Enter');
  assert.equal(
    backend.calls.some(({ name }) => name === 'erase_profile'),
    false,
  );
  await page.getByLabel('Type “erase” to confirm').fill('Erase');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Everything that was learned is erased.');
  await page.waitForSelector('text=Nothing yet. Attune remembers');
});

test('learners are switched and reset, but not those that policy sets', async (context) => {
  const { page, backend } = await open(context);
  const style = page.getByRole('switch', { name: 'Learn how I like to be answered' });
  await style.click();
  await page.waitForFunction(() => document.querySelector('[role="switch"]')?.ariaChecked === 'false');
  assert.equal(backend.settings.find(({ key }) => key === 'style.learn').value, false);
  assert.equal(await page.getByRole('switch', { name: 'Suggest next questions' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Reset: Learn how I like to be answered' }).click();
  assert.equal(
    backend.calls.some(({ name }) => name === 'reset_learning'),
    false,
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.waitForSelector('text=Attune begins anew with this.');
});

test('in the colours of the system every line of a chart is still there', async (context) => {
  const { page } = await open(context, { forcedColors: 'active', set: { 'appearance.theme': 'dark' } });
  const unseen = await page.evaluate(() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll('.chart svg [stroke]')]
      .filter(
        (each) =>
          !['none', null].includes(each.getAttribute('stroke')) &&
          each.tagName !== 'text' &&
          !each.querySelector('text'),
      )
      .filter((each) => getComputedStyle(each).stroke === ground && getComputedStyle(each).fill === ground)
      .map((each) => each.outerHTML.slice(0, 120));
  });
  assert.deepEqual(unseen, []);
});
