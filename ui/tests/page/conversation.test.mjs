// A conversation by keyboard alone: ask, stop, ask again, branch, search, jump, rename, delete, take it back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, open, stage, until } from './stage.mjs';

const on = stage();

test('asks, and shows the answer as it is written', async () => {
  const backend = new on.served.FakeBackend();
  backend.pace = { first: 50, token: 20 };
  const { page, wrong, close } = await open(on, { backend });
  await until(page, () => document.activeElement?.matches('[data-composer]'));
  await page.keyboard.type('What do I decide?');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Two lines.');
  await page.keyboard.press('Enter');
  await until(page, () => document.querySelector('.answer')?.textContent?.includes('Bottom line'));
  assert.equal(await page.locator('.bubble').textContent(), 'What do I decide?\nTwo lines.');
  assert.ok(await page.locator('.answer[aria-busy="true"] .opening').isVisible());
  assert.match(page.url(), /\/c\/[0-9a-f-]{36}$/);
  await until(page, () => document.querySelector('.answer[aria-busy="false"] .why') !== null);
  assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-composer]')));
  assert.deepEqual(await wrong(), []);
  await close();
});

test('tells a screen reader in sentences, and how it ended', async () => {
  const backend = new on.served.FakeBackend();
  backend.pace = { first: 20, token: 15 };
  const { page, close } = await open(on, { backend });
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
  const backend = new on.served.FakeBackend();
  backend.pace = { first: 0, token: 40 };
  const { page, close } = await open(on, { backend });
  await ask(page, 'q');
  await until(page, () => document.querySelector('.answer .opening') !== null);
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=You stopped this answer.');
  assert.ok((await page.locator('.answer .opening').textContent()).length > 10);
  await close();
});

test('switches the role from the keyboard, for a new conversation and for one that is led', async () => {
  const backend = new on.served.FakeBackend();
  const { page, close } = await open(on, { backend });
  await page.waitForSelector('[role="radio"]');
  await page.keyboard.press('Alt+3');
  await ask(page, 'q');
  await page.waitForSelector('.answer[aria-busy="false"]');
  assert.equal([...backend.conversations.values()][0].role, 'intern');
  await page.keyboard.press('Alt+1');
  await until(page, () =>
    document.querySelector('[role="radio"][aria-checked="true"]')?.textContent?.includes('Leader'),
  );
  assert.equal([...backend.conversations.values()][0].role, 'leader');
  await close();
});

test('edits a question into a branch', async () => {
  const backend = new on.served.FakeBackend();
  const id = backend.add('A', 'leader', 0, ['first question', 'first answer']);
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.focus('[aria-label="Edit question"]');
  await page.keyboard.press('Enter');
  await until(
    page,
    () => document.activeElement?.tagName === 'TEXTAREA' && document.activeElement.value === 'first question',
  );
  await page.keyboard.type(', but shorter');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.answer[aria-busy="false"] .opening');
  assert.equal(await page.locator('.bubble').textContent(), 'first question, but shorter');
  assert.equal(
    await page
      .locator('.branches')
      .first()
      .textContent()
      .then((text) => text.trim()),
    '2/2',
  );
  await close();
});

test('a question that is refused can be had back', async () => {
  const backend = new on.served.FakeBackend();
  backend.nextAnswer = {
    code: 'too_long',
    message: 'The question has 9,000 tokens and the model reads 4,096. Shorten it.',
  };
  const { page, close } = await open(on, { backend });
  await ask(page, 'a very long question');
  await page.click('text=Shorten the question');
  await until(page, () => document.querySelector('[data-composer]').value === 'a very long question');
  await close();
});

test('a draft outlives the window', async () => {
  const backend = new on.served.FakeBackend();
  const { page, close } = await open(on, { backend });
  await page.fill('[data-composer]', 'not sent yet');
  await until(page, () => true);
  await page.waitForRequest((request) => request.url().endsWith('/call/save_draft'));
  await page.reload();
  await until(page, () => document.querySelector('[data-composer]')?.value === 'not sent yet');
  await close();
});

test('finds a message and goes to it', async () => {
  const backend = new on.served.FakeBackend();
  const texts = Array.from({ length: 600 }, (_, index) =>
    index === 77 ? 'the needle is here' : `message ${index}`,
  );
  backend.add('Hay', 'leader', 0, texts);
  const { page, close } = await open(on, { backend });
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
  const backend = new on.served.FakeBackend();
  const id = backend.add('Old name', 'leader', 0, ['q', 'a']);
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.focus('.row.current .open');
  await page.keyboard.press('F2');
  await page.keyboard.type('New name');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("New name")');
  await page.focus('.row.current .open');
  await page.keyboard.press('Delete');
  await page.waitForSelector('text=Deleted “New name”');
  assert.equal(await page.locator('.row').count(), 0);
  await page.click('text=Undo');
  await page.waitForSelector('.row:has-text("New name")');
  await close();
});

test('the palette does and finds', async () => {
  const backend = new on.served.FakeBackend();
  backend.add('Ledger', 'leader', 0, ['why is the join slow', 'a']);
  const { page, close } = await open(on, { backend });
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
  const backend = new on.served.FakeBackend();
  const id = backend.add('A', 'leader', 0, ['q', 'the **answer**']);
  const { page, close } = await open(on, { backend, path: `/c/${id}` });
  await page.click('[aria-label="Copy answer"]');
  await page.waitForSelector('[aria-label="Copied"]');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'the **answer**');
  assert.ok(backend.calls.some(({ name }) => name === 'note_copy'));
  await close();
});
