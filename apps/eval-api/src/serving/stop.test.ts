/** SIGTERM against the real process while a checkpoint decodes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@parallax/lab/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { writeTinyCheckpoint } from '../models/fixture/tiny-checkpoint.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-stop-'));
  await writeTinyCheckpoint(join(folder, 'nano'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(...args: string[]) {
  const model = `nano=${join(folder, 'nano')}`;
  const lab = join(folder, 'lab');
  const fixed = ['serve', '--lab', lab, '--port', '0', '--no-dashboard', '--model', model, '--json'];
  const child = spawn(process.execPath, ['infra/bootstrap/dispatch.mjs', ...fixed, ...args], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString().split('\n')[0]!) as { url: string };
  return { child, exit, url };
}

/** A stream of which the first event has come; eight rows keep the model busy for a while. */
async function startStream(url: string) {
  const messages = [{ role: 'user', content: 'Which is nearer?' }];
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'nano', messages, max_tokens: 440, n: 8, seed: 3, stream: true }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = (await reader.read()).value ?? '';
  return {
    rest: async () => {
      let text = first;
      for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
      return text.trim().split('\n\n');
    },
  };
}

test('a stream under way is finished, while new requests are sent elsewhere', async () => {
  const server = await serve('--grace', '150'); // a busy machine decodes slowly
  const stream = await startStream(server.url);
  server.child.kill('SIGTERM');
  let refused = await fetch(`${server.url}/v1/models`);
  while (refused.status === 200) refused = await fetch(`${server.url}/v1/models`);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(await refused.json()).toMatchObject({ status: 503, code: 'stopping' });
  const events = await stream.rest();
  expect(events.at(-1)).toBe('data: [DONE]');
  expect(events.join('\n')).not.toContain('"error"');
  expect(await server.exit).toBe(0);
});

test('when the grace is over, the stream ends with an error event', async () => {
  const server = await serve('--grace', '0.05');
  const stream = await startStream(server.url);
  server.child.kill('SIGTERM');
  const events = await stream.rest();
  expect(JSON.parse(events.at(-1)!.slice('data: '.length))).toMatchObject({
    error: { type: 'server_error', code: 'stopping' },
  });
  expect(await server.exit).toBe(0);
});

test('a second signal stops at once', async () => {
  const server = await serve();
  await startStream(server.url);
  server.child.kill('SIGTERM');
  while ((await fetch(`${server.url}/healthz`)).status === 200);
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(130);
});
