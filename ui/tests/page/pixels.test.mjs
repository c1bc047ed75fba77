// An image that goes to a provider whose model sees, over the real program: what the provider gets, and what is said of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fake } from './told.mjs';
import { answered, open, scripted, stage } from './stage.mjs';

const on = stage({
  policy: '[remote]\nhosts = ["127.0.0.1"]\n\n[privacy]\npixels = true\n',
  // Without a model that reads, nothing could be covered in an image, and it would stay here.
  furnish: (on) => on.bridge.set({ 'privacy.cover': 'off' }),
});

test('it gets the image where the form says that it sees, and the panel says so', async () => {
  const { PIXEL } = await fake('media');
  const id = (await on.bridge.call('list_providers', {})).providers[0].id;
  const { page, wrong, close } = await open(on);
  const ask = async (text) => {
    await page.setInputFiles('[data-attach]', {
      name: 'pixel.png',
      mimeType: 'image/png',
      buffer: Buffer.from(PIXEL.split(',')[1], 'base64'),
    });
    await page.locator('.card.unread').waitFor();
    await page.fill('[data-composer]', text);
    await page.focus('[data-composer]');
    await page.keyboard.press('Enter');
    await page.locator('.question', { hasText: text }).waitFor();
    await answered(page);
    return on.provider.asked.at(-1);
  };
  assert.equal(typeof (await ask('Blind?')), 'string');
  await on.bridge.call('save_provider', {
    provider: scripted(on.provider.address, { id, images: true }),
  });
  const [text, image] = await ask('Seen?');
  assert.match(text.text, /Seen\?/);
  assert.match(image.image_url.url, /^data:image\/png;base64,/);
  assert.match((await on.bridge.call('list_departures', { limit: 1 }))[0].subject, /; 1 image$/);
  await page
    .locator('.answer')
    .last()
    .getByRole('button', { name: /Why|Scripted/ })
    .first()
    .click();
  await page.getByText('1 image went there as it looks.').waitFor();
  assert.deepEqual(await wrong(), []);
  await close();
});
