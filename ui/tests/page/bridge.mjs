// The real program behind the pages: started with a profile of its own, asked over HTTP, ended.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const IN_MEMORY = '/dev/shm';

/** What `make test` says: see CONTRIBUTING.md, “What tests are given”. */
function given(variable) {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run \`make test\`, or set it as CONTRIBUTING.md says`);
  return value;
}

/**
 * A folder for a profile, with the smallest model, with a policy, or with neither. Ten thousand messages are ten
 * thousand writes that wait for the disk; `light` keeps such a profile in memory where the system can.
 */
export async function makeHome({ models = true, policy = '', light = false } = {}) {
  const home = await mkdtemp(join(light && existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'attune-page-'));
  await mkdir(join(home, 'models'));
  if (models) {
    const folder = given('ATTUNE_TEST_MODELS');
    for (const name of await readdir(folder)) {
      if (!name.startsWith('smollm2-135m.')) continue;
      const [from, to] = [join(folder, name), join(home, 'models', name)];
      await link(from, to).catch(() => copyFile(from, to));
    }
  }
  if (policy !== '') await writeFile(policyOf(home), policy);
  return home;
}

const policyOf = (home) => join(home, 'policy.toml');

/** Starts the bridge over a profile, after writing the conversations of `seed` into it. */
export async function startBridge(home, seed = []) {
  const words = ['--home', home, '--pages', 'build'];
  if (seed.length > 0) {
    const file = join(home, 'seed.jsonl');
    await writeFile(file, seed.map((each) => JSON.stringify(each)).join('\n'));
    words.push('--seed', file);
  }
  const child = spawn(given('ATTUNE_BRIDGE_PROGRAM'), words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ATTUNE_POLICY: policyOf(home),
      // Nothing of the person who runs this: neither their keyring nor their proxy.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_PROXY: '',
      no_proxy: '',
    },
  });
  const ended = new Promise((done) => child.once('exit', done));
  const origin = await new Promise((done, failed) => {
    createInterface({ input: child.stdout }).once('line', done);
    void ended.then((code) => failed(new Error(`the bridge ended with ${code}`)));
  });

  const post = async (path, request) => {
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${text}`);
    return text;
  };

  return {
    origin,
    call: async (name, request = {}) => JSON.parse(await post(`/call/${name}`, request)),
    /** Asks as a page does, and gives how it ended. */
    ask: async (request) =>
      JSON.parse((await post('/stream/ask', { temporary: false, ...request })).trim().split('\n').at(-1)),
    set: async (values) => {
      for (const [key, value] of Object.entries(values)) {
        await post('/call/set_setting', { key, value });
      }
    },
    /** Listens to what the program tells its windows: asks anew at every fact until the answer is yes. */
    follow: async () => {
      const leaving = new AbortController();
      const response = await fetch(`${origin}/events`, { signal: leaving.signal });
      const facts = response.body[Symbol.asyncIterator]();
      return {
        until: async (condition) => {
          while (!(await condition())) await facts.next();
        },
        close: () => leaving.abort(),
      };
    },
    /** The engine's process, once there is one. */
    engine: () => {
      try {
        return Number(execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).trim());
      } catch {
        return undefined;
      }
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

export const removeHome = (home) => rm(home, { recursive: true, force: true });
