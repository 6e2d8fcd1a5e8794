/** The verb over captures as real processes: one, several at once, killed, in parts. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, type Question, questionKinds } from '@parallax/dataset';
import { lookAt, type Vec3 } from '@parallax/geometry';
import { repositoryRoot } from '@parallax/lab/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const DISPATCH = join(repositoryRoot, 'infra/bootstrap/dispatch.mjs');
const folder = mkdtempSync(join(tmpdir(), 'parallax-capture-set-'));
const tree = join(folder, 'tree');
const VIEWS = 14;

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  for (let i = 0; i < 24; i++) await writeCapture(join(tree, `class-${i % 3}`, `object-${i}`), i, i < 2);
  writeFileSync(join(folder, 'many-shards.json'), JSON.stringify({ captures: { questionsPerShard: 25 } }));
});

async function writeCapture(place: string, seed: number, withImages: boolean): Promise<void> {
  mkdirSync(join(place, 'images'), { recursive: true });
  const frames = [];
  for (let i = 0; i < VIEWS; i++) {
    const azimuth = (i * 2 * Math.PI) / VIEWS + 0.1 * seed;
    const position: Vec3 = [3 * Math.sin(azimuth), 1 + 0.1 * (i % 3), 3 * Math.cos(azimuth)];
    const m = lookAt({ position, target: [0, 0, 0] });
    frames.push({
      file_path: `images/${i}.png`,
      transform_matrix: [0, 4, 8, 12].map((k) => m.slice(k, k + 4)),
    });
    if (!withImages) continue;
    const picture = sharp({
      create: { width: 64, height: 48, channels: 3, background: { r: 10 * i, g: 9, b: 9 } },
    });
    await picture.png().toFile(join(place, `images/${i}.png`));
  }
  writeFileSync(
    join(place, 'transforms.json'),
    JSON.stringify({ w: 64, h: 48, fl_x: 60, k1: -0.05, frames }),
  );
}

const command = (out: string, ...more: string[]): string[] => [
  ...[DISPATCH, 'generate', '--captures', tree, '--recipe', join(folder, 'many-shards.json')],
  ...['--pairs', '600', '--test', '60', '--out', join(folder, out), '--json', ...more],
];

interface Outcome {
  readonly exitCode: number | null;
  readonly result: Record<string, unknown>;
  readonly stderr: string;
}

function run(out: string, ...more: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, command(out, ...more), { encoding: 'utf8' });
  return { exitCode: status, result: JSON.parse(stdout.trim().split('\n').at(-1) || '{}'), stderr };
}

function start(out: string, ...more: string[]): { child: ChildProcess; outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, command(out, ...more));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const outcome = new Promise<Outcome>((resolve) =>
    child.once('close', (exitCode) =>
      resolve({ exitCode, stderr, result: JSON.parse(stdout.trim().split('\n').at(-1) || '{}') }),
    ),
  );
  return { child, outcome };
}

describe('parallax generate --captures', () => {
  let reference: Outcome;
  const questions: Question[] = [];
  beforeAll(async () => {
    reference = run('one', '--workers', '1');
    for await (const question of (await openDataset(join(folder, 'one'))).questions())
      questions.push(question);
  });

  it('asks as many questions as wanted, exactly, one a pair, of the published angles', () => {
    expect(reference).toMatchObject({
      exitCode: 0,
      result: { questions: 600, pairs: 600, test: 60, made: 600 },
    });
    expect(questions).toHaveLength(600);
    const kinds = Map.groupBy(questions, (question) => question.kind);
    for (const kind of ['ego-translation', 'object-centric-translation', 'ego-rotation']) {
      expect(kinds.get(kind)).toHaveLength(200);
    }
    expect(new Set(questions.map((question) => question.pairId)).size).toBe(600);
    for (const question of questions) {
      const angle = Math.abs(question.geometry.motion!.horizontalAngleDeg);
      expect(angle).toBeGreaterThanOrEqual(20);
      expect(angle).toBeLessThanOrEqual(100);
      expect(questionKinds[question.kind]!.verifyAnswer(question)).toBe(question.answer);
    }
    const letters = Map.groupBy(questions, (question) => question.answer);
    // Exactly balanced in each split and kind, up to blocks of three that end early.
    for (const letter of ['A', 'B', 'C']) expect(Math.abs(letters.get(letter)!.length - 200)).toBeLessThan(7);
  });

  it('keeps captures apart between splits', () => {
    const splits = new Map<string, Set<string>>();
    for (const { subjectId, split } of questions) {
      splits.set(subjectId, (splits.get(subjectId) ?? new Set()).add(split));
    }
    expect(splits.size).toBe(24);
    for (const own of splits.values()) expect(own.size).toBe(1);
  });

  it('refers to pictures that fit the recorded cameras, and says which is missing', async () => {
    const dataset = await openDataset(join(folder, 'one'));
    expect(dataset.manifest.imageRoot).toBe(tree);
    const indexes = await dataset.indexes();
    const on = indexes.filter((i) => questions[i]!.subjectId === 'class-0/object-0');
    expect(on.length).toBeGreaterThan(10);
    for (const index of on.slice(0, 4)) {
      const { question, images } = await dataset.readRow(index);
      for (const [i, image] of images.entries()) {
        const { width, height } = await sharp(image).metadata();
        const { intrinsics } = question.geometry.cameras[i]!;
        expect([width, height]).toEqual([intrinsics.width, intrinsics.height]);
        // Grey levels of the background say which photograph it is.
        const { channels } = await sharp(image).stats();
        const number = Number(/(\d+)\.png$/.exec(question.viewIds[i]!)?.[1]);
        expect(Math.abs(channels[0]!.mean - 10 * number)).toBeLessThan(4);
      }
    }
    const off = questions.findIndex((question) => question.subjectId === 'class-2/object-5');
    await expect(dataset.readRow(off)).rejects.toMatchObject({ code: 'image-missing' });
  });

  it('gives the same digest with other workers, from a tree elsewhere, and in parts on two hosts', () => {
    const { digest } = reference.result;
    cpSync(tree, join(folder, 'copy'), { recursive: true });
    const moved = run('moved', '--captures', join(folder, 'copy'), '--workers', '3');
    expect(moved.result['digest']).toBe(digest);
    expect(run('moved').result).toMatchObject({ digest, made: 0 });
    const first = run('host-1', '--shard', '1/2');
    expect(first.result).toMatchObject({ complete: false, missingShards: expect.any(Number) });
    expect(readdirSync(join(folder, 'host-1'))).not.toContain('manifest.json');
    const early = run('host-1', '--finish');
    expect(early).toMatchObject({ exitCode: 2, result: { error: { code: 'shards-missing' } } });
    const second = run('host-2', '--shard', '2/2', '--captures', join(folder, 'copy'));
    expect(Number(first.result['made']) + Number(second.result['made'])).toBe(600);
    for (const room of ['shards', 'records']) {
      cpSync(join(folder, 'host-2', room), join(folder, 'host-1', room), { recursive: true });
    }
    expect(run('host-1', '--finish').result).toMatchObject({ digest, made: 0 });
    expect(run('other', '--seed', '2').result['digest']).not.toBe(digest);
  });

  it('lets two processes make one data set, each shard once', async () => {
    const both = [start('both', '--workers', '1'), start('both', '--workers', '1')];
    const outcomes = await Promise.all(both.map(({ outcome }) => outcome));
    const made = outcomes.map(({ result }) => Number(result['made']));
    for (const { result } of outcomes) expect(result['digest']).toBe(reference.result['digest']);
    expect(made[0]! + made[1]!).toBe(600);
    expect(readdirSync(join(folder, 'both')).filter((name) => name.startsWith('leases'))).toEqual([]);
  });

  it('goes on when one of two processes is killed, to the same digest', async () => {
    const doomed = start('half', '--workers', '1', '--lease', '2');
    await sidecars(doomed.child, join(folder, 'half'), 2);
    const other = start('half', '--workers', '1', '--lease', '2');
    await sidecars(other.child, join(folder, 'half'), 4);
    doomed.child.kill('SIGKILL');
    const { exitCode, result } = await other.outcome;
    expect(exitCode).toBe(0);
    expect(result['digest']).toBe(reference.result['digest']);
    expect(Number(result['made'])).toBeLessThan(600);
  });

  it('fills up from other captures what a damaged one cannot give, and says what was skipped', () => {
    const damaged = join(folder, 'damaged');
    cpSync(tree, damaged, { recursive: true });
    writeFileSync(join(damaged, 'class-0/object-3/transforms.json'), '{"frames": [');
    const { result, stderr } = run(
      'damaged-set',
      ...['--captures', damaged, '--set', 'questionsPerShard=1000'],
    );
    expect(result).toMatchObject({ questions: 600, test: 60, skipped: 1, scenes: 23 });
    expect(stderr).toContain('skipped (not-json)');
  });

  it('says when there are fewer pairs than asked for', () => {
    const { result, stderr } = run('greedy', '--pairs', '5000', '--set', 'questionsPerShard=1000');
    expect(Number(result['questions'])).toBeLessThan(5000);
    expect(stderr).toContain('questions fewer than asked for');
  });

  it('refuses wrong input by exit code 2', () => {
    const refused = (...more: string[]): unknown => {
      const { exitCode, result } = run('refused', ...more);
      expect(exitCode).toBe(2);
      return result['error'];
    };
    expect(refused('--captures', join(folder, 'nowhere'))).toMatchObject({ code: 'folder-missing' });
    expect(refused('--captures', join(tree, 'class-0/object-0/images'))).toMatchObject({
      code: 'no-captures',
    });
    expect(refused('--kinds', 'ego-rotatoin')).toMatchObject({ code: 'unknown-kind' });
    expect(refused('--kinds', 'relation')).toMatchObject({ code: 'kind-needs-mask' });
    expect(refused('--shard', '3/2')).toMatchObject({ code: 'bad-shard' });
    expect(refused('--pairs', '0')).toMatchObject({ code: 'bad-number' });
    expect(refused('--set', 'pair=3')).toMatchObject({ code: 'unknown-key' });
  });
});

async function sidecars(child: ChildProcess, place: string, wanted: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('generate ended too early');
    try {
      const names = readdirSync(join(place, 'shards'));
      if (names.filter((name) => name.endsWith('.json')).length >= wanted) return;
    } catch {
      // Not made yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
