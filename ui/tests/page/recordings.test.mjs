// Recordings beside a question: from the file to the card, what was said in it, its files, and its place in the conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { furnished, withConversation } from './furnished.mjs';

const on = furnished();

const recording = { name: 'board.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('sound') };

async function open(context, { theme = 'light', width } = {}) {
  let id;
  const furnish = (backend) => (id = withConversation(backend, theme));
  const { backend, page, origin } = await on.open(context, furnish, { width });
  await page.goto(`${origin}/c/${id}`);
  await page.waitForSelector('.answer');
  return { page, backend };
}

const attach = (page, ...files) => page.setInputFiles('[data-attach]', files);

test('a recording is read while it is heard, put right, exported and asked about', async (context) => {
  const { page, backend } = await open(context);
  const go = backend.hold();
  await attach(page, recording);
  await page.getByText('Listening: 0:20 of 3:20').waitFor();
  const bar = page.getByRole('progressbar', { name: /board\.mp3/ });
  assert.equal(await bar.getAttribute('aria-valuenow'), '10');

  await page.getByRole('button', { name: 'Show “board.mp3”' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'board.mp3' });
  await dialog.getByText('Good morning.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Export' }).count(), 0);
  assert.deepEqual(await violations(page), []);
  go();
  await dialog.getByText('The budget for Lisbon is settled.').waitFor();
  assert.deepEqual(await dialog.locator('time').allTextContents(), ['0:00', '3:12']);
  await dialog.getByText('3:20 · 8 words · English').waitFor();

  await dialog.getByRole('button', { name: 'Put right what was said at 3:12' }).press('Enter');
  const part = dialog.getByRole('textbox', { name: 'Text of this part' });
  await part.fill('Something else');
  await part.press('Escape');
  await dialog.getByText('The budget for Lisbon is settled.').waitFor();
  await dialog.getByRole('button', { name: 'Put right what was said at 3:12' }).press('Enter');
  await part.fill('The budget for Porto is settled.');
  await part.press('Enter');
  await dialog.getByText('Put right by you').waitFor();

  await dialog.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Subtitles (.srt)' }).click();
  await page.getByText('Exported to /downloads/board.mp3.srt').waitFor();
  const exported = backend.calls.find(({ name }) => name === 'export_transcript').request;
  assert.equal(exported.form, 'srt');
  assert.equal(exported.segments[1].text, 'The budget for Porto is settled.');
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.fill('textarea', 'What was decided?');
  await page.press('textarea', 'Enter');
  const shown = page.getByRole('article').getByRole('button', { name: /board\.mp3.*8 words/s });
  await shown.waitFor();
  await shown.click();
  await dialog.getByText('The budget for Porto is settled.').waitFor();
  assert.equal(await dialog.getByRole('button', { name: /Put right/ }).count(), 0);
  assert.deepEqual(await violations(page), []);
});

test('a recording that cannot be heard says what to do, and one that is cancelled is gone', async (context) => {
  const { page, backend } = await open(context, { theme: 'dark', width: 400 });
  const speech = backend.nextSpeech;
  backend.nextSpeech = { code: 'model_missing', message: 'No model hears.' };
  await attach(page, recording);
  await page.getByRole('button', { name: 'Open models' }).waitFor();
  assert.deepEqual(await violations(page), []);
  backend.nextSpeech = speech;
  backend.untilRead = new Promise(() => undefined);
  await page.getByRole('button', { name: 'Listen again' }).click();
  await page.getByText('Listening: 0:20 of 3:20').waitFor();
  await page.getByRole('button', { name: 'Cancel “board.mp3”' }).click();
  await page.locator('.card').waitFor({ state: 'detached' });
  assert.ok(backend.calls.some(({ name }) => name === 'drop_attachment'));

  backend.nextSpeech = { code: 'invalid', message: '“board.mp3” is no recording that can be read here.' };
  await attach(page, recording);
  await page.waitForSelector('[role="alert"]:has-text("is no recording")');
  assert.equal(await page.locator('.card').count(), 0);
});
