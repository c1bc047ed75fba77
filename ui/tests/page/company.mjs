// A company's network on loopback: its proxy, which lets nothing out, and its mirror of models, which is slow.
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';

/** The model that the mirror begins to send. */
const SLOW = 'qwen2.5-coder-0.5b';
/** The model that cannot be installed. */
const STUCK = 'whisper-base';

/** Starts it, with the policy of a company whose network it is. */
export async function startCompany() {
  const server = createServer((_request, response) => {
    // As many bytes as the model has: after the first it would take an hour.
    response.writeHead(200, { 'content-length': '491400064' });
    response.write(Buffer.alloc(8 << 20));
    const drip = setInterval(() => response.write(Buffer.alloc(64 << 10)), 500);
    response.on('close', () => clearInterval(drip));
  });
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    policy: `managed_by = "Acme IT"
[remote]
hosts = ["127.0.0.1"]
[models]
mirror = "${address}/models/"
[settings]
"network.proxy" = "${address}"
`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Brings models into every state: one is being installed, one could not be. */
export async function furnishModels(bridge, home) {
  const inTheWay = join(home, 'models', '.incoming', STUCK);
  await mkdir(dirname(inTheWay), { recursive: true });
  await writeFile(inTheWay, 'a file where a folder has to be');
  const follow = await bridge.follow();
  for (const id of [SLOW, STUCK]) await bridge.call('install_model', { id });
  await follow.until(async () => {
    const { models } = await bridge.call('list_models');
    const state = (id) => models.find((model) => model.id === id).state;
    const slow = state(SLOW);
    return state(STUCK).is === 'failed' && slow.is === 'installing' && slow.progress.done_bytes > 0;
  });
  follow.close();
}
