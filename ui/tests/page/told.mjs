// A server that answers pages from the backend in memory: for what no real backend gives at will, such as months of
// ratings. Everything that can be had from the real program is tested over that.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { runnerImport } from 'vite';

const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads a file of `tests/fake`. */
export async function fake(name) {
  return (await runnerImport(join(import.meta.dirname, '..', 'fake', `${name}.ts`))).module;
}

/** Serves the built pages over a backend that `furnish` has filled. */
export async function tell(backend) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://told').pathname;
    if (path === '/events') return follow(backend, request, response);
    if (path.startsWith('/call/')) return void answer(backend, path.slice(6), request, response);
    if (path.startsWith('/stream/')) return void stream(backend, path.slice(8), request, response);
    const file = join('build', normalize(path));
    const found = existsSync(file) && statSync(file).isFile() ? file : join('build', 'index.html');
    response.setHeader('content-type', types[extname(found)] ?? 'application/octet-stream');
    createReadStream(found).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

async function read(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}');
}

const bodyOf = (error) => error.body ?? { code: 'internal', message: String(error) };

async function answer(backend, name, request, response) {
  response.setHeader('content-type', 'application/json');
  try {
    response.end(JSON.stringify(await backend.call(name, await read(request))));
  } catch (error) {
    response.statusCode = 400;
    response.end(JSON.stringify(bodyOf(error)));
  }
}

async function stream(backend, name, request, response) {
  response.setHeader('content-type', 'application/x-ndjson');
  const line = (value) => response.write(`${JSON.stringify(value)}\n`);
  try {
    line({ response: await backend.stream(name, await read(request), (event) => line({ event })) });
  } catch (error) {
    line({ error: bodyOf(error) });
  }
  response.end();
}

function follow(backend, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const stop = backend.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  request.once('close', stop);
}
