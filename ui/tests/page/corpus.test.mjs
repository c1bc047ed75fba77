// Every Markdown form that could load or run, in a real browser: no request, no script, no other window. The
// content security policy is off, so that what holds here holds without it. The texts come as they would in life:
// from a model server through the real program, and out of its database.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { answered, ask, conversation, open, pathOf, stage } from './stage.mjs';

const corpus = readdirSync('tests/corpus').map((name) => ({
  name,
  text: readFileSync(`tests/corpus/${name}`, 'utf8'),
}));
const hostile = ({ text }) => text.slice(0, 200);

const on = stage({
  seed: [
    ...corpus.map((each) => conversation(each.name, [['q', each.text]], { daysAgo: 1 })),
    ...corpus.map((each) => conversation(hostile(each), [[each.text, 'a']])),
    conversation('a link', [['q', 'See [the page](https://ok.example/a "a lie").']]),
    conversation('a hit', [
      ['q', 'needle <img src=x onerror="window.__hit=1"> ![](https://evil.example/h.png)'],
    ]),
  ],
});

for (const { name, text } of corpus) {
  test(`${name}, as a stored answer`, async () => {
    const { page, wrong, close } = await open(on, { path: await pathOf(on, name), alone: true });
    await page.waitForSelector('.prose');
    await poke(page);
    assert.deepEqual(await wrong(), []);
    await close();
  });

  test(`${name}, as an answer that is being written, and when it is opened again`, async () => {
    on.provider.says(text, { between: 1 });
    const { page, wrong, close } = await open(on, { alone: true });
    await ask(page, 'q');
    await answered(page);
    const drawn = await page.locator('.answer .prose').innerText();
    assert.deepEqual(await wrong(), []);
    await page.reload();
    await answered(page);
    assert.equal(await page.locator('.answer .prose').innerText(), drawn, 'both ways draw the same');
    await poke(page);
    assert.deepEqual(await wrong(), []);
    await close();
  });

  test(`${name}, as a question and as a title`, async () => {
    const path = await pathOf(on, hostile({ text }));
    const { page, wrong, close } = await open(on, { path, alone: true });
    await page.waitForSelector('.bubble');
    assert.equal(await page.locator('.bubble').first().textContent(), text);
    assert.deepEqual(await wrong(), []);
    await close();
  });
}

test('a link opens outside, and shows where it goes', async () => {
  const path = await pathOf(on, 'a link');
  const { page, wrong, close } = await open(on, { path, alone: true });
  const link = page.locator('.prose a');
  assert.equal(await link.getAttribute('title'), 'https://ok.example/a');
  await link.click();
  assert.deepEqual(await page.evaluate(() => window.opened), ['https://ok.example/a']);
  await link.click({ button: 'middle' });
  await link.focus();
  await page.keyboard.press('Enter');
  assert.equal(page.url(), on.bridge.origin + path);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('a search hit is text, whatever it holds', async () => {
  const { page, wrong, close } = await open(on, { alone: true });
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
