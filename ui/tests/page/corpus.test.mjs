// Every Markdown form that could load or run, in a real browser: no request, no script, no other window. The
// content security policy is off, so that what holds here holds without it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, open, stage, until } from './stage.mjs';

const on = stage();
const corpus = readdirSync('tests/corpus');

for (const name of corpus) {
  const text = readFileSync(`tests/corpus/${name}`, 'utf8');

  test(`${name}, as a stored answer`, async () => {
    const backend = new on.served.FakeBackend();
    const id = backend.add(name, 'leader', 0, ['q', text]);
    const { page, wrong, close } = await open(on, { backend, path: `/c/${id}`, alone: true });
    await page.waitForSelector('.prose');
    await poke(page);
    assert.deepEqual(await wrong(), []);
    await close();
  });

  test(`${name}, as an answer that is being written`, async () => {
    const backend = new on.served.FakeBackend();
    backend.nextAnswer = text;
    backend.pace = { first: 0, token: 1 };
    const { page, wrong, close } = await open(on, { backend, alone: true });
    await ask(page, 'q');
    await until(page, () => document.querySelector('.answer[aria-busy="false"]') !== null);
    assert.deepEqual(await wrong(), []);
    await close();
  });

  test(`${name}, as a question and as a title`, async () => {
    const backend = new on.served.FakeBackend();
    const id = backend.add(text.slice(0, 200), 'leader', 0, [text, 'a']);
    const { page, wrong, close } = await open(on, { backend, path: `/c/${id}`, alone: true });
    await page.waitForSelector('.bubble');
    assert.equal(await page.locator('.bubble').first().textContent(), text);
    assert.deepEqual(await wrong(), []);
    await close();
  });
}

test('a link opens outside, and shows where it goes', async () => {
  const backend = new on.served.FakeBackend();
  const id = backend.add('links', 'leader', 0, ['q', 'See [the page](https://ok.example/a "a lie").']);
  const { page, wrong, close } = await open(on, { backend, path: `/c/${id}`, alone: true });
  const link = page.locator('.prose a');
  assert.equal(await link.getAttribute('title'), 'https://ok.example/a');
  await link.click();
  assert.deepEqual(await page.evaluate(() => window.opened), ['https://ok.example/a']);
  await link.click({ button: 'middle' });
  await link.focus();
  await page.keyboard.press('Enter');
  assert.equal(page.url(), `${on.served.origin}/c/${id}`);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('a search hit is text, whatever it holds', async () => {
  const backend = new on.served.FakeBackend();
  backend.add('x', 'leader', 0, [
    'q',
    'needle <img src=x onerror="window.__hit=1"> ![](https://evil.example/h.png)',
  ]);
  const { page, wrong, close } = await open(on, { backend, alone: true });
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('needle');
  await page.waitForSelector('[role="option"] mark');
  assert.deepEqual(await wrong(), []);
  await close();
});

/** Does with an answer what a person could: points at everything, and follows every link. */
async function poke(page) {
  const before = page.url();
  for (const link of await page.locator('.prose a').all()) {
    await link.dispatchEvent('click');
    await link.dispatchEvent('auxclick', { button: 1 });
  }
  await page.locator('.prose').first().hover();
  const opened = await page.evaluate(() => window.opened);
  for (const address of opened) assert.match(address, /^(https:\/\/|mailto:)/);
  for (const address of opened)
    assert.doesNotMatch(address, /bcc=|body=|attach=|@evil\.example\/|evil\.example$/);
  assert.equal(page.url(), before);
}
