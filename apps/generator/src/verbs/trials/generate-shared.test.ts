/** Rendered data sets that several processes or hosts make together. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@parallax/lab/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const DISPATCH = join(repositoryRoot, 'infra/bootstrap/dispatch.mjs');
const folder = mkdtempSync(join(tmpdir(), 'parallax-shared-'));
const recipe = join(folder, 'recipe.yaml');
const lab = join(folder, 'lab');
const SCENES = 12;

// Each step starts several processes; on a busy machine that alone takes a while.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let digest: unknown;
beforeAll(() => {
  const config = {
    ...{ name: 'shared', seed: 'shared', scenes: { train: 8, validation: 0, test: 4 }, subjects: 60 },
    ...{ viewsPerScene: 6, pairsPerScene: 3, questionsPerPair: 1, imageSizePx: 32, scenesPerShard: 1 },
  };
  writeFileSync(recipe, JSON.stringify({ generate: config }));
  digest = run(join(folder, 'alone'), '--workers', '2')['digest'];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = (out: string, ...more: string[]): string[] => [
  ...[DISPATCH, 'generate', '--recipe', recipe, '--out', out, '--lab', lab, '--json', ...more],
];

function run(out: string, ...more: string[]): Record<string, unknown> {
  return lastLine(spawnSync(process.execPath, command(out, ...more), { encoding: 'utf8' }).stdout);
}

function lastLine(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trim().split('\n').at(-1) || '{}');
}

function start(out: string, ...more: string[]) {
  const child = spawn(process.execPath, command(out, ...more), { stdio: ['ignore', 'pipe', 'ignore'] });
  let stdout = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  const ended = new Promise<Record<string, unknown>>((resolve) =>
    child.once('close', () => resolve(lastLine(stdout))),
  );
  return { child, ended };
}

it('two processes make each shard of a data set in a lab once', async () => {
  const both = await Promise.all([
    start('shared', '--workers', '1').ended,
    start('shared', '--workers', '1').ended,
  ]);
  expect(both.map((result) => result['digest'])).toEqual([digest, digest]);
  expect(Number(both[0]['made']) + Number(both[1]['made'])).toBe(SCENES);
});

it('one of two is killed, and the other goes on to the same digest', async () => {
  const out = join(folder, 'killed');
  const doomed = start(out, '--workers', '1', '--lease', '2');
  await expect.poll(() => sidecars(out), { timeout: 120_000, interval: 10 }).toBeGreaterThan(0);
  const other = start(out, '--workers', '1', '--lease', '2');
  await expect.poll(() => sidecars(out), { timeout: 120_000, interval: 10 }).toBeGreaterThan(2);
  doomed.child.kill('SIGKILL');
  expect((await other.ended)['digest']).toBe(digest);
});

it('parts of other hosts, copied together, are the data set', () => {
  const [one, two] = [join(folder, 'host-1'), join(folder, 'host-2')];
  const first = run(one, '--shard', '1/2');
  const second = run(two, '--shard', '2/2');
  expect([first['complete'], second['complete']]).toEqual([false, false]);
  expect(Number(first['made']) + Number(second['made'])).toBe(SCENES);
  for (const room of ['shards', 'records']) cpSync(join(two, room), join(one, room), { recursive: true });
  expect(run(one, '--finish')).toMatchObject({ digest, made: 0 });
});

function sidecars(out: string): number {
  try {
    return readdirSync(join(out, 'shards')).filter((name) => name.endsWith('.json')).length;
  } catch {
    return 0;
  }
}
