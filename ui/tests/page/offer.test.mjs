// Before something sensitive leaves: what would, and what becomes of it. Over the real program and a scripted provider.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { answered, open, stage } from './stage.mjs';

const QUESTION = 'Was DE89 3704 0044 0532 0130 00 paid, and does mara@example.com know?';

const on = stage({ furnish: (on) => on.bridge.set({ 'privacy.cover': 'off' }) });

async function offered(page, text = QUESTION) {
  await page.fill('[data-composer]', text);
  await page.focus('[data-composer]');
  await page.keyboard.press('Enter');
  const offer = page.getByRole('alertdialog');
  await offer.waitFor();
  return offer;
}

const newest = async () => (await on.bridge.call('list_departures', { limit: 1 }))[0]?.subject ?? '';

for (const theme of ['light', 'dark']) {
  test(`a question waits for a decision, and is covered, ${theme}`, async () => {
    const { page, wrong, close } = await open(on, { theme });
    const before = on.provider.asked.length;
    const offer = await offered(page);
    await offer.getByText('DE89 3704 0044 0532 0130 00').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Cover them');
    if (process.env.ATTUNE_PICTURES)
      await page.screenshot({ path: `${process.env.ATTUNE_PICTURES}/offer-${theme}.png` });
    assert.deepEqual(await violations(page), []);
    assert.equal(on.provider.asked.length, before);
    on.provider.says('Paid from [account number 1].');
    await page.keyboard.press('Enter');
    await answered(page);
    assert.match(on.provider.asked.at(-1), /\[account number 1\].*\[e-mail address 1\]/);
    await page.locator('.answer', { hasText: 'Paid from DE89 3704 0044 0532 0130 00.' }).waitFor();
    assert.match(await newest(), /; covered: 1 × account number, 1 × e-mail address$/);
    assert.deepEqual(await wrong(), []);
    await close();
  });
}

test('it goes as it is where the person wants that, and the record and the panel say so', async () => {
  const { page, close } = await open(on);
  const offer = await offered(page);
  await offer.getByRole('button', { name: 'Send as it is' }).click();
  await answered(page);
  assert.match(on.provider.asked.at(-1), /DE89 3704 0044 0532 0130 00/);
  assert.match(await newest(), /; not covered by choice: 1 × account number, 1 × e-mail address$/);
  await page.keyboard.press('Control+i');
  await page.getByText('Left uncovered, as you chose: account numbers (1), e-mail addresses (1).').waitFor();
  await close();
});

test('Escape gives the question back, and nothing was asked or kept', async () => {
  const { page, close } = await open(on);
  const before = on.provider.asked.length;
  const offer = await offered(page);
  await page.keyboard.press('Escape');
  await offer.waitFor({ state: 'detached' });
  await page.waitForFunction((text) => document.querySelector('[data-composer]').value === text, QUESTION);
  assert.equal(on.provider.asked.length, before);
  await page.fill('[data-composer]', '');
  await close();
});

test('from now on everything is covered without asking, where the person wants that', async () => {
  const { page, close } = await open(on);
  const offer = await offered(page);
  await offer.getByRole('button', { name: 'Always cover' }).click();
  await answered(page);
  const settings = await on.bridge.call('get_settings', {});
  assert.equal(settings.find(({ key }) => key === 'privacy.cover').value, 'identifiers');
  await close();
});
