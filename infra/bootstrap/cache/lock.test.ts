import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parallax-lock-'));
  lock = join(folder, 'setup.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A real process that takes the lock, notes when it enters and leaves, and holds it for a while. */
function holder(holdMs: number): { child: ChildProcess; ended: Promise<number | null> } {
  const script = `
    import { appendFileSync } from 'node:fs';
    const { withLock } = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lock.mjs')).href)});
    await withLock(${JSON.stringify(lock)}, 'the cache', async () => {
      appendFileSync(${JSON.stringify(join(folder, 'trace'))}, 'enter ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, ${holdMs}));
      appendFileSync(${JSON.stringify(join(folder, 'trace'))}, 'leave ' + process.pid + '\\n');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'ignore'],
  });
  return { child, ended: new Promise((resolve) => child.on('close', resolve)) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += 20) {
    if (waitedMs > 10_000) throw new Error('waited too long');
    await delay(20);
  }
}

const trace = (): string[] =>
  existsSync(join(folder, 'trace')) ? readFileSync(join(folder, 'trace'), 'utf8').trim().split('\n') : [];

test('processes enter one after the other, and the lock is gone at the end', async () => {
  const codes = await Promise.all([holder(60), holder(60), holder(60)].map(({ ended }) => ended));
  expect(codes).toEqual([0, 0, 0]);
  const lines = trace();
  expect(lines).toHaveLength(6);
  for (let i = 0; i < lines.length; i += 2) expect(lines[i + 1]).toBe(lines[i]?.replace('enter', 'leave'));
  expect(existsSync(lock)).toBe(false);
});

test('a killed owner does not block: several waiters take over, still one at a time', async () => {
  const first = holder(60_000);
  await until(() => trace().length === 1);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(existsSync(lock)).toBe(true);
  await Promise.all([holder(50), holder(50), holder(50)].map(({ ended }) => ended));
  const lines = trace().slice(1);
  expect(lines).toHaveLength(6);
  for (let i = 0; i < lines.length; i += 2) expect(lines[i + 1]).toBe(lines[i]?.replace('enter', 'leave'));
});

test('a process number that was given to another process does not count as the owner', async () => {
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), startedAt: '1', nonce: 'old' }));
  await withLock(lock, 'the cache', async () => appendFileSync(join(folder, 'trace'), 'in\n'));
  expect(trace()).toEqual(['in']);
});

test('a lock file that nobody can read is taken over', async () => {
  writeFileSync(lock, '');
  await withLock(lock, 'the cache', async () => appendFileSync(join(folder, 'trace'), 'in\n'));
  expect(trace()).toEqual(['in']);
});

test('the lock is released when the work fails', async () => {
  await expect(withLock(lock, 'the cache', async () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
  expect(existsSync(lock)).toBe(false);
});
