// What goes wrong in life, forced for real: no model, policy, a provider that is away, busy or broken, an engine
// that is killed. Each is said in words, with something to do about it, and is still said after a restart.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startProvider } from './provider.mjs';
import { ask, open, scripted, stage } from './stage.mjs';

const PROVIDER_FAILED = 'text=The provider did not answer';

/** Waits for the first words from this device; the rest of a long answer is nobody's concern. */
async function answersHere(page) {
  await page.waitForSelector('.answer[aria-busy="true"] .prose');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.answer[aria-busy="false"] .why:has-text("On this device")');
}

/** Asks, and waits until the notice of a failure says this. */
async function failing(page, question, title) {
  await ask(page, question);
  await page.waitForSelector(title);
  return page.locator('.answer').innerText();
}

describe('without a model', () => {
  const on = stage({ asks: 'here' });

  test('a question is kept, and the way to a model is shown', async () => {
    const { page, wrong, close } = await open(on);
    await page.waitForSelector('text=No model can answer yet');
    await failing(page, 'Is somebody there?', 'text=No model can answer');
    await page.reload();
    await page.waitForSelector('.bubble:has-text("Is somebody there?")');
    await page.click('.answer button:has-text("Open models")');
    await page.waitForURL('**/models');
    assert.deepEqual(await wrong(), []);
    await close();
  });
});

describe('a policy', () => {
  const on = stage({
    models: true,
    policy: 'managed_by = "Acme IT"\n[remote]\nhosts = ["models.acme.example"]\n',
  });

  test('that forbids a host sends nothing, says who forbids it, and offers to answer here', async () => {
    const { page, wrong, close } = await open(on);
    const said = await failing(page, 'What is a backup?', 'text=Not allowed by policy');
    assert.match(said, /the policy of Acme IT/);
    assert.deepEqual(on.provider.asked, []);
    const [departure] = await on.bridge.call('list_departures', { limit: 1 });
    assert.equal(departure.permitted, false);
    assert.match(departure.destination, /127\.0\.0\.1/);

    await page.reload();
    await page.waitForSelector('text=Not allowed by policy');
    await page.click('.answer button:has-text("Answer on this device")');
    await answersHere(page);
    assert.deepEqual(on.provider.asked, []);
    assert.deepEqual(await wrong(), []);
    await close();
  });
});

describe('a policy that cannot be read', () => {
  const on = stage({ policy: '[remote]\nalowed = true\n' });

  test('lets nothing out, and is shown', async () => {
    const { page, close } = await open(on);
    const said = await failing(page, 'q', 'text=Not allowed by policy');
    assert.match(said, /policy\.toml, which cannot be read/);
    assert.deepEqual(on.provider.asked, []);
    await page.click('.answer button:has-text("Show the policy")');
    await page.waitForSelector('main >> text=/alowed/');
    await close();
  });
});

describe('a provider', () => {
  const on = stage();

  test('that is not there is tried again, and can be asked once it is', async (context) => {
    const place = await startProvider();
    await place.close();
    await on.bridge.call('save_provider', { provider: scripted(place.address, { name: 'Away' }) });
    await on.bridge.set({ 'chat.provider': 'away' });
    context.after(() => on.bridge.set({ 'chat.provider': 'scripted' }));
    const { page, close } = await open(on);
    await ask(page, 'Are you there?');
    await page.waitForSelector('text=Trying again shortly');
    await page.waitForSelector(PROVIDER_FAILED);
    assert.match(await page.locator('.answer').innerText(), /takes no connections/);

    const back = await startProvider({ port: Number(new URL(place.address).port) });
    back.says('Here I am.');
    await page.click('.answer button:has-text("Try again")');
    await page.waitForSelector('.answer:has-text("Here I am.")');
    assert.equal((await page.locator('.answer .branches').innerText()).trim(), '2/2');
    await back.close();
    await close();
  });

  test('that is busy is asked again by itself', async () => {
    on.provider.refuses(429, { message: 'Slow down.' }, { 'retry-after-ms': '1500' });
    on.provider.says('Now I can.');
    const { page, close } = await open(on);
    await ask(page, 'q');
    await page.waitForSelector('text=The provider asked to wait');
    await page.waitForSelector('.answer:has-text("Now I can.")');
    await close();
  });

  test('whose quota is used up is not asked again', async () => {
    on.provider.refuses(429, { code: 'insufficient_quota', message: 'Your quota is used up.' });
    const before = on.provider.asked.length;
    const { page, close } = await open(on);
    assert.match(await failing(page, 'q', PROVIDER_FAILED), /Your quota is used up/);
    assert.equal(on.provider.asked.length, before + 1);
    await close();
  });

  test('that fails with a status is quoted', async () => {
    for (let tries = 0; tries < 4; tries += 1) on.provider.refuses(500, { message: 'Out of order.' });
    const { page, close } = await open(on);
    assert.match(await failing(page, 'q', PROVIDER_FAILED), /Out of order\..*500/);
    await close();
  });

  test('that rejects the key leads to its settings', async () => {
    on.provider.refuses(401, { message: 'Wrong key.' });
    const { page, close } = await open(on);
    await failing(page, 'q', 'text=The provider did not accept the key');
    await page.click('.answer button:has-text("Open provider settings")');
    await page.waitForURL('**/settings#providers');
    await close();
  });

  test('that breaks off leaves what had come, and says so after a restart too', async () => {
    on.provider.breaksOff('**Bottom line:** pause the');
    const { page, close } = await open(on);
    await failing(page, 'q', PROVIDER_FAILED);
    await page.reload();
    await page.waitForSelector(PROVIDER_FAILED);
    assert.match(await page.locator('.answer').innerText(), /^Bottom line: pause the/);
    await close();
  });
});

describe('the engine', () => {
  const on = stage({ models: true, asks: 'here' });

  test('that is killed costs no word, and starts again by itself', async () => {
    const { page, wrong, close } = await open(on);
    await ask(page, 'Tell me a long story about a database.');
    await page.waitForSelector('.answer[aria-busy="true"] .prose');
    process.kill(on.bridge.engine(), 'SIGKILL');
    await page.waitForSelector('text=The engine on this device failed');
    assert.notEqual(await page.locator('.answer .prose').innerText(), '');
    const killed = await page.locator('.answer').innerText();
    assert.match(killed, /try once more/);

    await page.click('.answer button:has-text("Try again")');
    await answersHere(page);
    assert.equal((await page.locator('.answer .branches').innerText()).trim(), '2/2');
    assert.deepEqual(await wrong(), []);
    await close();
  });

  test('that dies before its first word is started again, and the question asked again', async () => {
    const { page, close } = await open(on);
    await page.waitForSelector('.composer');
    const engine = on.bridge.engine();
    process.kill(engine, 'SIGSTOP');
    await ask(page, 'What is a backup?');
    await page.waitForSelector('text=Reading your question');
    process.kill(engine, 'SIGKILL');
    await page.waitForSelector('text=The engine ended unexpectedly');
    await answersHere(page);
    assert.notEqual(on.bridge.engine(), engine);
    await close();
  });
});
