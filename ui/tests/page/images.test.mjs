// Images beside a question: from the file to the card, the look at it, the question and its place in the conversation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { furnished, withConversation } from './furnished.mjs';

const on = furnished();

const png = (name) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(on.PIXEL.split(',')[1], 'base64'),
});

async function open(context, { theme = 'light', width, path } = {}) {
  let id;
  const furnish = (backend) => (id = withConversation(backend, theme));
  const { backend, page, origin } = await on.open(context, furnish, { width });
  const refusals = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text());
  });
  await page.goto(origin + (path ?? `/c/${id}`));
  await page.waitForSelector(path === undefined ? '.answer' : 'textarea');
  return { page, backend, id, refusals };
}

const attach = (page, ...files) => page.setInputFiles('[data-attach]', files);

/** Files that are put on the page as if they were dragged there, or pasted. */
const bring = (page, kind, files, texts = {}) =>
  page.evaluate(
    ([kind, files, texts]) => {
      const data = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) data.setData(type, text);
      for (const { name, type } of files) data.items.add(new File(['x'], name, { type }));
      const options = { bubbles: true, cancelable: true };
      const target = document.querySelector('textarea');
      const event =
        kind === 'paste'
          ? new ClipboardEvent(kind, { ...options, clipboardData: data })
          : new DragEvent(kind, { ...options, dataTransfer: data });
      return !target.dispatchEvent(event);
    },
    [kind, files, texts],
  );

test('an image is read, put right, asked about and shown with its question', async (context) => {
  const { page, backend, id, refusals } = await open(context);
  await attach(page, png('invoice.png'));
  await page.getByText('2 words read', { exact: true }).waitFor();
  await page.waitForSelector('[role="status"]:has-text("invoice.png: 2 words read")', { state: 'attached' });

  await page.getByRole('button', { name: 'Show “invoice.png”' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'invoice.png' });
  await dialog.getByRole('img', { name: 'invoice.png' }).waitFor();
  await dialog.getByRole('radio', { name: 'Actual size' }).click();
  await page.waitForSelector('.pane.actual[tabindex="0"]');
  await dialog.getByRole('textbox', { name: 'What was read' }).fill('Invoice 4712');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('aria-label') === 'Show “invoice.png”',
  );

  await page.fill('[data-composer]', 'Is it right?');
  await page.focus('[data-composer]');
  await page.keyboard.press('Enter');
  const question = page.locator('.question', { hasText: 'Is it right?' });
  await question.getByRole('button', { name: 'invoice.png' }).waitFor();
  await question.getByText('What was read').click();
  await question.getByText('Invoice 4712').waitFor();
  const [asked] = backend.branches.get(id).slice(-2);
  assert.deepEqual(
    asked.attachments.map(({ text, corrected }) => ({ text, corrected })),
    [{ text: 'Invoice 4712', corrected: true }],
  );
  assert.equal(await page.locator('.card').count(), 0);
  assert.deepEqual(refusals, []);
});

test('files are chosen with a key', async (context) => {
  const { page } = await open(context);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Control+Shift+A'),
  ]);
  assert.equal(chooser.isMultiple(), true);
  await chooser.setFiles([png('a.png')]);
  await page.getByText('2 words read', { exact: true }).waitFor();
});

test('a question waits until its images are read, and can be taken back', async (context) => {
  const { page, backend } = await open(context);
  const go = backend.hold();
  await attach(page, png('a.png'), png('b.png'));
  await page.fill('[data-composer]', 'What now?');
  await page.focus('[data-composer]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.send [aria-busy="true"]');
  await page.getByRole('button', { name: 'Remove “a.png”' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  assert.equal(await page.inputValue('[data-composer]'), 'What now?');
  await page.focus('[data-composer]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.send [aria-busy="true"]');
  go();
  await page.locator('.question').getByRole('button', { name: 'b.png' }).waitFor();
  assert.equal(await page.inputValue('[data-composer]'), '');
});

test('an image that nothing can read stays, and leads to the models', async (context) => {
  const { page, backend } = await open(context);
  backend.nextReading = { code: 'model_missing', message: 'No model reads images.' };
  await attach(page, png('a.png'));
  await page.getByText('Not read: no model that reads images is installed', { exact: true }).waitFor();
  await page.locator('.card').getByRole('button', { name: 'Open models' }).click();
  await page.waitForURL('**/models');
  await page.goBack();
  await page.locator('.card .name', { hasText: 'a.png' }).waitFor();
});

test('images are pasted and dropped, text is left alone, other files are told', async (context) => {
  const { page } = await open(context);
  const image = { name: 'image.png', type: 'image/png' };
  assert.equal(await bring(page, 'paste', [image], { 'text/plain': 'A1\tB1' }), false);
  assert.equal(await page.locator('.card').count(), 0);
  assert.equal(await bring(page, 'paste', [image]), true);
  await page.locator('.card .name', { hasText: 'Pasted image' }).waitFor();

  await bring(page, 'dragenter', [image]);
  await page.getByText('Drop images or recordings here to ask about them').waitFor();
  await bring(page, 'drop', [
    { name: 'chart.webp', type: 'image/webp' },
    { name: 'notes.pdf', type: 'application/pdf' },
  ]);
  await page.locator('.card .name', { hasText: 'chart.webp' }).waitFor();
  await page.waitForSelector('[role="alert"]:has-text("notes.pdf")');
  assert.equal(await page.getByText('Drop images or recordings here to ask about them').count(), 0);
});

test('an image is pasted into the quick question and needs no words', async (context) => {
  const { page, backend } = await open(context, { path: '/quick' });
  assert.equal(await bring(page, 'paste', [{ name: 'image.png', type: 'image/png' }]), true);
  await page.getByText('2 words read', { exact: true }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.focus('textarea');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.answer:has-text("Bottom line")');
  const { request } = backend.calls.find(({ name }) => name === 'ask');
  assert.equal(request.text, 'What does this image say?');
  assert.equal(request.attachments.length, 1);
  assert.equal(await page.locator('.card').count(), 0);
});

for (const theme of ['light', 'dark']) {
  test(`nothing is wrong with images, ${theme}`, async (context) => {
    const { page, backend } = await open(context, { theme });
    const go = backend.hold();
    backend.nextReading = { text: 'Invoice 4711', tags: ['receipt', 'paper'], codes: ['4006381333931'] };
    await attach(page, png('a.png'));
    await page.getByText('Reading…', { exact: true }).waitFor();
    assert.deepEqual(await violations(page), []);
    go();
    await page.getByText('2 words read · 1 code read', { exact: true }).waitFor();
    backend.nextReading = { code: 'model_missing', message: 'No model reads images.' };
    await attach(page, png('b.png'));
    await page.waitForSelector('.card.unread');
    assert.deepEqual(await violations(page), []);

    await page.getByRole('button', { name: 'Show “a.png”' }).click();
    await page.getByRole('dialog').getByRole('img').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('radio', { name: 'Actual size' }).click();
    await page.waitForSelector('.pane.actual');
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');

    await page.fill('[data-composer]', 'Is it right?');
    await page.focus('[data-composer]');
    await page.keyboard.press('Enter');
    const question = page.locator('.question', { hasText: 'Is it right?' });
    await question.getByText('What was read').click();
    await question.getByText('Invoice 4711').waitFor();
    assert.deepEqual(await violations(page), []);
  });
}

test('nothing is wider than a narrow window', async (context) => {
  const { page } = await open(context, { width: 320 });
  await attach(page, png('a-rather-long-name-of-a-file-that-somebody-scanned.png'), png('b.png'));
  await page.getByText('2 words read').nth(1).waitFor();
  const wide = (where) =>
    page.evaluate(
      (where) =>
        [...document.querySelectorAll(where)]
          .filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width > 0 && box.right > innerWidth + 1 && !each.closest('.visually-hidden');
          })
          .map((each) => `${each.tagName}.${each.className}`),
      where,
    );
  assert.deepEqual(await wide('main *'), []);
  await page.getByRole('button', { name: 'Show “b.png”' }).click();
  await page.getByRole('dialog').getByRole('img').waitFor();
  assert.deepEqual(await wide('[role="dialog"] *'), []);
});
