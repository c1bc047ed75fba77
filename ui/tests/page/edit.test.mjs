// An answer that is changed by hand, from its button to the version that is kept; and a window in which everything
// was erased from elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './audit.mjs';
import { furnished, withConversation } from './furnished.mjs';

const EDIT = { name: 'Edit answer' };

const on = furnished();

async function open(context, theme = 'light') {
  let id;
  const furnish = (backend) => (id = withConversation(backend, theme, 'Pause **the feed**.'));
  const { backend, page, origin } = await on.open(context, furnish);
  await page.goto(`${origin}/c/${id}`);
  await page.getByRole('button', EDIT).waitFor();
  return { page, backend, id };
}

test('is changed by keyboard alone, told, shown as a version and marked', async (context) => {
  const { page, backend, id } = await open(context);
  await page.getByRole('button', EDIT).press('Enter');
  const area = page.getByLabel('Answer, as Markdown');
  await area.waitFor();
  assert.equal(await area.inputValue(), 'Pause **the feed**.');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Tell the board today.');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('article:has-text("Tell the board today.")');
  await page.waitForSelector('[role="status"]:has-text("Your version of the answer is kept.")');
  await page.getByText('2/2').waitFor();
  assert.match(await page.locator('.why').innerText(), /^Edited by you · Leader/);
  const [edited] = backend.branches.get(id).slice(-1);
  assert.equal(edited.text, 'Pause **the feed**.\nTell the board today.');
  // Whoever changed it is brought to it, and can go on from there.
  await page.waitForFunction(
    (message) => document.activeElement?.getAttribute('data-message') === message,
    edited.id,
  );
  assert.equal(await page.getByRole('button', { name: 'Helpful', exact: true }).count(), 0);
});

test('is left as it was by Escape, which asks before it drops anything', async (context) => {
  const { page, backend } = await open(context);
  const focused = () => page.evaluate(() => document.activeElement?.ariaLabel);
  await page.getByRole('button', EDIT).press('Enter');
  await page.getByLabel('Answer, as Markdown').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', EDIT).waitFor();
  assert.equal(await focused(), 'Edit answer');

  await page.keyboard.press('Enter');
  await page.getByLabel('Answer, as Markdown').fill('Something else.');
  await page.keyboard.press('Escape');
  await page.getByText('Discard what you changed?').waitFor();
  await page.getByRole('button', { name: 'Discard changes' }).press('Enter');
  await page.getByRole('button', EDIT).waitFor();
  await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Edit answer');
  assert.equal(
    backend.calls.some(({ name }) => name === 'edit_answer'),
    false,
  );
});

for (const theme of ['light', 'dark']) {
  test(`nothing is wrong with its editor, ${theme}`, async (context) => {
    const { page, backend } = await open(context, theme);
    backend.more.edit_answer = () => {
      throw Object.assign(new Error(), { body: { code: 'disk', message: 'The disk is full.' } });
    };
    await page.getByRole('button', EDIT).click();
    await page.getByLabel('Answer, as Markdown').fill('Something else.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForSelector('[role="alert"]:has-text("was not saved")');
    assert.equal(await page.getByLabel('Answer, as Markdown').inputValue(), 'Something else.');
    assert.deepEqual(await violations(page), []);
  });
}

test('a conversation that was erased with everything makes room for the start page', async (context) => {
  const { page, backend } = await open(context);
  backend.conversations.clear();
  backend.branches.clear();
  backend.emit({ event: 'profile_erased' });
  await page.waitForURL((address) => address.pathname === '/');
  await page.getByRole('button', EDIT).waitFor({ state: 'detached' });
  await page.waitForFunction(() => !document.body.innerText.includes('Board'));
});
