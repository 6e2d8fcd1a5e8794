import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { type LiveLab, openLiveLab } from '../live/live-lab.ts';
import { isLoopback, requireSafeHost } from './local-only.ts';
import { addToken, identify, readTokenFile } from './token-file.ts';

let lab: string;
let live: LiveLab;
let file: string;
beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-auth-'));
  file = join(lab, 'tokens.json');
  live = await openLiveLab({ lab });
});
afterAll(async () => {
  await live.close();
  await rm(lab, { recursive: true, force: true });
});

test('a token is known by its hash only, and a new one of the same name replaces it', async () => {
  const first = await addToken(file, 'anna', ['read']);
  expect(await readFile(file, 'utf8')).not.toContain(first);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(identify(await readTokenFile(file), first)).toEqual({ name: 'anna', scopes: ['read'] });
  const second = await addToken(file, 'anna', ['read', 'submit']);
  const tokens = await readTokenFile(file);
  expect(identify(tokens, first)).toBeNull();
  expect(identify(tokens, second)?.scopes).toEqual(['read', 'submit']);
});

test('with tokens, records ask for one with the right scope; health and the page do not', async () => {
  const reader = await addToken(file, 'reader', ['read']);
  const submitter = await addToken(file, 'submitter', ['submit']);
  const admin = await addToken(file, 'admin', ['admin']);
  const app = createApp({ lab: live, tokens: await readTokenFile(file) });
  const status = async (path: string, token?: string, method = 'GET') =>
    (
      await app.request(`http://lab.example${path}`, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      })
    ).status;
  expect(await status('/healthz')).toBe(200);
  for (const path of ['/api/datasets', '/metrics', '/openapi.json', '/docs']) {
    expect([path, await status(path)]).toEqual([path, 401]);
    expect([path, await status(path, 'plx_wrong')]).toEqual([path, 401]);
    expect([path, await status(path, submitter)]).toEqual([path, 403]);
    expect([path, await status(path, reader)]).toEqual([path, 200]);
    expect([path, await status(path, admin)]).toEqual([path, 200]);
  }
  expect(await status('/api/datasets', reader, 'POST')).toBe(403);
  // The token is in order: what stops the request is that lists are not posted to.
  expect(await status('/api/datasets', submitter, 'POST')).toBe(405);
  const refused = await app.request('http://lab.example/api/datasets');
  expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  expect(await refused.json()).toMatchObject({ code: 'token-required', status: 401 });
});

test('only loopback hosts go without tokens', () => {
  for (const host of ['127.0.0.1', '127.8.9.1', 'localhost', '::1', '[::1]']) {
    expect(isLoopback(host)).toBe(true);
    requireSafeHost(host, false);
  }
  for (const host of ['0.0.0.0', '::', '192.168.1.2', 'localhost.evil.example', '127.0.0.1.evil.example']) {
    expect([host, isLoopback(host)]).toEqual([host, false]);
    expect(() => requireSafeHost(host, false)).toThrow(/without tokens/);
    requireSafeHost(host, true);
  }
});

test('a token file that is empty, or of another shape, is refused with its path', async () => {
  await expect(readTokenFile(join(lab, 'none.json'))).rejects.toMatchObject({ code: 'file-missing' });
  const { writeJson } = await import('@parallax/lab/node');
  await writeJson(join(lab, 'empty.json'), { schemaVersion: 1, tokens: [] });
  await expect(readTokenFile(join(lab, 'empty.json'))).rejects.toMatchObject({ code: 'no-tokens' });
  await writeJson(join(lab, 'plain.json'), {
    schemaVersion: 1,
    tokens: [{ name: 'a', scopes: ['read'], token: 'x' }],
  });
  await expect(readTokenFile(join(lab, 'plain.json'))).rejects.toMatchObject({ code: 'wrong-shape' });
});
