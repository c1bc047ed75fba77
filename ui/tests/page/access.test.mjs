// Every page in both themes: nothing that axe finds wrong, nothing wider than the window.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { violations } from './audit.mjs';
import { code, leader } from './answers.mjs';
import { furnishModels, startCompany } from './company.mjs';
import { open, pathOf, scripted, stage, until } from './stage.mjs';

const company = await startCompany();
after(() => company.close());

/** A profile with something on every page. */
const on = stage({
  models: true,
  asks: 'here',
  policy: company.policy,
  furnish: async ({ bridge, provider, home }) => {
    const from = { at: 'remote', provider: 'scripted' };
    provider.says(leader);
    const board = await bridge.ask({ text: 'Board update', role: 'leader', model: from });
    await bridge.call('pin_conversation', { id: board.response.conversation.id, pinned: true });
    provider.says(code);
    await bridge.ask({ text: 'Ledger join', role: 'knowledge-worker', model: from });
    const acme = scripted('https://models.acme.example/v1', { name: 'Acme gateway', model: 'gpt-4o' });
    await bridge.call('save_provider', { provider: acme });
    await bridge.ask({
      text: 'Forbidden',
      temporary: true,
      model: { at: 'remote', provider: 'acme-gateway' },
    });
    await furnishModels(bridge, home);
  },
});

const places = {
  'an empty conversation': { path: '/' },
  'a conversation with its reasons': {
    title: 'Board update',
    act: (page) => page.click('.why'),
  },
  'a conversation with code': { title: 'Ledger join' },
  'a rated answer': {
    title: 'Ledger join',
    act: async (page) => {
      await page.waitForSelector('.rating');
      if (!(await page.$('.reasons'))) await page.click('.rating button[aria-label="Not helpful"]');
      await page.waitForSelector('.reasons');
      if (!(await page.$('.reasons [aria-pressed="true"]'))) await page.click('.reasons button');
      await page.waitForSelector('.reasons [aria-pressed="true"]');
    },
  },
  'a reset of what was learned': {
    path: '/settings',
    act: async (page) => {
      await page.click('#style button:has-text("Reset")');
      await page.waitForSelector('[role="dialog"]');
    },
  },
  'a search': {
    path: '/',
    act: async (page) => {
      await page.keyboard.press('Control+Shift+F');
      await page.keyboard.type('board');
      await page.waitForSelector('[role="option"]');
    },
  },
  'the palette': { path: '/', act: (page) => page.keyboard.press('Control+K') },
  'the shortcuts': { path: '/', act: (page) => page.keyboard.press('Control+/') },
  'the models': { path: '/models' },
  'the settings': { path: '/settings' },
  'the provider form': {
    path: '/settings',
    act: async (page) => {
      await page.click('#providers button:has-text("Add")');
      await page.click('button:has-text("Save")');
    },
  },
  'the roles': { path: '/roles' },
  'the first start': {
    path: '/',
    prepare: () => on.bridge.set({ 'app.first_run_done': false }),
    restore: () => on.bridge.set({ 'app.first_run_done': true }),
    act: (page) => page.waitForSelector('[role="dialog"]'),
  },
  'the quick question': { path: '/quick' },
  'a menu': { path: '/', act: (page) => page.click('.composer .pill') },
  'an address that leads nowhere': { path: '/nowhere' },
  'a conversation that is gone': { path: '/c/00000000-0000-7000-8000-000000009999' },
};

for (const theme of ['light', 'dark']) {
  for (const [name, { path, title, prepare, act, restore }] of Object.entries(places)) {
    test(`${name}, ${theme}`, async (context) => {
      if (restore) context.after(restore);
      await prepare?.();
      const { page, wrong, close } = await open(on, { theme, path: path ?? (await pathOf(on, title)) });
      await until(page, () => document.querySelector('main, [role="dialog"]') !== null);
      await until(page, () => document.querySelector('.skeleton') === null);
      await act?.(page);
      await until(page, (wanted) => document.documentElement.dataset.theme === wanted, theme);
      const menu = await page.evaluate(() => document.querySelector('[role="menu"]') !== null);
      // A menu stands at the end of the page, in no landmark, as the pattern for menus has it.
      assert.deepEqual(await violations(page, { region: { enabled: !menu } }), []);
      assert.deepEqual(await wrong(), []);
      await close();
    });
  }
}

for (const width of [1280, 1000, 900, 720, 640, 420, 320]) {
  test(`no page is wider than a window of ${width}`, async () => {
    const { page, close } = await open(on, { width, height: 700 });
    for (const path of ['/', await pathOf(on, 'Ledger join'), '/models', '/settings', '/roles']) {
      await page.goto(on.bridge.origin + path);
      await until(page, () => document.querySelector('main h1') && !document.querySelector('.skeleton'));
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((each) => {
            const box = each.getBoundingClientRect();
            const scrolls = each.closest('pre, .table-scroll, .scroll, .visually-hidden');
            return box.width > 0 && box.right > window.innerWidth + 1 && !scrolls;
          })
          .map((each) => `${each.tagName}.${each.className} ${each.getBoundingClientRect().right}`),
      );
      assert.deepEqual(wide, [], path);
    }
    await close();
  });
}

test('the models page shows every state that a model can be in', async () => {
  const { page, close } = await open(on, { path: '/models' });
  const { models } = await on.bridge.call('list_models');
  const states = Object.fromEntries(models.map(({ id, state }) => [id, state.is]));
  assert.equal(states['smollm2-135m'], 'installed');
  assert.equal(states['qwen2.5-coder-0.5b'], 'installing');
  assert.equal(states['whisper-base'], 'failed');
  assert.equal(states['qwen2.5-coder-1.5b'], 'absent');
  await page.waitForSelector('[role="progressbar"]');
  await page.waitForSelector('main >> text=The disk is full or cannot be written');
  await close();
});
