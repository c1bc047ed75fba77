// Every page in both themes: nothing that axe finds wrong, nothing wider than the window.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { open, set, stage, until } from './stage.mjs';

const on = stage();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A backend with something on every page. */
function furnished() {
  const backend = new on.served.FakeBackend();
  const { answers } = on.served.samples;
  backend.add('Board update', 'leader', 0, ['How do I tell the board?', answers.leader], { pinned: true });
  backend.add('Ledger join', 'knowledge-worker', 1, ['Why is it slow?', answers.code]);
  backend.providers = {
    forbidden_by: null,
    keys: 'encrypted_file',
    providers: [
      {
        id: 'acme',
        name: 'Acme gateway',
        kind: { type: 'open_ai' },
        base_url: 'https://models.acme.example/v1',
        model: 'gpt-4o',
        context_tokens: 8192,
        enabled: true,
        has_key: false,
        forbidden_by: 'Acme IT',
      },
    ],
  };
  return backend;
}

const conversation = (backend, title) =>
  [...backend.conversations.values()].find((each) => each.title === title).id;

const places = {
  'an empty conversation': { path: '/' },
  'a conversation with its reasons': {
    path: (backend) => `/c/${conversation(backend, 'Board update')}`,
    act: (page) => page.click('.why'),
  },
  'a conversation with code': { path: (backend) => `/c/${conversation(backend, 'Ledger join')}` },
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
    prepare: (backend) => set(backend, 'app.first_run_done', false),
    act: (page) => page.waitForSelector('[role="dialog"]'),
  },
  'the quick question': { path: '/quick' },
  'a menu': { path: '/', act: (page) => page.click('.composer .pill') },
  'an address that leads nowhere': { path: '/nowhere' },
  'a conversation that is gone': { path: '/c/00000000-0000-7000-8000-000000009999' },
};

for (const theme of ['light', 'dark']) {
  for (const [name, { path, prepare, act }] of Object.entries(places)) {
    test(`${name}, ${theme}`, async () => {
      const backend = furnished();
      prepare?.(backend);
      const at = typeof path === 'function' ? path(backend) : path;
      const { page, wrong, close } = await open(on, { backend, theme, path: at });
      await until(page, () => document.querySelector('main, [role="dialog"]') !== null);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await act?.(page);
      await until(page, (wanted) => document.documentElement.dataset.theme === wanted, theme);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        window.axe.run({
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          // A menu stands at the end of the page, in no landmark, as the pattern for menus has it.
          rules: { region: { enabled: document.querySelector('[role="menu"]') === null } },
        }),
      );
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
      assert.deepEqual(found, []);
      assert.deepEqual(await wrong(), []);
      await close();
    });
  }
}

for (const width of [1280, 1000, 900, 720, 640, 420, 320]) {
  test(`no page is wider than a window of ${width}`, async () => {
    const backend = furnished();
    for (const path of [
      '/',
      `/c/${conversation(backend, 'Ledger join')}`,
      '/models',
      '/settings',
      '/roles',
    ]) {
      const { page, close } = await open(on, { backend, path, width, height: 700 });
      await until(page, () => document.querySelector('main h1') !== null);
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
      await close();
    }
  });
}
