// Blackening parts of an image before it is asked about: by pointer, by keys, and what was found in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { furnished, withConversation } from './furnished.mjs';

/** 640 × 480, as the backend says it is. */
const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="white"/>' +
    '<g font-family="sans-serif" font-size="26"><text x="40" y="80">Invoice 4711</text>' +
    '<text x="40" y="180">IBAN DE89 3704 0044 0532 0130 00</text><text x="40" y="280">Card 4111 1111 1111 1111</text></g></svg>',
)}`;

const at = (left, top, right, bottom) => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

const FOUND = [
  { kind: 'iban', text: 'DE89 3704 0044 0532 0130 00', regions: [at(105, 154, 480, 190)] },
  { kind: 'card', text: '4111 1111 1111 1111', regions: [at(105, 254, 375, 290)] },
];

const on = furnished();

async function open(context, { theme = 'light', width, height, found = [] } = {}) {
  let id;
  const furnish = (backend) => {
    id = withConversation(backend, theme);
    backend.picture = PICTURE;
    backend.found = found;
  };
  const { backend, page, origin } = await on.open(context, furnish, { width, height });
  await page.goto(`${origin}/c/${id}`);
  await page.waitForSelector('.answer');
  await page.setInputFiles('[data-attach]', {
    name: 'invoice.png',
    mimeType: 'image/png',
    buffer: Buffer.from(on.PIXEL.split(',')[1], 'base64'),
  });
  await page.getByText('2 words read', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Show “invoice.png”' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'invoice.png' });
  await dialog.locator('.layer').waitFor();
  return { page, backend, dialog };
}

const blackened = ({ calls }) =>
  calls.filter(({ name }) => name === 'blacken_image').map(({ request }) => request.regions);

test('regions are drawn over the picture, taken back and blackened', async (context) => {
  const { page, backend, dialog } = await open(context);
  const box = await dialog.locator('.layer').boundingBox();
  const place = (x, y) => [box.x + (x * box.width) / 640, box.y + (y * box.height) / 480];
  const drag = async (from, to) => {
    await page.mouse.move(...place(...from));
    await page.mouse.down();
    await page.mouse.move(...place(...to), { steps: 4 });
    await page.mouse.up();
  };
  await drag([100, 150], [500, 200]);
  await drag([100, 250], [400, 300]);
  await dialog.getByRole('button', { name: 'Blacken 2 regions' }).waitFor();
  // A click alone draws nothing.
  await page.mouse.click(...place(20, 20));
  await dialog.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await violations(page), []);
  const next = backend.nextReading;
  backend.nextReading = { text: 'Invoice' };
  await dialog.getByRole('button', { name: 'Blacken 1 region' }).click();
  await dialog.getByRole('button', { name: /^Blacken/ }).waitFor({ state: 'detached' });
  backend.nextReading = next;
  const [[region]] = blackened(backend);
  const near = (number, expected) => assert.ok(Math.abs(number - expected) <= 2, `${number} ${expected}`);
  at(100, 150, 500, 200).forEach(([x, y], corner) => {
    near(region[corner][0], x);
    near(region[corner][1], y);
  });
  assert.equal(await dialog.getByRole('textbox', { name: 'What was read' }).inputValue(), 'Invoice');
});

test('a region is placed with keys alone', async (context) => {
  const { page, backend, dialog } = await open(context);
  const add = dialog.getByRole('button', { name: 'Add a region' });
  await add.press('Enter');
  const region = dialog.locator('[data-region]');
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-region'));
  const name = await region.getAttribute('aria-label');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  assert.notEqual(await region.getAttribute('aria-label'), name);
  // Escape takes back what was just added and leaves the dialog open.
  await page.keyboard.press('Escape');
  assert.equal(await region.count(), 0);
  await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Add a region');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.hasAttribute('data-region'));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Add a region');
  await region.focus();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Delete');
  assert.equal(await region.count(), 0);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByRole('button', { name: 'Blacken 1 region' }).press('Enter');
  await dialog.locator('[data-region]').waitFor({ state: 'detached' });
  assert.deepEqual(blackened(backend), [[at(234, 220, 394, 260)]]);
});

for (const theme of ['light', 'dark']) {
  test(`what was found is outlined and blackened, one by one or all, ${theme}`, async (context) => {
    const { page, backend, dialog } = await open(context, { theme, found: FOUND });
    await dialog.getByText('2 sensitive parts found').waitFor();
    assert.equal(await dialog.locator('polygon:not(.halo)').count(), 2);
    await dialog.getByRole('button', { name: 'Add a region' }).click();
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-region'));
    if (process.env.ATTUNE_PICTURES)
      await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/mask-${theme}.png` });
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Delete');
    backend.nextBlackening = { code: 'invalid', message: 'A region lies beside the image.' };
    await dialog.getByRole('button', { name: 'Blacken IBAN DE89 3704 0044 0532 0130 00' }).click();
    await dialog.getByText('A region lies beside the image.').waitFor();
    await dialog.getByRole('button', { name: 'Blacken all 2' }).click();
    await dialog.getByText('2 sensitive parts found').waitFor({ state: 'detached' });
    assert.deepEqual(blackened(backend), [FOUND[0].regions, FOUND.flatMap(({ regions }) => regions)]);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByText(/identifiers? found/).count(), 0);
  });
}

test('a text that was just put right is kept before its image is blackened', async (context) => {
  const { backend, dialog } = await open(context, { found: FOUND });
  await dialog.getByRole('textbox', { name: 'What was read' }).fill('Invoice 4712');
  await dialog.getByRole('button', { name: 'Blacken all 2' }).click();
  await dialog.getByText('2 sensitive parts found').waitFor({ state: 'detached' });
  const names = backend.calls.map(({ name }) => name).filter((name) => /correct|blacken/.test(name));
  assert.deepEqual(names, ['correct_reading', 'blacken_image']);
  // What was black by then is not brought back by leaving.
  await dialog.getByRole('button', { name: 'Close' }).click();
  assert.equal(backend.calls.filter(({ name }) => name === 'correct_reading').length, 1);
});

test('nothing is wider than a narrow window', async (context) => {
  const { page, dialog } = await open(context, { width: 320, height: 700, found: FOUND });
  await dialog.getByText('2 sensitive parts found').waitFor();
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('[role="dialog"] *')]
      .filter((each) => {
        const box = each.getBoundingClientRect();
        return box.width > 0 && box.right > innerWidth + 1 && !each.closest('.visually-hidden, .layer');
      })
      .map((each) => `${each.tagName}.${each.className}`),
  );
  assert.deepEqual(wide, []);
});
