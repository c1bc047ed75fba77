// Ten thousand messages: as light as ten, and never pulled from under the person who reads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, conversation, open, pathOf, stage, until } from './stage.mjs';

const COUNT = 10_000;
const turns = Array.from({ length: COUNT / 2 }, (_, index) => [
  `question ${2 * index}`,
  `**Bottom line:** answer ${2 * index + 1}.\n\n${'- a point\n'.repeat((2 * index + 1) % 7)}`,
]);

const on = stage({ seed: [conversation('Long', turns)], light: true });

const rows = () => document.querySelectorAll('.turn').length;
const end = () => {
  const box = document.querySelector('[role="region"]');
  return box.scrollHeight - box.scrollTop - box.clientHeight;
};
const drawn = () =>
  document.querySelector('.answer') !== null && document.querySelectorAll('.skeleton').length === 0;

/** The conversation, opened at its end. */
async function openLong() {
  const opened = await open(on, { path: await pathOf(on, 'Long') });
  await until(opened.page, drawn);
  return opened;
}

test('opens at its end, with few elements', async (context) => {
  const begun = performance.now();
  const { page, requests, wrong, close } = await openLong();
  await page.waitForSelector(`text=answer ${COUNT - 1}.`);
  context.diagnostic(`opened after ${Math.round(performance.now() - begun)} ms, with a new browser window`);
  assert.ok((await page.evaluate(end)) < 2);
  assert.ok((await page.evaluate(rows)) < 60);
  assert.equal(requests.filter((path) => path === '/call/load_messages').length, 0);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('reads what comes into view, wherever that is', async () => {
  const { page, close } = await openLong();
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

test('goes to a message in its middle', async () => {
  const { page, close } = await open(on);
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('answer 5001');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-reached]:has-text("answer 5001.")');
  assert.ok((await page.evaluate(rows)) < 60);
  await close();
});

test('follows an answer at the end, and stays where the person went', async () => {
  const held = on.provider.holds();
  const point = '- one more point that takes a line\n';
  const { page, close } = await openLong();
  await ask(page, 'and now?');
  await held.write(`**Bottom line:** go.\n\n${point.repeat(26)}`);
  await until(page, () => document.querySelectorAll('.answer[aria-busy="true"] li').length > 24);
  await until(page, () => {
    const box = document.querySelector('[role="region"]');
    return box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  });
  await page.hover('.answer[aria-busy="true"]');
  await page.mouse.wheel(0, -400);
  await until(page, () => {
    const box = document.querySelector('[role="region"]');
    return box.scrollHeight - box.scrollTop - box.clientHeight > 200;
  });
  const top = () => document.querySelector('.answer[aria-busy] .opening')?.getBoundingClientRect().top;
  const before = await page.evaluate(top);
  const points = await page.evaluate(() => document.querySelectorAll('.answer[aria-busy="true"] li').length);
  await held.write(point.repeat(10));
  await until(page, (from) => document.querySelectorAll('.answer li').length > from + 6, points);
  assert.ok(Math.abs((await page.evaluate(top)) - before) < 2, 'it stays');
  await held.end();
  await close();
});

test('draws only the blocks that change while an answer grows', async () => {
  const held = on.provider.holds();
  const paragraph = (_, index) => `Paragraph ${index} with a few words.\n\n`;
  const paragraphs = Array.from({ length: 40 }, paragraph);
  const { page, close } = await openLong();
  await ask(page, 'and now?');
  await held.write(paragraphs.slice(0, 10).join(''));
  await until(page, () => document.querySelectorAll('.answer[aria-busy="true"] .block').length > 5);
  await page.evaluate(() => {
    window.first = document.querySelector('.answer[aria-busy="true"] .block p');
  });
  await held.write(paragraphs.slice(10).join(''));
  await held.end();
  await until(page, () => document.querySelector('[aria-busy="true"]') === null);
  assert.ok(await page.evaluate(() => window.first.isConnected), 'the first paragraph is the same element');
  await close();
});
