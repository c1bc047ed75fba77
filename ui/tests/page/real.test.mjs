// The first day with Attune: from the first start to a restart, with the smallest real model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, open, stage, until } from './stage.mjs';

const on = stage({ models: true, settings: {}, asks: 'here', policy: '' });

let page;

test('the first start takes a name and a role', async () => {
  ({ page } = await open(on));
  await page.fill('[role="dialog"] input', 'Mara');
  await page.click('[role="dialog"] >> text=Leader');
  await page.click('text=Continue');
  await page.click('text=Continue');
  await page.click('text=Start');
  await page.waitForSelector('h2:has-text("Mara")');
  await until(page, () =>
    document.querySelector('[role="radio"][aria-checked="true"]')?.textContent?.includes('Leader'),
  );
});

test('a question is answered by the model on this device', async () => {
  await ask(page, 'What is a backup?');
  await page.waitForSelector('.answer[aria-busy="true"] .prose');
  await page.waitForSelector('.answer[aria-busy="false"] .why');
  assert.match(await page.locator('.answer .why').textContent(), /Leader v1 .* On this device/);
  await page.click('.answer .why');
  await page.waitForSelector('aside >> text=Nothing left this device.');
});

test('an answer can be asked for again, and both are kept', async () => {
  await page.click('[aria-label="Answer again"]');
  await page.waitForSelector('.answer[aria-busy="false"] .branches:has-text("2/2")');
  await page.click('[aria-label="Previous version"]');
  await page.waitForSelector('.answer .branches:has-text("1/2")');
});

test('an answer can be stopped', async () => {
  await ask(page, 'Tell me a long story about a database.');
  await page.waitForSelector('.answer[aria-busy="true"] .prose');
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=You stopped this answer.');
});

test('a message is found again after a restart', async () => {
  await on.bridge.stop();
  await page.waitForSelector('text=Not connected to Attune');
  await on.start();
  await page.goto(on.bridge.origin);
  await page.waitForSelector('.row:has-text("What is a backup?")');
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('long story');
  await page.waitForSelector('[role="option"] mark');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-reached]:has-text("Tell me a long story about a database.")');
});

test('settings outlive the program', async () => {
  await page.goto(`${on.bridge.origin}/settings`);
  await page.click('[role="radio"]:has-text("Dark")');
  await until(page, () => document.documentElement.dataset.theme === 'dark');
  await on.bridge.stop();
  await on.start();
  await page.goto(on.bridge.origin);
  await until(page, () => document.documentElement.dataset.theme === 'dark');
});
