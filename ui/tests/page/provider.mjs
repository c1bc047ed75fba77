// A model server that speaks as OpenAI's does and says what a test tells it to: texts that no model writes on
// demand, and the ways in which servers fail.
import { createServer } from 'node:http';

const words = (text) => text.match(/\s*\S+\s*?/g) ?? [];
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Starts it. Replies are used up in their order; without one, it says “Yes.”. */
export async function startProvider({ port = 0 } = {}) {
  const replies = [];
  /** The last question of every request that came. */
  const asked = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      if (request.method === 'GET') return response.end(JSON.stringify({ data: [{ id: 'scripted' }] }));
      asked.push(body.messages.at(-1).content);
      return (replies.shift() ?? saying('Yes.'))(stream(response), response);
    });
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  const address = `http://127.0.0.1:${server.address().port}/v1`;
  return {
    address,
    asked,
    /** Answers with a text, word by word. */
    says: (text, { between = 0 } = {}) => void replies.push(saying(text, between)),
    /** Refuses with a status. */
    refuses: (status, error, headers = {}) =>
      void replies.push((_stream, response) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify({ error }));
      }),
    /** Begins to answer, and goes away. */
    breaksOff: (text) =>
      void replies.push(async (to, response) => {
        await to.write(text);
        response.destroy();
      }),
    /** Answers as far as the test says, when the test says so. */
    holds: () => {
      let begun;
      const begins = new Promise((done) => (begun = done));
      replies.push((to) => begun(to));
      return {
        write: async (text) => {
          const to = await begins;
          for (const word of words(text)) await to.write(word);
        },
        end: async () => (await begins).end(),
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function saying(text, between = 0) {
  return async (to) => {
    for (const word of words(text)) {
      await to.write(word);
      if (between > 0) await pause(between);
    }
    to.end();
  };
}

/** An answer as server-sent events. */
function stream(response) {
  const send = (data) =>
    new Promise((done) => {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
      // Whoever stopped listening is no reason to wait.
      if (response.destroyed) done();
      else response.write(`data: ${data}\n\n`, () => done());
    });
  return {
    write: (text) => send(JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })),
    end: () => {
      void send(JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      void send('[DONE]');
      response.end();
    },
  };
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
}
