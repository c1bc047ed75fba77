// Serves the built window with a backend in memory behind the bridge's addresses: for page tests and pictures.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createVite } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Starts it. `backend` can be changed between pages. */
export async function serve() {
  const vite = await createVite({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null },
    resolve: { alias: { $lib: join(root, 'src/lib') } },
    optimizeDeps: { noDiscovery: true },
  });
  const { FakeBackend } = await vite.ssrLoadModule('/tests/fake/backend.ts');
  const samples = await vite.ssrLoadModule('/tests/fake/samples.ts');
  const state = { backend: new FakeBackend(), requests: [] };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error) => {
      response.writeHead(error.body ? 400 : 500, { 'content-type': 'application/json' });
      response.end(JSON.stringify(error.body ?? { code: 'internal', message: String(error) }));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    state,
    samples,
    FakeBackend,
    origin: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await vite.close();
    },
  };
}

async function answer(state, request, response) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  state.requests.push(pathname);
  if (pathname === '/events') return events(state, request, response);
  if (pathname.startsWith('/call/')) {
    const result = state.backend.call(pathname.slice(6), await body(request));
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(result));
  }
  if (pathname.startsWith('/stream/')) return stream(state, pathname.slice(8), request, response);
  return file(pathname, response);
}

async function stream(state, name, request, response) {
  const write = (line) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.write(`${JSON.stringify(line)}\n`);
  };
  const result = await state.backend.stream(name, await body(request), (event) => write({ event }));
  write({ response: result });
  response.end();
}

function events(state, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(':\n\n');
  const stop = state.backend.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  request.on('close', stop);
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
}

async function file(pathname, response) {
  const build = join(root, 'build');
  const wanted = join(build, normalize(decodeURIComponent(pathname)));
  const found = wanted.startsWith(build) && (await stat(wanted).catch(() => null))?.isFile();
  const path = found ? wanted : join(build, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
  response.end(await readFile(path));
}
