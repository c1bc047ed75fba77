// Ten thousand messages: as light as ten, and never pulled from under the person who reads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, open, stage, until } from './stage.mjs';

const on = stage();
const COUNT = 10_000;

function long() {
  const backend = new on.served.FakeBackend();
  const texts = Array.from({ length: COUNT }, (_, index) =>
    index % 2 === 0
      ? `question ${index}`
      : `**Bottom line:** answer ${index}.\n\n${'- a point\n'.repeat(index % 7)}`,
  );
  return { backend, id: backend.add('Long', 'leader', 0, texts) };
}

const rows = () => document.querySelectorAll('.turn').length;
const end = () => {
  const box = document.querySelector('[role="region"]');
  return box.scrollHeight - box.scrollTop - box.clientHeight;
};

test('opens at its end, with few elements', async () => {
  const { backend, id } = long();
  const { page, wrong, close } = await open(on, { backend, path: `/c/${id}` });
  await page.waitForSelector(`text=answer ${COUNT - 1}.`);
  await until(page, () => document.querySelectorAll('.skeleton').length === 0);
  assert.ok((await page.evaluate(end)) < 2);
  assert.ok((await page.evaluate(rows)) < 60);
  assert.equal(backend.calls.filter(({ name }) => name === 'load_messages').length, 0);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('reads what comes into view, wherever that is', async () => {
  const { backend, id } = long();
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.waitForSelector(`text=answer ${COUNT - 1}.`);
  for (const share of [0.5, 0.1, 0, 0.93]) {
    await page.evaluate((at) => {
      const box = document.querySelector('[role="region"]');
      box.scrollTop = box.scrollHeight * at;
    }, share);
    await until(page, () => {
      const shown = [...document.querySelectorAll('.turn')].filter((each) => {
        const box = each.getBoundingClientRect();
        return box.bottom > 0 && box.top < window.innerHeight;
      });
      return shown.length > 0 && shown.every((each) => each.dataset.message);
    });
    assert.ok((await page.evaluate(rows)) < 60);
  }
  assert.ok(await page.locator('.latest').isVisible());
  await page.click('.latest');
  await until(page, () => {
    const box = document.querySelector('[role="region"]');
    return box.scrollHeight - box.scrollTop - box.clientHeight < 2;
  });
  await close();
});

test('follows an answer at the end, and stays where the person went', async () => {
  const { backend, id } = long();
  backend.nextAnswer = `**Bottom line:** go.\n\n${'- one more point that takes a line\n'.repeat(60)}`;
  backend.pace = { first: 0, token: 4 };
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.waitForSelector(`text=answer ${COUNT - 1}.`);
  await ask(page, 'and now?');
  await until(page, () => document.querySelectorAll('.answer[aria-busy="true"] li').length > 24);
  assert.ok((await page.evaluate(end)) < 60, 'it follows');
  await page.hover('.answer[aria-busy="true"]');
  await page.mouse.wheel(0, -400);
  await until(page, () => {
    const box = document.querySelector('[role="region"]');
    return box.scrollHeight - box.scrollTop - box.clientHeight > 200;
  });
  const top = () => document.querySelector('.answer[aria-busy] .opening')?.getBoundingClientRect().top;
  const before = await page.evaluate(top);
  const points = await page.evaluate(() => document.querySelectorAll('.answer[aria-busy="true"] li').length);
  await until(page, (from) => document.querySelectorAll('.answer li').length > from + 6, points);
  assert.ok(Math.abs((await page.evaluate(top)) - before) < 2, 'it stays');
  await close();
});

test('draws only the blocks that change while an answer grows', async () => {
  const { backend, id } = long();
  backend.nextAnswer = Array.from({ length: 40 }, (_, index) => `Paragraph ${index} with a few words.`).join(
    '\n\n',
  );
  backend.pace = { first: 0, token: 3 };
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.waitForSelector(`text=answer ${COUNT - 1}.`);
  await ask(page, 'and now?');
  await until(page, () => document.querySelectorAll('.answer[aria-busy="true"] .block').length > 5);
  await page.evaluate(() => {
    window.first = document.querySelector('.answer[aria-busy="true"] .block p');
  });
  await until(page, () => document.querySelector('[aria-busy="true"]') === null);
  assert.ok(await page.evaluate(() => window.first.isConnected), 'the first paragraph is the same element');
  await close();
});
