import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDatabase } from '../maintenance/check.ts';
import { rebuildDatabase } from '../maintenance/rebuild.ts';
import { type LeaseBook, openLeases } from './open-leases.ts';

let lab: string;
const books: LeaseBook[] = [];
beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-leases-'));
});
afterEach(async () => {
  for (const book of books.splice(0)) await book.close();
  await rm(lab, { recursive: true, force: true });
});

async function open(job = 'job', leaseMs = 30_000): Promise<LeaseBook> {
  const book = await openLeases({ store: { lab }, job, leaseMs });
  books.push(book);
  return book;
}

test('two holders never get one shard, and what one gives back the other gets', async () => {
  const [one, two] = [await open(), await open()];
  const shards = ['a', 'b', 'c'];
  expect(await one.claim(shards)).toBe('a');
  expect(await two.claim(shards)).toBe('b');
  expect(await one.claim(['a', 'b'])).toBe('a');
  expect(await two.claim(['a'])).toBeNull();
  await one.release('a');
  expect(await two.claim(['a'])).toBe('a');
  expect(await one.claim(shards)).toBe('c');
});

test('of many that try at once, each shard goes to one', async () => {
  const holders = await Promise.all([open(), open(), open(), open()]);
  const shards = Array.from({ length: 12 }, (_, i) => `s${i}`);
  const won: string[] = [];
  await Promise.all(
    holders.map(async (holder) => {
      for (;;) {
        const shard = await holder.claim(shards.filter((name) => !won.includes(name)));
        if (shard === null || won.includes(shard)) return;
        won.push(shard);
      }
    }),
  );
  expect(new Set(won).size).toBe(won.length);
  expect(won.toSorted()).toEqual(shards.toSorted());
});

test('leases of other data sets are no hindrance', async () => {
  expect(await (await open('one')).claim(['a'])).toBe('a');
  expect(await (await open('two')).claim(['a'])).toBe('a');
});

test('a living holder keeps its lease beyond its length; a closed one gives it back', async () => {
  const [one, two] = [await open('job', 600), await open('job', 600)];
  expect(await one.claim(['a'])).toBe('a');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await two.claim(['a'])).toBeNull();
  await one.close();
  expect(await two.claim(['a'])).toBe('a');
});

test('the lease of a process that was killed runs out, and not before', async () => {
  const script = `
    import { openLeases } from ${JSON.stringify(new URL('./open-leases.ts', import.meta.url).href)};
    const book = await openLeases({ store: { lab: process.argv[1] }, job: 'job', leaseMs: 1500 });
    process.stdout.write(String(await book.claim(['a'])));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, lab], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answer = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  expect(answer).toBe('a');
  child.kill('SIGKILL');
  const next = await open();
  expect(await next.claim(['a'])).toBeNull();
  await expect.poll(() => next.claim(['a']), { timeout: 10_000, interval: 100 }).toBe('a');
});

test('rebuild drops leases, their living holder enters them again, and check does not count them', async () => {
  // Long enough that a busy machine renews in time: a third of it, and then a second to spare.
  const [one, two] = [await open('job', 3000), await open('job', 3000)];
  expect(await one.claim(['a'])).toBe('a');
  expect((await checkDatabase(lab)).equal).toBe(true);
  await rebuildDatabase(lab);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await two.claim(['a'])).toBeNull();
});
