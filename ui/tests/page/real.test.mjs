// The pages over the real backend: real database, real engine, the smallest real model. `make test` names the
// programs; without them there is nothing to test here.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { ask, until } from './stage.mjs';

const program = process.env.ATTUNE_BRIDGE_PROGRAM;
const models = process.env.ATTUNE_TEST_MODELS;
const skip =
  !program || !models ? 'ATTUNE_BRIDGE_PROGRAM and ATTUNE_TEST_MODELS are not set: run `make test`' : false;

let home;
let bridge;
let browser;
let page;
let address;

async function startBridge() {
  bridge = spawn(program, ['--home', home, '--pages', 'build', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: bridge.stdout });
  address = await new Promise((done, failed) => {
    lines.once('line', done);
    bridge.once('exit', (code) => failed(new Error(`the bridge ended with ${code}`)));
  });
}

async function stopBridge() {
  const ended = new Promise((done) => bridge.once('exit', done));
  bridge.kill();
  await ended;
}

before(async () => {
  if (skip) return;
  home = await mkdtemp(join(tmpdir(), 'attune-page-'));
  await symlink(models, join(home, 'models'));
  await startBridge();
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
});

after(async () => {
  await browser?.close();
  if (bridge) await stopBridge();
  if (home) await rm(home, { recursive: true });
});

test('the first start takes a name and a role', { skip }, async () => {
  await page.goto(address);
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

test('a question is answered by the model on this device', { skip, timeout: 180_000 }, async () => {
  await ask(page, 'What is a backup?');
  await page.waitForSelector('.answer[aria-busy="true"] .prose', { timeout: 120_000 });
  await page.waitForSelector('.answer[aria-busy="false"] .why', { timeout: 120_000 });
  assert.match(await page.locator('.answer .why').textContent(), /Leader v1 .* On this device/);
  await page.click('.answer .why');
  await page.waitForSelector('aside >> text=Nothing left this device.');
});

test('an answer can be asked for again, and both are kept', { skip, timeout: 180_000 }, async () => {
  await page.click('[aria-label="Answer again"]');
  await page.waitForSelector('.answer[aria-busy="false"] .branches:has-text("2/2")', { timeout: 120_000 });
  await page.click('[aria-label="Previous version"]');
  await page.waitForSelector('.answer .branches:has-text("1/2")');
});

test('an answer can be stopped', { skip, timeout: 180_000 }, async () => {
  await ask(page, 'Tell me a long story about a database.');
  await page.waitForSelector('.answer[aria-busy="true"] .prose', { timeout: 120_000 });
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=You stopped this answer.');
});

test('a message is found again after a restart', { skip }, async () => {
  await stopBridge();
  await page.waitForSelector('text=Not connected to Attune');
  await startBridge();
  await page.goto(address);
  await page.waitForSelector('.row:has-text("What is a backup?")');
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('long story');
  await page.waitForSelector('[role="option"] mark');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-reached]:has-text("Tell me a long story about a database.")');
});

test('settings outlive the program', { skip }, async () => {
  await page.goto(`${address}/settings`);
  await page.click('[role="radio"]:has-text("Dark")');
  await until(page, () => document.documentElement.dataset.theme === 'dark');
  await page.reload();
  await until(page, () => document.documentElement.dataset.theme === 'dark');
});
