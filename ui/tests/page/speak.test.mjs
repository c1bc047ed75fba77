// Speaking instead of writing: in the composer and in the quick question, over a backend that listens until it is told
// to stop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { furnished } from './furnished.mjs';

const on = furnished();

async function open(context, path) {
  const { backend, page, origin } = await on.open(context);
  await page.goto(origin + path);
  return { page, backend };
}

const requests = (backend, name) => backend.calls.filter((call) => call.name === name);

test('what is said stands in the composer, where it was to be put', async (context) => {
  const { page, backend } = await open(context, '/');
  await page.fill('[data-composer]', 'Please:');
  await page.getByRole('button', { name: 'Speak', exact: true }).press('Enter');
  await page.waitForSelector('.spoken:has-text("Please: Pause")');
  // The button has the focus: what it is called floats at the end of the page, in no landmark.
  assert.deepEqual(await violations(page, { region: { enabled: false } }), []);
  await page.getByRole('button', { name: 'Stop listening' }).press('Enter');
  await page.waitForFunction(
    () => document.querySelector('[data-composer]').value === 'Please: Pause the feed',
  );
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-composer'));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/c/*');
  assert.equal(requests(backend, 'ask')[0].request.spoken, true);
});

test('Escape throws away what was said, and keeps what was written', async (context) => {
  const { page, backend } = await open(context, '/');
  await page.fill('[data-composer]', 'Please:');
  await page.getByRole('button', { name: 'Speak', exact: true }).press('Enter');
  await page.waitForSelector('.spoken:has-text("Pause")');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.spoken', { state: 'detached' });
  assert.equal(await page.inputValue('[data-composer]'), 'Please:');
  assert.equal(requests(backend, 'cancel_dictation').length, 1);
  assert.equal(await page.locator('.toast').count(), 0);
});

test('what is said stands in the quick question', async (context) => {
  const { page } = await open(context, '/quick');
  await page.getByRole('button', { name: 'Speak', exact: true }).press('Enter');
  await page.waitForSelector('.spoken:has-text("Pause")');
  await page.getByRole('button', { name: 'Stop listening' }).press('Enter');
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Pause the feed');
});
