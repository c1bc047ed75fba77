// What every page test stands on: the real program with a profile of its own, a model server that says what it is
// told, a browser, and pages that tell what went wrong in them.
import { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { makeHome, removeHome, startBridge } from './bridge.mjs';
import { startProvider } from './provider.mjs';

/** How long something may take before it counts as never: the machine may be busy with other things. */
const PATIENCE = 60_000;

/** IT lets questions go to the scripted server and nowhere else. */
const ONLY_HERE = '[remote]\nhosts = ["127.0.0.1"]\n';

/** A person who has used Attune before. */
const SETTLED = {
  'app.first_run_done': true,
  'appearance.language': 'en',
  'profile.name': 'Mara Keller',
  'profile.role': 'leader',
  // What is suggested hangs on the hour; suggestions.test.mjs is about it.
  'suggestions.show': false,
};

let browser;
let stages = 0;

/**
 * Sets up once for a file of tests, or for a part of one. Questions go to the scripted server, unless `asks` says
 * that they stay on this device. `furnish` is called with everything running.
 */
export function stage({
  seed = [],
  models = false,
  policy = ONLY_HERE,
  light = false,
  settings = SETTLED,
  asks = 'provider',
  furnish,
} = {}) {
  const on = {
    home: '',
    bridge: undefined,
    provider: undefined,
    browser: undefined,
    /** Starts the program again, after a test has stopped it. */
    start: async () => (on.bridge = await startBridge(on.home)),
  };
  stages += 1;
  before(async () => {
    on.home = await makeHome({ models, policy, light });
    browser ??= launch();
    [on.bridge, on.provider, on.browser] = await Promise.all([
      startBridge(on.home, seed),
      startProvider(),
      browser,
    ]);
    await on.bridge.set(settings);
    await on.bridge.call('save_provider', { provider: scripted(on.provider.address) });
    if (asks === 'provider') await on.bridge.set({ 'chat.provider': 'scripted' });
    await furnish?.(on);
  });
  after(async () => {
    stages -= 1;
    if (stages === 0) await on.browser?.close();
    await on.bridge?.stop();
    await on.provider?.close();
    await removeHome(on.home);
  });
  return on;
}

/** A provider as its form is sent. */
export function scripted(address, rest = {}) {
  return {
    name: 'Scripted',
    kind: { type: 'open_ai' },
    base_url: address,
    model: 'scripted-1',
    context_tokens: 32_768,
    enabled: true,
    ...rest,
  };
}

/** A conversation for a seed: its turns, and how many days ago it was. */
export function conversation(title, turns, { role = 'leader', daysAgo = 0, pinned = false } = {}) {
  return { title, role, pinned, at: Date.now() - daysAgo * 86_400_000, turns };
}

/** Where the conversation of a title is. */
export async function pathOf(on, title) {
  const all = await on.bridge.call('list_conversations');
  return `/c/${all.find((each) => each.title === title).id}`;
}

/**
 * A page, with `alone` without the content security policy, and everything that should not happen in it: errors,
 * requests to elsewhere, scripts of an answer, refusals of the content security policy.
 */
export async function open(
  on,
  { path = '/', width = 1280, height = 800, theme = 'light', alone = false } = {},
) {
  const { origin } = on.bridge;
  await on.bridge.set({ 'appearance.theme': theme });
  const context = await on.browser.newContext({
    viewport: { width, height },
    bypassCSP: alone,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const wrong = [];
  const requests = [];
  context.on('request', (request) => {
    if (request.url().startsWith(`${origin}/`)) requests.push(request.url().slice(origin.length));
    else wrong.push(`request ${request.url()}`);
  });
  context.on('page', (other) => {
    if (other !== page) wrong.push(`window ${other.url()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    window.refusals = [];
    window.opened = [];
    window.open = (address) => {
      window.opened.push(String(address));
      return null;
    };
    document.addEventListener('securitypolicyviolation', (event) => {
      window.refusals.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(origin + path);
  await page.waitForSelector('main h1', { state: 'attached' });
  return {
    page,
    /** What the page asked of the program, by path. */
    requests,
    close: () => context.close(),
    wrong: async () => [
      ...wrong,
      ...(await page.evaluate(() => [
        ...window.refusals.map((each) => `refusal ${each}`),
        ...(window.__hit === undefined ? [] : [`script ${String(window.__hit)}`]),
      ])),
    ],
  };
}

/** Asks a question in the composer, and waits until its conversation has an address. */
export async function ask(page, text) {
  await page.fill('[data-composer]', text);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/c/*');
}

/** Waits until an answer stands there whole, or as far as it will come. */
export function answered(page) {
  return page.waitForSelector('.answer[aria-busy="false"] .acts');
}

/** Runs something in the page until it gives something true. */
export function until(page, condition, argument) {
  return page.waitForFunction(condition, argument, { timeout: PATIENCE });
}
