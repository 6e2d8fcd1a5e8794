/** The verb as real processes: other worker counts, kill -9, a full disk, wrong input. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditDataset, openDataset, questionKinds } from '@parallax/dataset';
import { repositoryRoot, sha256 } from '@parallax/lab/node';
import { indexDataset, openStore } from '@parallax/store';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const DISPATCH = join(repositoryRoot, 'infra/bootstrap/dispatch.mjs');
const folder = mkdtempSync(join(tmpdir(), 'parallax-generate-'));
const recipe = join(folder, 'recipe.yaml');
const config = {
  name: 'tiny',
  seed: 'verb test',
  scenes: { train: 10, validation: 2, test: 4 },
  subjects: 120,
  viewsPerScene: 8,
  pairsPerScene: 5,
  questionsPerPair: 2,
  singleKinds: ['relation', 'depth-order'],
  singleQuestionsPerScene: 2,
  imageSizePx: 48,
  scenesPerShard: 2,
};

// Each step starts several processes; on a busy machine that alone takes a while.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

beforeAll(() => writeFileSync(recipe, JSON.stringify({ generate: config })));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const command = (out: string, ...more: string[]): string[] => [
  DISPATCH,
  'generate',
  '--recipe',
  recipe,
  '--out',
  join(folder, out),
  '--json',
  ...more,
];

interface Outcome {
  readonly exitCode: number | null;
  readonly result: Record<string, unknown>;
  readonly stderr: string;
}

function run(out: string, ...more: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, command(out, ...more), { encoding: 'utf8' });
  return { exitCode: status, result: lastLine(stdout), stderr };
}

function lastLine(stdout: string): Record<string, unknown> {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line === '' ? {} : (JSON.parse(line) as Record<string, unknown>);
}

/** Content of all shards: names and digests of the files themselves, not what the manifest says of them. */
function shardDigests(out: string): Record<string, string> {
  const place = join(folder, out, 'shards');
  const names = readdirSync(place).filter((name) => name.endsWith('.parquet'));
  return Object.fromEntries(names.sort().map((name) => [name, sha256(readFileSync(join(place, name)))]));
}

describe('parallax generate', () => {
  let reference: Outcome;
  beforeAll(() => {
    reference = run('one', '--workers', '1');
  });

  it('makes a data set whose answers its own geometry confirms', async () => {
    expect(reference.stderr).not.toContain('error');
    expect(reference.exitCode).toBe(0);
    const { result } = reference;
    expect(result).toMatchObject({ scenes: 16, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const dataset = await openDataset(join(folder, 'one'));
    let rows = 0;
    for await (const { question, images } of dataset.rows()) {
      rows++;
      expect(questionKinds[question.kind]!.verifyAnswer(question)).toBe(question.answer);
      expect(images.length).toBe(question.viewIds.length);
      for (const image of images) expect([...image.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    }
    expect(rows).toBe(result['questions']);
    expect(rows).toBeGreaterThan(100);
  });

  it('keeps subjects apart between splits', async () => {
    const dataset = await openDataset(join(folder, 'one'));
    const splitOf = new Map<string, string>();
    for await (const { question } of dataset.rows()) {
      const known = splitOf.get(question.subjectId) ?? question.split;
      expect(question.split).toBe(known);
      splitOf.set(question.subjectId, known);
    }
    expect(new Set(splitOf.values()).size).toBe(3);
  });

  it('gives the same digest with other worker counts, and again without work', () => {
    const three = run('three', '--workers', '3');
    expect(three.result['digest']).toBe(reference.result['digest']);
    expect(shardDigests('three')).toEqual(shardDigests('one'));
    const again = run('three');
    expect(again.result['digest']).toBe(reference.result['digest']);
    expect(again.result['imagesPerSecond']).toBe(0);
    expect(run('other', '--seed', 'another').result['digest']).not.toBe(reference.result['digest']);
  });

  it('enters a data set of a lab folder into the lab index', async () => {
    const lab = join(folder, 'lab');
    const { status } = spawnSync(process.execPath, [DISPATCH, 'generate', '--recipe', recipe, '--lab', lab]);
    expect(status).toBe(0);
    const store = await openStore({ lab });
    // Nothing is left to write: the row stands already.
    expect(await indexDataset(store, 'tiny')).toBe(false);
    await store.close();
  });

  it('goes on after kill -9 to the same digest, and makes a damaged shard anew', async () => {
    const child = spawn(process.execPath, command('killed', '--workers', '2'), { stdio: 'ignore' });
    await shardsOnDisk(child, join(folder, 'killed'), 3);
    child.kill('SIGKILL');
    const finished = Object.keys(shardDigests('killed'));
    expect(finished.length).toBeGreaterThanOrEqual(3);
    expect(finished.length).toBeLessThan(8);
    expect(readdirSync(join(folder, 'killed'))).not.toContain('manifest.json');
    writeFileSync(join(folder, 'killed', 'shards', finished[0]!), 'damaged');
    const outcome = run('killed');
    expect(outcome.stderr).toContain('continuing');
    expect(outcome.result['digest']).toBe(reference.result['digest']);
    expect(shardDigests('killed')).toEqual(shardDigests('one'));
  });

  it('says that the disk is full, and goes on when there is room', () => {
    const place = join(folder, 'full');
    const probe = spawnSync('unshare', ['-rm', 'true']);
    if (probe.status !== 0) {
      process.stderr.write('SKIPPED: disk full: this machine allows no private mounts (unshare -rm)\n');
      return;
    }
    const node = [process.execPath, ...command('full', '--workers', '2')]
      .map((word) => `'${word}'`)
      .join(' ');
    const script = [
      `mkdir -p '${place}' && mount -t tmpfs -o size=300k tmpfs '${place}' || exit 9`,
      `${node}; echo "exit $?"`,
      `find '${place}' -name '*.part'`,
      `mount -o remount,size=64m '${place}'`,
      node,
    ].join('\n');
    const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], { encoding: 'utf8' });
    const [first = '', exit, ...rest] = stdout.trim().split('\n');
    expect(JSON.parse(first)).toMatchObject({ error: { code: 'disk-full', remedy: expect.any(String) } });
    expect(exit).toBe('exit 1');
    expect(rest.length, stderr).toBe(1);
    expect(lastLine(stdout)['digest']).toBe(reference.result['digest']);
  });

  it('refuses wrong input by exit code 2, naming the key and the nearest known one', () => {
    const refused = (...more: string[]): unknown => {
      const { exitCode, result } = run('refused', ...more);
      expect(exitCode).toBe(2);
      return result['error'];
    };
    expect(refused('--set', 'scene.train=3')).toMatchObject({
      code: 'unknown-key',
      remedy: expect.stringContaining('scenes'),
    });
    expect(refused('--set', 'imageSizePx=tall')).toMatchObject({ code: 'wrong-type' });
    expect(refused('--profile', 'published')).toMatchObject({ code: 'wrong-type' });
    expect(refused('--set', 'pairKinds=[ego-translatoin]')).toMatchObject({ code: 'unknown-kind' });
    expect(refused('--set', 'singleKinds=[ego-translation]')).toMatchObject({ code: 'wrong-kind' });
    expect(refused('--set', 'pairKinds=[view-between]')).toMatchObject({
      code: 'wrong-kind',
      remedy: expect.stringContaining('multiKinds'),
    });
    expect(refused('--workers', 'many')).toMatchObject({ code: 'bad-workers' });
    expect(refused('--recipe', join(folder, 'none.yaml'))).toMatchObject({ code: 'recipe-missing' });
  });
});

async function shardsOnDisk(child: ChildProcess, place: string, wanted: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('generate ended before it could be killed');
    // A shard counts once its sidecar stands: that is written after rows and records.
    let sidecars = 0;
    try {
      sidecars = readdirSync(place, { recursive: true }).filter((name) =>
        String(name).endsWith('.json'),
      ).length;
    } catch {
      // Not made yet.
    }
    if (sidecars >= wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the recipes nano and demo', () => {
  it.each(['nano', 'demo'])('%s: choose pairs whose labels tell little of each other', async (name) => {
    const out = join(folder, name);
    const set = (value: string): string[] => ['--set', value];
    const fewer = [
      ...set('scenes={train: 60, validation: 1, test: 1}'),
      ...set('subjects=150'),
      ...set('singleQuestionsPerScene=0'),
    ];
    const path = join(repositoryRoot, `recipes/${name}/recipe.yaml`);
    const args = [DISPATCH, 'generate', '--recipe', path, ...fewer, '--out', out];
    expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).status).toBe(0);
    const { lines } = await auditDataset(await openDataset(out), { pictures: false });
    expect(lines.find((line) => line.name === 'mutual-information')).toMatchObject({ verdict: 'pass' });
  });
});
