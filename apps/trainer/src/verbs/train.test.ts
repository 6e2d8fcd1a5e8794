/** The train verb as real processes: interrupted anywhere, it ends with the bytes of an undisturbed run. */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTinyLab, type TinyLab } from '../fixtures/tiny-lab.ts';
import {
  appFolder,
  ended,
  metricsLines,
  start,
  train,
  trainCommand,
  trainUntil,
} from '../fixtures/train-process.ts';

const MINUTES = 60_000;
let folder: string;
let lab: TinyLab;

const args = (stage: string, run: string, ...more: string[]): string[] => [
  ...[stage, '--recipe', lab.recipe, '--dataset', lab.dataset, '--out', run],
  ...more,
];
const runFolder = (name: string): string => join(folder, 'runs', name);
/** What must be equal whatever happened on the way: not the times. */
const learned = (run: string) => metricsLines(run).map(({ step, loss }) => ({ step, loss }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'train-verb-'));
  lab = await makeTinyLab(folder);
  const { code, stderr } = await train(args('sft', runFolder('sft')));
  expect(code, stderr).toBe(0);
}, 2 * MINUTES);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const digestOf = async (run: string): Promise<unknown> =>
  (JSON.parse(await readFile(join(run, 'result.json'), 'utf8')) as { weightsDigest: unknown }).weightsDigest;

async function eventBytes(run: string): Promise<string> {
  const names = await readdir(join(run, 'tensorboard'));
  const files = await Promise.all(names.map((name) => readFile(join(run, 'tensorboard', name), 'latin1')));
  return files.join('');
}

describe('train sft', () => {
  it(
    'learns, keeps the last checkpoints, and answers at once when it has already ended',
    async () => {
      const run = runFolder('sft');
      const losses = learned(run).map((line) => line.loss);
      expect(losses).toHaveLength(8);
      expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
      expect(await readdir(join(run, 'checkpoints'))).toEqual(['step-000004', 'step-000006', 'step-000008']);
      const again = await train(args('sft', run));
      expect(again.code).toBe(0);
      expect(again.stderr).toMatch(/already/);
      expect(again.result.weightsDigest).toBe(await digestOf(run));
      expect(again.result).toMatchObject({ run, steps: 8, metrics: { step: 8 } });
    },
    MINUTES,
  );

  it(
    'goes on after kill -9 and after an interrupt, to the same weights and metrics',
    async () => {
      const run = runFolder('killed');
      const watched = args('sft', run, '--set', 'writers=[jsonl, tensorboard, wandb]');
      const first = await trainUntil(watched, run, 3, 'SIGKILL');
      expect(first.signal).toBe('SIGKILL');
      const second = await trainUntil(args('sft', run), run, 5, 'SIGINT');
      expect(second.code, second.stderr).toBe(130);
      const third = await train(watched);
      expect(third.stderr).toMatch(/resuming after step/);
      expect(third.result.weightsDigest).toBe(await digestOf(runFolder('sft')));
      expect(learned(run)).toEqual(learned(runFolder('sft')));
      // A scalar's tag with the length before it: the loss of each step stands there once.
      expect((await eventBytes(run)).split('\n\x04loss')).toHaveLength(8 + 1);
      expect(await readdir(run)).not.toContain('run.lock');
    },
    2 * MINUTES,
  );

  it(
    'profiles the steps after a resume without changing what is learned',
    async () => {
      const run = runFolder('profiled');
      await trainUntil(args('sft', run), run, 3, 'SIGKILL');
      const { code, stderr, result } = await train(args('sft', run, '--profile', '2'));
      expect(code, stderr).toBe(0);
      expect(result.weightsDigest).toBe(await digestOf(runFolder('sft')));
      expect(stderr).toMatch(/operations in 2 steps.*\n.*own ms/);
      const [name] = await readdir(join(run, 'profiles'));
      const trace = JSON.parse(await readFile(join(run, 'profiles', name!), 'utf8')) as {
        traceEvents: { name: string; cat?: string }[];
      };
      const resumed = Number(/after-step-(\d+)/.exec(name!)?.[1]);
      const named = (cat: string) =>
        trace.traceEvents.filter((event) => event.cat === cat).map((e) => e.name);
      expect(named('step')).toEqual([`step ${resumed + 1}`, `step ${resumed + 2}`]);
      expect(named('kernel').filter((kernel) => kernel === 'BatchMatMul').length).toBeGreaterThan(2);
      const none = await train(args('sft', runFolder('unprofiled'), '--profile', 'all'));
      expect([none.code, none.result]).toMatchObject([2, { error: { code: 'bad-profile' } }]);
    },
    2 * MINUTES,
  );

  it(
    'falls back to the checkpoint before a damaged one, says so, and ends the same',
    async () => {
      const run = runFolder('damaged');
      await cp(runFolder('sft'), run, { recursive: true });
      await rm(join(run, 'result.json'));
      await truncate(join(run, 'checkpoints/step-000008/model.safetensors'), 1000);
      const { code, stderr, result } = await train(args('sft', run));
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/step-000008.*digest.*Falling back to step-000006/);
      expect(result.weightsDigest).toBe(await digestOf(runFolder('sft')));
    },
    MINUTES,
  );

  it(
    'refuses a folder that holds another training, naming the first key',
    async () => {
      const run = runFolder('sft');
      const { code, result, stderr } = await train(args('sft', run, '--set', 'optimizer.beta1=0.8'));
      expect(code).toBe(2);
      expect(result).toMatchObject({ error: { code: 'run-differs' } });
      expect(stderr).toMatch(/config\.optimizer\.beta1 is 0\.9 there and 0\.8 here/);
    },
    MINUTES,
  );

  it(
    'multiplies in bfloat16 when the recipe says so: a run of its own, near the float32 one; refused without TensorFlow',
    async () => {
      const run = runFolder('bf16');
      const { code, stderr } = await train(args('sft', run, '--set', 'precision=bf16'));
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/bf16 products/);
      const [rounded, full] = [learned(run), learned(runFolder('sft'))];
      expect(rounded).not.toEqual(full);
      rounded.forEach(({ loss }, i) => void expect(Math.abs(loss / full[i]!.loss - 1)).toBeLessThan(0.05));
      const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as { backend: unknown };
      expect(record.backend).toMatchObject({ precision: 'bf16' });
      const other = await train(args('sft', run));
      expect(other.result).toMatchObject({ error: { code: 'run-differs' } });
      const plain = args('sft', runFolder('js'), '--set', 'precision=bf16', '--backend', 'js');
      expect(await train(plain)).toMatchObject({ code: 2, result: { error: { code: 'backend-missing' } } });
    },
    2 * MINUTES,
  );

  it(
    'joins a vision tower of another run to a model of its own, and records which',
    async () => {
      const run = runFolder('joined');
      const frozen = ['--set', 'freezeVision=true', '--set', 'steps=2', '--set', 'seed=5'];
      const { code, stderr } = await train(args('sft', run, '--vision', runFolder('sft'), ...frozen));
      expect(code, stderr).toBe(0);
      const { config } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as {
        config: Record<string, unknown>;
      };
      expect(config).toMatchObject({ base: null, vision: '../sft/checkpoints/step-000008' });
      const alone = runFolder('alone');
      expect(await train(args('sft', alone, ...frozen))).toMatchObject({ code: 0 });
      expect(learned(run)[0]!.loss).not.toBe(learned(alone)[0]!.loss);
      const nowhere = await train(args('sft', runFolder('nowhere'), '--vision', join(folder, 'nowhere')));
      expect(nowhere.code).toBe(2);
      expect(nowhere.stderr).toMatch(/nowhere/);
    },
    2 * MINUTES,
  );

  it(
    'plans for a base that the command line names from the working folder',
    async () => {
      const base = relative(appFolder, join(runFolder('sft'), 'checkpoints', 'step-000008'));
      const plan = ['sft', '--recipe', lab.recipe, '--plan', '--device-gflops', '10', '--base', base];
      expect(await train(plan)).toMatchObject({ code: 0 });
    },
    MINUTES,
  );

  it(
    'keeps the last good checkpoint when the disk is full, and goes on when there is room',
    async () => {
      const run = runFolder('full');
      // A small file system of the test's own: two checkpoints of 14 MB fit, a third does not.
      const small = join(folder, 'small');
      const command = trainCommand(args('sft', join(small, 'run')));
      const script = `mkdir -p ${small} && mount -t tmpfs -o size=36m tmpfs ${small} || exit 77
      "$@"; code=$?; cp -r ${small}/run ${run}; exit $code`;
      if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
        console.warn('SKIPPED disk-full test: unshare -rm is not permitted here');
        return;
      }
      const { code, result, stderr } = await ended(
        start(['unshare', '-rm', 'sh', '-c', script, 'sh', ...command]),
      );
      if (code === 77) {
        console.warn('SKIPPED disk-full test: a tmpfs cannot be mounted here');
        return;
      }
      expect(result, stderr).toMatchObject({ error: { code: 'disk-full' } });
      expect(code).toBe(1);
      expect(await readdir(join(run, 'checkpoints'))).toEqual(['step-000002', 'step-000004']);
      const resumed = await train(args('sft', run));
      expect(resumed.stderr).toMatch(/resuming after step 4/);
      expect(resumed.result.weightsDigest).toBe(await digestOf(runFolder('sft')));
    },
    2 * MINUTES,
  );

  it(
    'names what is wrong with its input',
    async () => {
      const run = runFolder('wrong');
      const kind = await train(
        args('sft', run, '--set', 'sources=[{kinds: [relatoin], style: letter, probability: 1}]'),
      );
      expect(kind.result).toMatchObject({ error: { code: 'unknown-kind' } });
      expect(kind.stderr).toMatch(/Did you mean "relation"/);
      const key = await train(args('sft', run, '--set', 'stepz=3'));
      expect(key.result).toMatchObject({ error: { code: 'unknown-key' } });
      const long = await train(args('sft', run, '--set', 'maxLength=20'));
      expect([long.code, long.result]).toMatchObject([2, { error: { code: 'example-too-long' } }]);
    },
    2 * MINUTES,
  );
});

describe('train segmentation', () => {
  it(
    'learns from masks a tower that another run takes, answers at once when it has ended, and makes no plan',
    async () => {
      const run = runFolder('segmentation');
      const { code, stderr } = await train(args('segmentation', run));
      expect(code, stderr).toBe(0);
      const losses = learned(run).map((line) => line.loss);
      expect(losses).toHaveLength(8);
      expect(losses.at(-1)!).toBeLessThan(losses[0]! / 1.5);
      expect((await train(args('segmentation', run))).stderr).toMatch(/already/);
      const more = ['--vision', run, '--set', 'freezeVision=true', '--set', 'steps=2'];
      const sees = await train(args('sft', runFolder('sees'), ...more));
      expect(sees.code, sees.stderr).toBe(0);
      const plan = await train(['segmentation', '--recipe', lab.recipe, '--plan']);
      expect([plan.code, plan.result]).toMatchObject([2, { error: { code: 'plan-stage' } }]);
    },
    2 * MINUTES,
  );
});

describe('train grpo', () => {
  it(
    'starts from a run, records its health, and survives kill -9 bit for bit',
    async () => {
      const whole = runFolder('grpo');
      const shaped = ['reward=actial-claims', 'dynamicSampling={maxRounds: 2}', 'overlong={bufferTokens: 8}'];
      const grpo = (run: string): string[] =>
        args('grpo', run, ...shaped.flatMap((value) => ['--set', value]));
      const undisturbed = await train(grpo(whole));
      expect(undisturbed.code, undisturbed.stderr).toBe(0);
      const metrics = undisturbed.result.metrics as Record<string, number>;
      for (const key of [
        'reward',
        'reward.format',
        'reward.claims',
        'reward.overlong',
        'samplingRounds',
        'keptGroups',
        'deadGroups',
        'completionTokens',
        'truncated',
        'entropy',
        'kl',
      ]) {
        expect(metrics[key], key).toBeTypeOf('number');
      }
      expect(metrics.mismatchMax).toBeLessThan(1e-4);

      const run = runFolder('grpo-killed');
      for (const lines of [1, 3]) {
        expect((await trainUntil(grpo(run), run, lines, 'SIGKILL')).signal).toBe('SIGKILL');
      }
      const resumed = await train(grpo(run));
      expect(resumed.result.weightsDigest).toBe(undisturbed.result.weightsDigest);
      expect(learned(run)).toEqual(learned(whole));
      expect(await readFile(join(run, 'rollouts.jsonl'), 'utf8')).toBe(
        await readFile(join(whole, 'rollouts.jsonl'), 'utf8'),
      );
    },
    3 * MINUTES,
  );

  it(
    'names an environment that does not exist, and a question that one cannot ask',
    async () => {
      const none = await train(args('grpo', runFolder('none'), '--set', 'environment=jigsav'));
      expect([none.code, none.result]).toMatchObject([2, { error: { code: 'unknown-environment' } }]);
      const unfit = await train(args('grpo', runFolder('unfit'), '--set', 'environment=jigsaw'));
      expect([unfit.code, unfit.result]).toMatchObject([2, { error: { code: 'question-unfit' } }]);
      expect(unfit.stderr).toMatch(/square-\d+ \(relation\) shows no shuffled tiles/);
    },
    MINUTES,
  );
});
