import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSmallLab } from '@parallax/store/fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp, type Limits } from '../app.ts';
import { addToken, readTokenFile, type TokenFile } from '../auth/token-file.ts';
import { type LiveLab, openLiveLab } from '../live/live-lab.ts';
import { ProblemSchema } from '../schema.ts';
import { listen } from '../serving/listen.ts';
import { createBuckets } from './rate-limit.ts';

let folder: string;
let live: LiveLab;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-limits-'));
  await makeSmallLab(join(folder, 'lab'));
  live = await openLiveLab({ lab: join(folder, 'lab') });
  await live.index();
});
afterAll(async () => {
  await live.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve<T>(
  limits: Partial<Limits>,
  use: (url: string) => Promise<T>,
  tokens: TokenFile | null = null,
): Promise<T> {
  const stopping = new AbortController();
  const app = createApp({ lab: live, limits, tokens, stopping: stopping.signal });
  const server = await listen({ fetch: app.fetch, host: '127.0.0.1', port: 0 });
  try {
    return await use(server.url);
  } finally {
    stopping.abort();
    await server.stop(1000);
  }
}

test('a body in chunks is read like any other, up to the same limit; a method without a body is told so', async () => {
  await serve({}, async (url) => {
    const send = (address: string, chunks: readonly string[]) => {
      const body = new ReadableStream({
        start: (stream) => {
          for (const chunk of chunks) stream.enqueue(new TextEncoder().encode(chunk));
          stream.close();
        },
      });
      const headers = { 'content-type': 'application/json' };
      return fetch(`${url}${address}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    };
    const scored = await send('/v1/rewards:score', [
      '{"query": ["<answer>A</answer>"], ',
      '"labels": ["A"]}',
    ]);
    expect([scored.status, await scored.json()]).toMatchObject([200, { rewards: [0.5] }]);
    const large = await send(
      '/api/runs',
      Array.from({ length: 40 }, () => ' '.repeat(64 * 1024)),
    );
    expect([large.status, ProblemSchema.parse(await large.json()).code]).toEqual([413, 'body-too-large']);
    const put = await fetch(`${url}/api/runs`, { method: 'PUT' });
    expect([put.status, ProblemSchema.parse(await put.json()).code]).toEqual([405, 'method-not-allowed']);
  });
});

test('a bucket never gives more than its burst and its rate, and no caller takes from another', () => {
  let time = 0;
  const take = createBuckets({ perSecond: 4, burst: 10 }, () => time);
  let given = 0;
  for (let i = 0; i < 2000; i++) {
    time = i / 100;
    if (take('a') === 0) given++;
  }
  // 10 at once, then 4 a second for 20 seconds.
  expect(given).toBeGreaterThanOrEqual(88);
  expect(given).toBeLessThanOrEqual(90);
  expect(take('b')).toBe(0);
  const wait = take('a');
  expect(wait).toBeGreaterThan(0);
  time += wait + 1e-6;
  expect(take('a')).toBe(0);
});

test('who asks too often gets 429 with Retry-After; health and counters are always told', async () => {
  await serve({ rate: 0.01 }, async (url) => {
    const answers = [];
    for (let i = 0; i < 2; i++) answers.push(await fetch(`${url}/api/datasets`));
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    const last = answers.at(-1)!;
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(last.headers.get('content-type')).toBe('application/problem+json');
    expect(ProblemSchema.parse(await last.json()).code).toBe('too-many-requests');
    for (const path of ['/healthz', '/metrics']) expect((await fetch(`${url}${path}`)).status).toBe(200);
  });
});

test('each token has a bucket of its own; guessed tokens share the address', async () => {
  const file = join(folder, 'tokens.json');
  const [anna, berta] = [await addToken(file, 'anna', ['read']), await addToken(file, 'berta', ['read'])];
  const tokens = await readTokenFile(file);
  const statuses = (url: string, all: string[]) =>
    Promise.all(
      all.map(async (token) => {
        const headers = { authorization: `Bearer ${token}` };
        return (await fetch(`${url}/api/datasets`, { headers })).status;
      }),
    );
  const use = async (url: string) => {
    expect((await statuses(url, [anna, anna])).sort()).toEqual([200, 429]);
    expect(await statuses(url, [berta])).toEqual([200]);
    expect((await statuses(url, ['guess-1', 'guess-2'])).sort()).toEqual([401, 429]);
  };
  await serve({ rate: 0.01 }, use, tokens);
});

test('streams have their own number of places, and one that ends makes room', async () => {
  await serve({ streams: 1 }, async (url) => {
    const leave = new AbortController();
    const address = `${url}/api/runs/grpo/events`;
    const first = await fetch(address, { signal: leave.signal });
    expect(first.status).toBe(200);
    const refused = await fetch(address);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(ProblemSchema.parse(await refused.json()).code).toBe('too-many-streams');
    expect((await fetch(`${url}/api/runs`)).status).toBe(200);
    leave.abort();
    await expect
      .poll(
        async () => {
          const again = await fetch(address);
          await again.body?.cancel();
          return again.status;
        },
        { timeout: 20_000 },
      )
      .toBe(200);
  });
});

test('requests under way have places; those that watch the server need none', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  const slow: LiveLab = { ...live, refresh: () => held };
  const app = createApp({ lab: slow, limits: { requests: 1 } });
  const first = app.request('/api/datasets');
  await expect.poll(async () => (await app.request('/openapi.json')).status).toBe(503);
  expect((await app.request('/healthz')).status).toBe(200);
  release();
  expect((await first).status).toBe(200);
  expect((await app.request('/api/datasets')).status).toBe(200);
});
