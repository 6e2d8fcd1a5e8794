/** The real set-up with its real downloads, on an empty cache: one machine that goes through all misfortunes in turn. */
import { existsSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { FreshMachine } from './machine/freshMachine.ts';

const machine = new FreshMachine();
const addon = join(machine.cache, 'tfjs-addon-cpu-2.21.0');
const library = join(machine.cache, 'tensorflow-cpu-2.21.0');
const chromium = join(machine.cache, 'chromium-147.0.0');

/** Every request ends at a port where nobody listens. */
const offline = {
  npm_config_registry: 'http://127.0.0.1:9/',
  PIP_INDEX_URL: 'http://127.0.0.1:9/',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
};

afterAll(() => machine.remove());

interface Doctor {
  readonly tensorflow: {
    readonly ok: boolean;
    readonly facts: { readonly name: string; readonly gflops: number };
  };
  readonly cache: { readonly entries: readonly { readonly name: string; readonly state: string }[] };
}

function doctor(): Doctor {
  const { stdout, stderr } = machine.run(['doctor', '--verify', '--json']);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (last === '') throw new Error(`doctor said nothing: ${stderr}`);
  return JSON.parse(last) as Doctor;
}

/** Lines "set-up: TITLE ..." of the steps that were begun. */
function begun(stderr: string): string[] {
  return stderr.split('\n').filter((line) => line.endsWith(' ...'));
}

test('a set-up that is killed in the middle of every step goes on where it was, and ends whole', async () => {
  const killedIn = new Set<string>();
  for (let attempt = 0; attempt < 12; attempt++) {
    const setup = machine.start();
    let ended = false;
    void setup.ended.then(() => {
      ended = true;
    });
    while (!ended) {
      await delay(50);
      const step = begun(setup.stderr).find((line) => !killedIn.has(line));
      if (step === undefined) continue;
      killedIn.add(step);
      await delay(700);
      setup.kill();
    }
    const how = await setup.ended;
    if (how === 'SIGKILL') continue;
    expect(how, setup.stderr).toBe(0);
    break;
  }
  // Packages, Chromium, library and addon at the least; Node too where the system's is another.
  expect(killedIn.size).toBeGreaterThanOrEqual(4);
  const found = doctor();
  expect(found.cache.entries.filter(({ state }) => state === 'damaged')).toEqual([]);
  expect(found.tensorflow.facts.name).toBe('tensorflow');
  expect(found.tensorflow.facts.gflops).toBeGreaterThan(1);
  expect(existsSync(join(machine.cache, 'tmp'))).toBe(false);
});

test('a second start needs no network and takes less than three seconds', () => {
  const startedAt = performance.now();
  const { status, stderr } = machine.run(['setup'], offline);
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`second start, offline: ${seconds.toFixed(2)} s\n`);
  expect(status, stderr).toBe(0);
  expect(stderr).toBe('');
  expect(seconds).toBeLessThan(3);
});

test('a damaged cache is noticed and the damaged parts, only those, are built again', () => {
  truncateSync(join(chromium, 'libGLESv2.so'), 1000);
  rmSync(join(addon, 'tensorflow/tfjs_binding.node'));
  const framework = openSync(join(library, 'tensorflow/libtensorflow_framework.so.2'), 'r+');
  writeSync(framework, 'rot', 4096);
  const { status, stderr } = machine.run(['setup']);
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/libGLESv2\.so has 1000 bytes/);
  expect(stderr).toMatch(/tfjs_binding\.node is gone/);
  expect(stderr).toMatch(/libtensorflow_framework\.so\.2 has another SHA-256/);
  expect(stderr).not.toMatch(/pnpm \d|workspace packages/);
  expect(doctor().cache.entries.filter(({ state }) => state === 'damaged')).toEqual([]);
});

test('two set-ups at once: each part is built by one of them, and both end well', async () => {
  for (const folder of [addon, chromium]) rmSync(folder, { recursive: true });
  const both = [machine.start(), machine.start()];
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
  const lines = both.flatMap(({ stderr }) => begun(stderr));
  expect(lines.filter((line) => line.includes('Chromium'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('addon'))).toHaveLength(1);
  expect(doctor().cache.entries.filter(({ state }) => state === 'damaged')).toEqual([]);
});

test('without a compiler it says what is missing and how to get it, and goes on, slower', () => {
  rmSync(addon, { recursive: true });
  const PATH = machine.toolFolder(['node', 'npm', 'python3', 'sh', 'env', 'dirname']);
  const { status, stderr } = machine.run(['setup'], { PATH });
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/a C\+\+ compiler \(g\+\+ or c\+\+\) is missing: .*apt-get install g\+\+/);
  expect(stderr).toMatch(/make is missing: .*apt-get install make/);
  const { stdout, status: found } = machine.run(['doctor', '--json'], { PATH });
  const facts = (JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Doctor).tensorflow.facts;
  expect(['wasm', 'js']).toContain(facts.name);
  expect(facts.gflops).toBeGreaterThan(0);
  expect(found).toBe(0);
});

test('with the compiler back, the next start builds what was left out', () => {
  const { status, stderr } = machine.run(['setup']);
  expect(status, stderr).toBe(0);
  expect(begun(stderr)).toHaveLength(1);
  expect(doctor().tensorflow.facts.name).toBe('tensorflow');
  expect(readFileSync(join(machine.cache, 'logs/tensorflow-addon.log'), 'utf8')).toContain('node-gyp');
});
