// What page tests over the backend in memory stand on: a browser for a file of tests, and for each test a furnished
// backend, a server that tells of it, and a page that are gone with it.
import { after, before } from 'node:test';
import { launch } from './browser.mjs';
import { fake, tell } from './told.mjs';

/** How long something may take before it counts as never: the machine may be busy with other things. */
const PATIENCE = 60_000;

/**
 * Sets up once for a file of tests. `open(context, furnish, size)` fills a backend and gives it with a page that is not
 * anywhere yet, and the address to go to.
 */
export function furnished() {
  const on = { PIXEL: undefined, open };
  let browser;
  let fakes;

  before(async () => {
    browser = await launch();
    const [{ FakeBackend, PIXEL }, { furnishWindow }] = await Promise.all(['backend', 'window'].map(fake));
    fakes = { FakeBackend, furnishWindow };
    on.PIXEL = PIXEL;
  });
  after(() => browser?.close());

  async function open(context, furnish = () => undefined, { width = 1280, height = 900 } = {}) {
    const backend = new fakes.FakeBackend();
    fakes.furnishWindow(backend);
    furnish(backend);
    const server = await tell(backend);
    const tab = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    tab.setDefaultTimeout(PATIENCE);
    const page = await tab.newPage();
    context.after(async () => {
      await tab.close();
      await server.close();
    });
    return { backend, page, origin: server.origin };
  }

  return on;
}

/** Chooses a theme, and adds a conversation of one question. Gives its id. */
export function withConversation(backend, theme, answer = 'Pause the feed.') {
  backend.more.set_setting({ key: 'appearance.theme', value: theme });
  return backend.add('Board', 'leader', 0, ['What now?', answer]);
}
