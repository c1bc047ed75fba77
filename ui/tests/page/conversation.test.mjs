// A conversation by keyboard alone: ask, stop, ask again, branch, search, jump, rename, delete, take it back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leader } from './answers.mjs';
import { answered, ask, conversation, open, pathOf, stage, until } from './stage.mjs';

const hay = Array.from({ length: 300 }, (_, index) => [
  `message ${2 * index}`,
  index === 38 ? 'the needle is here' : `message ${2 * index + 1}`,
]);

const on = stage({
  seed: [
    conversation('Hay', hay, { daysAgo: 2 }),
    conversation('Branching', [['first question', 'first answer']], { daysAgo: 1 }),
    conversation('Old name', [['q', 'a']]),
    conversation('Ledger', [['why is the join slow', 'a']]),
    conversation('To copy', [['q', 'the **answer**']]),
    conversation('Two windows', [['q', 'a']]),
  ],
});

const stored = async (page) => {
  const id = new URL(page.url()).pathname.slice('/c/'.length);
  return (await on.bridge.call('list_conversations')).find((each) => each.id === id);
};

const did = (page, name) =>
  page.waitForResponse((response) => response.url().endsWith(`/call/${name}`) && response.ok());

test('asks, and shows the answer as it is written', async () => {
  const held = on.provider.holds();
  const { page, wrong, close } = await open(on);
  await until(page, () => document.activeElement?.matches('[data-composer]'));
  await page.keyboard.type('What do I decide?');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Two lines.');
  await page.keyboard.press('Enter');
  await held.write(leader.slice(0, 100));
  await until(page, () => document.querySelector('.answer')?.textContent?.includes('Bottom line'));
  assert.equal(await page.locator('.bubble').textContent(), 'What do I decide?\nTwo lines.');
  assert.ok(await page.locator('.answer[aria-busy="true"] .opening').isVisible());
  await page.waitForURL(/\/c\/[0-9a-f-]{36}$/);
  await held.write(leader.slice(100));
  await held.end();
  await until(page, () => document.querySelector('.answer[aria-busy="false"] .why') !== null);
  assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-composer]')));
  assert.match(on.provider.asked.at(-1), /^What do I decide\?\nTwo lines\./);
  assert.deepEqual(await wrong(), []);
  await close();
});

test('tells a screen reader in sentences, and how it ended', async () => {
  on.provider.says(leader, { between: 15 });
  const { page, close } = await open(on);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = target.parentElement?.closest('[aria-live="polite"]') ?? target;
        const text = region.textContent?.trim();
        if (text && window.said.at(-1) !== text) window.said.push(text);
      }
    }).observe(document.body, { subtree: true, characterData: true, childList: true });
  });
  await ask(page, 'What do I decide?');
  await until(page, () => window.said.includes('The answer is complete.'));
  const said = await page.evaluate(() => window.said);
  assert.ok(said.includes('Attune is writing.'), said.join(' | '));
  assert.ok(
    said.some((each) => each.includes('waiting costs more than a day of delay.')),
    said.join(' | '),
  );
  assert.ok(!said.some((each) => each.includes('**')), said.join(' | '));
  await close();
});

test('stops at Escape, and keeps what had come', async () => {
  const held = on.provider.holds();
  const { page, close } = await open(on);
  await ask(page, 'q');
  await held.write('**Bottom line:** pause the feed');
  await until(page, () => document.querySelector('.answer .opening')?.textContent?.includes('the feed'));
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=You stopped this answer.');
  await page.reload();
  await page.waitForSelector('text=You stopped this answer.');
  assert.match(await page.locator('.answer .opening').textContent(), /pause the feed/);
  await close();
});

test('switches the role from the keyboard, for a new conversation and for one that is led', async () => {
  const { page, close } = await open(on);
  await page.waitForSelector('[role="radio"]');
  await page.keyboard.press('Alt+3');
  await ask(page, 'q');
  await answered(page);
  assert.equal((await stored(page)).role, 'intern');
  await Promise.all([did(page, 'set_conversation_role'), page.keyboard.press('Alt+1')]);
  await until(page, () =>
    document.querySelector('[role="radio"][aria-checked="true"]')?.textContent?.includes('Leader'),
  );
  assert.equal((await stored(page)).role, 'leader');
  await close();
});

test('edits a question into a branch', async () => {
  const { page, close } = await open(on, { path: await pathOf(on, 'Branching') });
  await page.focus('[aria-label="Edit question"]');
  await page.keyboard.press('Enter');
  await until(
    page,
    () => document.activeElement?.tagName === 'TEXTAREA' && document.activeElement.value === 'first question',
  );
  await page.keyboard.type(', but shorter');
  on.provider.says('**Bottom line:** shorter.');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.answer[aria-busy="false"] .opening');
  assert.equal(await page.locator('.bubble').textContent(), 'first question, but shorter');
  assert.equal((await page.locator('.branches').first().textContent()).trim(), '2/2');
  await page.click('[aria-label="Previous version"]');
  await page.waitForSelector('.answer:has-text("first answer")');
  assert.equal(await page.locator('.bubble').textContent(), 'first question');
  await close();
});

test('a question that is refused can be had back', async () => {
  const path = await pathOf(on, 'Two windows');
  const held = on.provider.holds();
  const other = on.bridge.ask({ conversation: path.slice('/c/'.length), text: 'asked elsewhere' });
  await held.write('Not yet');
  const { page, close } = await open(on, { path });
  await ask(page, 'asked meanwhile');
  await page.waitForSelector('text=Another answer is being written here');
  await page.click('button:has-text("Dismiss")');
  await until(page, () => document.querySelector('[data-composer]').value === 'asked meanwhile');
  await held.end();
  assert.equal((await other).response.answer.status, 'complete');
  await close();
});

test('a question that is too long can be shortened', async () => {
  on.provider.refuses(400, { code: 'context_length_exceeded', message: 'Too many tokens.' });
  const { page, close } = await open(on);
  await ask(page, 'a very long question');
  await page.click('.answer button:has-text("Shorten the question")');
  await until(page, () => document.activeElement?.value === 'a very long question');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('a question');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.answer[aria-busy="false"] .prose');
  assert.equal(await page.locator('.bubble').textContent(), 'a question');
  await close();
});

test('a draft outlives the window', async () => {
  const { page, close } = await open(on);
  await Promise.all([did(page, 'save_draft'), page.fill('[data-composer]', 'not sent yet')]);
  await page.reload();
  await until(page, () => document.querySelector('[data-composer]')?.value === 'not sent yet');
  await Promise.all([did(page, 'save_draft'), page.fill('[data-composer]', '')]);
  await close();
});

test('finds a message and goes to it', async () => {
  const { page, close } = await open(on);
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('needle');
  await page.waitForSelector('[role="option"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-reached]');
  await until(page, () => {
    const box = document.querySelector('[data-reached]')?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= window.innerHeight;
  });
  assert.ok((await page.locator('[data-reached]').textContent()).includes('the needle is here'));
  await close();
});

test('renames, deletes and takes it back', async () => {
  const { page, close } = await open(on, { path: await pathOf(on, 'Old name') });
  await page.focus('.row.current .open');
  await page.keyboard.press('F2');
  await page.keyboard.type('New name');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("New name")');
  await page.focus('.row.current .open');
  await page.keyboard.press('Delete');
  await page.waitForSelector('text=Deleted “New name”');
  assert.equal(await page.locator('.row:has-text("New name")').count(), 0);
  await page.click('text=Undo');
  await page.waitForSelector('.row:has-text("New name")');
  await page.reload();
  await page.waitForSelector('.row:has-text("New name")');
  assert.equal(await page.locator('.row:has-text("Old name")').count(), 0);
  await close();
});

test('the palette does and finds', async () => {
  const { page, close } = await open(on);
  await page.waitForSelector('.row');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('join');
  await page.waitForSelector('.palette mark');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-reached]');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings');
  await close();
});

test('copies an answer, and tells the backend', async () => {
  const { page, close } = await open(on, { path: await pathOf(on, 'To copy') });
  await Promise.all([did(page, 'note_copy'), page.click('[aria-label="Copy answer"]')]);
  await page.waitForSelector('[aria-label="Copied"]');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'the **answer**');
  await close();
});
