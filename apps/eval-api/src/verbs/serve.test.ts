import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@parallax/lab/node';
import { makeSmallLab } from '@parallax/store/fixture';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

let template: string;
let lab: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'parallax-template-'));
  await makeSmallLab(template);
});
afterAll(async () => {
  await rm(template, { recursive: true, force: true });
});
beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-serve-'));
  await cp(template, lab, { recursive: true });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(lab, { recursive: true, force: true });
});

/** The verb as the dispatcher runs it, in a process of its own. */
function start(verb: 'serve' | 'db', ...args: string[]) {
  const child = spawn(process.execPath, ['infra/bootstrap/dispatch.mjs', verb, ...args, '--json'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.err += chunk.toString();
  });
  const exit = new Promise<number | null>((done) => child.once('close', done));
  const lastLine = () => JSON.parse(output.out.trim().split('\n').at(-1) ?? 'null');
  return { child, output, exit, lastLine };
}

async function startServer(...args: string[]) {
  const server = start('serve', '--lab', lab, '--port', '0', '--no-dashboard', ...args);
  while (!server.output.out.includes('\n')) {
    if (server.child.exitCode !== null) throw new Error(server.output.err);
    await new Promise((done) => setTimeout(done, 50));
  }
  const { url, pid } = JSON.parse(server.output.out.split('\n')[0]!) as { url: string; pid: number };
  expect(pid).toBe(server.child.pid);
  return { ...server, url };
}

test('serve indexes the lab, answers, and stops on SIGTERM while a stream is open', async () => {
  const server = await startServer();
  const { tables } = (await (await fetch(`${server.url}/api/lab`)).json()) as {
    tables: { table: string; rows: number }[];
  };
  expect(tables.find(({ table }) => table === 'questions')?.rows).toBe(72);
  const stream = await fetch(`${server.url}/api/runs/grpo/events`);
  const reader = stream.body!.getReader();
  await reader.read();
  server.child.kill('SIGTERM');
  // The stream ends in order; it is not cut.
  while (!(await reader.read()).done);
  expect(await server.exit).toBe(0);
  expect(server.lastLine()).toMatchObject({ url: server.url, stopped: true });
});

test('paths as a hostile client writes them do not leave the lab', async () => {
  const server = await startServer();
  const { port } = new URL(server.url);
  const raw = (path: string) =>
    new Promise<string>((done) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => done(text));
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    });
  await writeFile(join(lab, '..', 'outside-secret.txt'), 'outside-secret');
  const paths = [
    '/../../../../etc/passwd',
    '/api/reports/../../../etc/passwd',
    '/api/reports/..%2f..%2foutside-secret.txt',
    '/api/reports/%2e%2e%2f%2e%2e%2foutside-secret.txt',
    '/assets/..%5c..%5coutside-secret.txt',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
  ];
  for (const path of paths) {
    const answer = await raw(path);
    expect([path, /^HTTP\/1\.1 4\d\d/.test(answer)]).toEqual([path, true]);
    expect(answer).not.toContain('root:');
    expect(answer).not.toContain('outside-secret"');
  }
  await rm(join(lab, '..', 'outside-secret.txt'));
});

test('a port in use ends with exit code 2, the port and a way out', async () => {
  const blocker = createServer();
  await new Promise<void>((done) => blocker.listen(0, '127.0.0.1', done));
  const { port } = blocker.address() as { port: number };
  const server = start('serve', '--lab', lab, '--port', String(port), '--no-dashboard');
  expect(await server.exit).toBe(2);
  expect(server.lastLine().error).toMatchObject({ code: 'port-in-use' });
  expect(server.lastLine().error.message).toContain(String(port));
  expect(server.lastLine().error.remedy).toContain('--port');
  await new Promise((done) => blocker.close(done));
});

test('other hosts are refused without tokens, and asked for one with them', async () => {
  const refused = start('serve', '--lab', lab, '--host', '0.0.0.0', '--port', '0');
  expect(await refused.exit).toBe(2);
  expect(refused.lastLine().error).toMatchObject({ code: 'tokens-required' });
  const file = join(lab, 'tokens.json');
  const made = start('serve', '--token-file', file, '--add-token', 'anna', '--scopes', 'read');
  expect(await made.exit).toBe(0);
  const { token } = made.lastLine() as { token: string };
  const server = await startServer('--host', '0.0.0.0', '--token-file', file);
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  expect((await fetch(`${url}/api/runs`)).status).toBe(401);
  expect((await fetch(`${url}/api/runs`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    200,
  );
});

test('a damaged database ends db with exit code 2 and the way out', async () => {
  await writeFile(join(lab, 'parallax.db'), 'damaged');
  const damaged = start('db', 'status', '--lab', lab);
  expect(await damaged.exit).toBe(2);
  expect(damaged.lastLine().error).toMatchObject({ code: 'database-damaged' });
  expect(damaged.lastLine().error.remedy).toContain('parallax db rebuild');
});

test('a served lab survives kill -9: the next start finds the same rows', async () => {
  const server = await startServer();
  server.child.kill('SIGKILL');
  await server.exit;
  const check = start('db', 'check', '--lab', lab);
  expect(await check.exit).toBe(0);
  expect((await readFile(join(lab, 'parallax.db'))).length).toBeGreaterThan(0);
});
