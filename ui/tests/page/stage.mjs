// What every page test stands on: a served window, a browser, and pages that tell what went wrong in them.
import { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { serve } from './serve.mjs';

/** Sets up once for a file of tests. */
export function stage() {
  const on = { served: undefined, browser: undefined };
  before(async () => {
    [on.served, on.browser] = await Promise.all([serve(), launch()]);
  });
  after(async () => {
    await on.browser?.close();
    await on.served?.close();
  });
  return on;
}

/**
 * A page over a backend, with `alone` without the content security policy, and everything that should not happen in it: errors, requests to elsewhere, scripts of
 * an answer, refusals of the content security policy.
 */
export async function open(
  on,
  { backend, path = '/', width = 1280, height = 800, theme = 'light', alone = false } = {},
) {
  on.served.state.backend = backend ?? new on.served.FakeBackend();
  set(on.served.state.backend, 'appearance.theme', theme);
  const context = await on.browser.newContext({
    viewport: { width, height },
    bypassCSP: alone,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const wrong = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${on.served.origin}/`)) wrong.push(`request ${request.url()}`);
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
  await page.goto(on.served.origin + path);
  await page.waitForSelector('main h1', { state: 'attached' });
  return {
    page,
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

/** Sets a setting of a backend. */
export function set(backend, key, value) {
  backend.settings.find((each) => each.key === key).value = value;
}

/** Asks a question in the composer. */
export async function ask(page, text) {
  await page.fill('[data-composer]', text);
  await page.keyboard.press('Enter');
}

/** Runs something in the page until it gives something true. */
export function until(page, condition, argument) {
  return page.waitForFunction(condition, argument, { timeout: 10_000 });
}
