import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { LabError } from '@parallax/lab';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tableCounts } from '../maintenance/table-counts.ts';
import { runs } from '../tables/index.ts';
import { databasePath, openStore } from './open-store.ts';

let lab: string;
beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-store-'));
});
afterEach(async () => {
  await rm(lab, { recursive: true, force: true });
});

const run: typeof runs.$inferInsert = {
  ...{ name: 'sft', runId: 'sft-1', stage: 'sft', datasetDigests: ['d'], parentWeights: null },
  ...{ config: { steps: 3 }, backend: {}, result: null, codeCommit: 'test' },
};

async function failureOf(action: Promise<unknown>): Promise<LabError> {
  const error = await action.then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

test('a new database gets all tables, and what is written is there after opening again', async () => {
  const first = await openStore({ lab });
  await first.write((writer) => writer.insert(runs, [run]));
  await first.close();
  const second = await openStore({ lab });
  expect(await second.read((db) => db.select().from(runs))).toEqual([run]);
  expect((await tableCounts(second)).length).toBeGreaterThan(15);
  await second.close();
});

test('a change that fails leaves nothing behind', async () => {
  const store = await openStore({ lab });
  const failing = store.write(async (writer) => {
    await writer.insert(runs, [run]);
    throw new Error('stop');
  });
  await expect(failing).rejects.toThrow('stop');
  expect(await store.read((db) => db.select().from(runs))).toEqual([]);
  await store.close();
});

test('a database of a newer version is refused with a remedy, and left as it is', async () => {
  await (await openStore({ lab })).close();
  const client = createClient({ url: pathToFileURL(databasePath(lab)).href });
  await client.execute("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('f00d', 9e12)");
  client.close();
  const before = await readFile(databasePath(lab));
  const error = await failureOf(openStore({ lab }));
  expect(error.code).toBe('newer-database');
  expect(error.message).toContain(databasePath(lab));
  expect(error.remedy).toContain('parallax db rebuild');
  expect(await readFile(databasePath(lab))).toEqual(before);
});

test('a file that is no database, and one with torn pages, say that `db rebuild` helps', async () => {
  await writeFile(databasePath(lab), 'this is text, not a database. '.repeat(500));
  const noDatabase = await failureOf(openStore({ lab }));
  expect(noDatabase.code).toBe('database-damaged');
  expect(noDatabase.remedy).toContain('parallax db rebuild');

  await rm(databasePath(lab));
  const store = await openStore({ lab });
  await store.write((writer) =>
    writer.insert(
      runs,
      Array.from({ length: 500 }, (_, i) => ({
        ...run,
        name: `run-${i}`,
        config: { text: 'x'.repeat(500) },
      })),
    ),
  );
  await store.close();
  const bytes = await readFile(databasePath(lab));
  // Everything after the first page: the header is whole, the tables are not.
  bytes.fill(0xa5, 4096);
  await writeFile(databasePath(lab), bytes);
  const torn = await failureOf(
    openStore({ lab }).then((damaged) => damaged.read((db) => db.select().from(runs))),
  );
  expect(torn.code).toBe('database-damaged');
});

test('a write waits for another process no longer than the busy timeout, then says so', async () => {
  const store = await openStore({ lab, busyTimeoutMs: 200 });
  const holder = await holdWriteLock(databasePath(lab));
  try {
    const startedAt = performance.now();
    const error = await failureOf(store.write((writer) => writer.insert(runs, [run])));
    expect(error.code).toBe('database-locked');
    expect(error.remedy).toMatch(/wait/i);
    expect(performance.now() - startedAt).toBeGreaterThan(150);
    // Readers are not held up.
    expect(await store.read((db) => db.select().from(runs))).toEqual([]);
  } finally {
    holder.kill();
  }
  await store.close();
});

test('several processes that open a new database at once all get a good one', async () => {
  const script = `
    import { openStore } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'open-store.ts')).href)};
    const store = await openStore({ lab: process.argv[1], busyTimeoutMs: 20000 });
    await store.close();`;
  const codes = await Promise.all(
    Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, lab], { stdio: 'inherit' });
      return new Promise((done) => child.once('close', done));
    }),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
});

test('the committed migrations make exactly the tables that the code declares', async () => {
  const root = join(import.meta.dirname, '../..');
  const out = await mkdtemp(join(tmpdir(), 'parallax-migrations-'));
  try {
    await cp(join(root, 'src/migrations'), join(out, 'migrations'), { recursive: true });
    // drizzle-kit takes `out` relative to where it runs.
    const kit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs');
    const flags = ['generate', '--dialect', 'sqlite', '--schema', 'src/tables/index.ts', '--out'];
    const from = relative(root, join(out, 'migrations'));
    const child = spawn(process.execPath, [kit, ...flags, from], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    await new Promise((done) => child.once('close', done));
    expect(output).toContain('No schema changes');
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});

/** A process that holds the write lock until it is killed. */
async function holdWriteLock(path: string) {
  const script = `
    import { createClient } from '@libsql/client';
    const client = createClient({ url: process.argv[1] });
    await client.transaction('write');
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, pathToFileURL(path).href], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  await new Promise((done) => child.stdout.once('data', done));
  return child;
}
