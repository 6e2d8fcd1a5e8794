/** Twenty kills at random moments of one training, each with -9, change nothing of what it learns. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uniformAt } from '@parallax/trainer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTinyLab, type TinyLab } from '../fixtures/tiny-lab.ts';
import { ended, metricsLines, start, train, trainCommand } from '../fixtures/train-process.ts';

const KILLS = 20;
/** A start is killed after so many further steps at most, then within so many steps and milliseconds: in a save, or in a step. */
const MOST = { further: 1, within: 1.5, ms: 60 };
/** Printed, so that a failure can be tried again: PARALLAX_KILL_SEED. */
const seed = Number(process.env['PARALLAX_KILL_SEED'] ?? Date.now() % 1_000_000);

let folder: string;
let lab: TinyLab;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-verb-'));
  lab = await makeTinyLab(folder);
  console.info(`kills drawn from PARALLAX_KILL_SEED=${seed}`);
  const { code, stderr } = await train(argsOf('sft', 'sft', ['steps=4']));
  expect(code, stderr).toBe(0);
}, 60_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const runFolder = (name: string): string => join(folder, 'runs', name);

function argsOf(stage: string, name: string, set: readonly string[]): string[] {
  const files = ['--recipe', lab.recipe, '--dataset', lab.dataset, '--out', runFolder(name)];
  return [stage, ...files, ...set.flatMap((value) => ['--set', value])];
}

/** @returns the step at which each start was killed; a start that ended by itself is not counted. */
async function killAtRandom(args: readonly string[], run: string, stage: number): Promise<number[]> {
  const killed: number[] = [];
  while (killed.length < KILLS) {
    const draw = (what: number): number => uniformAt(seed, stage, killed.length, what);
    const child = start(trainCommand(args));
    const end = ended(child);
    let over = false;
    void end.then(() => {
      over = true;
    });
    const goal = metricsLines(run).length + Math.floor(draw(0) * (MOST.further + 1));
    // Some starts are killed before their first step: while they load, take the lock over, or cut metrics.jsonl.
    const early = draw(1) < 0.15;
    const loading = 300 + 900 * draw(2);
    if (early) await sleep(loading);
    else {
      const began = () => existsSync(join(run, 'run.lock')) && metricsLines(run).length >= goal;
      while (!over && !began()) await sleep(2);
      const stepMs = metricsLines(run).at(-1)?.stepMs ?? 0;
      await sleep((MOST.within * stepMs + MOST.ms) * draw(3));
    }
    child.kill('SIGKILL');
    const { signal, code, stderr } = await end;
    if (signal === null) {
      expect(code, stderr).toBe(0);
      throw new Error(`the run ended after ${killed.length} kills: give it more steps`);
    }
    killed.push(metricsLines(run).length);
  }
  return killed;
}

async function expectEqualRuns(name: string, whole: string): Promise<void> {
  const [a, b] = [runFolder(name), runFolder(whole)];
  const digest = async (run: string): Promise<unknown> =>
    (JSON.parse(await readFile(join(run, 'result.json'), 'utf8')) as { weightsDigest: unknown })
      .weightsDigest;
  expect(await digest(a)).toBe(await digest(b));
  const learned = (run: string) => metricsLines(run).map(({ step, loss }) => ({ step, loss }));
  expect(learned(a)).toEqual(learned(b));
  expect((await readdir(join(a, 'checkpoints'))).sort()).toEqual(
    (await readdir(join(b, 'checkpoints'))).sort(),
  );
  expect(await readdir(a)).not.toContain('run.lock');
}

it.each([
  ['segmentation', ['steps=40', 'checkpointEverySteps=2'], 3],
  ['sft', ['steps=40', 'batchSize=2', 'checkpointEverySteps=2'], 1],
  ['grpo', ['steps=40', 'checkpointEverySteps=2', 'maxNewTokens=6', 'groupSize=2', 'miniBatchSize=2'], 2],
] as const)(
  '%s, killed twenty times, ends with the weights, metrics and rollouts of an undisturbed run',
  async (stage, set, number) => {
    const whole = `${stage}-whole`;
    const undisturbed = await train(argsOf(stage, whole, set));
    expect(undisturbed.code, undisturbed.stderr).toBe(0);
    const name = `${stage}-killed`;
    const args = argsOf(stage, name, set);
    const killed = await killAtRandom(args, runFolder(name), number);
    console.info(`${stage}: killed at steps ${killed.join(', ')}`);
    const last = await train(args);
    expect(last.code, last.stderr).toBe(0);
    await expectEqualRuns(name, whole);
    if (stage === 'segmentation') {
      const head = (run: string): Promise<Buffer> =>
        readFile(join(runFolder(run), 'checkpoints/step-000040/segmentation_head.safetensors'));
      expect(await head(name)).toEqual(await head(whole));
    }
    if (stage === 'grpo') {
      const rollouts = (run: string): Promise<string> =>
        readFile(join(runFolder(run), 'rollouts.jsonl'), 'utf8');
      expect(await rollouts(name)).toBe(await rollouts(whole));
    }
  },
  300_000,
);
