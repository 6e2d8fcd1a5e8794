/** Whole runs of a real model in each environment: what is logged is right, and a resumed run ends the same. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { collate } from '../batching/collate.ts';
import type { Task } from '../environments/environment.ts';
import { findEnvironment } from '../environments/registry.ts';
import { scriptedSampler } from '../fixtures/scripted-sampler.ts';
import { lookTask, moveTask, puzzleTask, type TinyLanguage, tinyLanguage } from '../fixtures/tasks.ts';
import { trainableParameters } from '../learner/trainable.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { AdamW } from '../optimizer/adamw/adamw.ts';
import { type GrpoConfig, GrpoConfigSchema, type Rollout, type TrainingRun } from '../schema.ts';
import { sftStep } from '../sft/sft-step.ts';
import { collectRollouts } from './rollouts/collect-rollouts.ts';
import { questionOrder } from './rollouts/question-order.ts';
import { modelSampler } from './rollouts/sampler.ts';
import { runGrpo } from './run-grpo.ts';

let language: TinyLanguage;
beforeAll(async () => {
  await initBackend();
  language = await tinyLanguage();
});

const SIZE = 6;
const TASKS: Record<string, (index: number) => Task> = {
  'single-turn': (index) => moveTask(index),
  jigsaw: (index) => puzzleTask('jigsaw', index),
  'view-planning': (index) => lookTask('actial', index),
};
const ACTIONS: Record<string, string> = { jigsaw: '<swap>1 2</swap>', 'view-planning': '<move>left</move>' };

type Changes = { [Key in keyof GrpoConfig]?: unknown };
const configOf = (environment: string, changes: Changes = {}): GrpoConfig =>
  GrpoConfigSchema.parse({
    ...{ base: null, steps: 3, kinds: ['test'], environment, promptsPerStep: 2, groupSize: 4 },
    ...{ maxNewTokens: 40, keepRollouts: 1000, checkpointEverySteps: 1 },
    optimizer: { learningRate: 2e-3, warmupSteps: 1, weightDecay: 0 },
    ...changes,
  });

/** A model that has seen rollouts of a script: it acts once and answers A or B, A about once in three times. */
async function warmModel(environment: string) {
  const model = language.start(1);
  const config = configOf(environment, { groupSize: 6 });
  const chain = environment === 'single-turn' ? 'The camera moved to the right.' : 'x';
  const sampler = scriptedSampler(language.tokenizer, (call, prompt, copy) => {
    const action = ACTIONS[environment];
    if (call === 0 && action !== undefined && copy % 3 > 0) return action;
    return `<think>${chain}</think>\n<answer>${(prompt + copy) % 3 === 0 ? 'A' : 'B'}</answer>`;
  });
  const { rows } = await collectRollouts(
    {
      ...{ ...language, config, sampler, environment: findEnvironment(environment) },
      ...{ tasks: { size: SIZE, task: TASKS[environment]! }, order: questionOrder(SIZE, 2, 1) },
    },
    1,
  );
  const batch = collate(
    rows.map(({ encoded }) => encoded),
    { padTokenId: language.tokenizer.padTokenId },
  );
  const trainable = trainableParameters(model, false);
  const optimizer = new AdamW(trainable, config.optimizer);
  for (let step = 0; step < 40; step++) {
    sftStep({ model, optimizer, trainable, batches: [batch], learningRate: 5e-3 });
  }
  optimizer.dispose();
  return model;
}

const RUN: TrainingRun = {
  ...{ schemaVersion: 1, codeCommit: 'test', type: 'run', runId: 'r', name: 'r', stage: 'grpo' },
  ...{ datasetDigests: [], parentWeights: null, config: {}, backend: {} },
};

/** A fresh copy of the warm model each time: training changes it in place. */
async function train(config: GrpoConfig, folder?: string, signal?: AbortSignal) {
  const runFolder = folder ?? (await mkdtemp(join(tmpdir(), 'run-grpo-')));
  const [model, reference] = [language.start(1), language.start(1)];
  const ready = warmed[config.environment] ?? warmModel(config.environment);
  warmed[config.environment] = ready;
  const warm = (await ready).parameters;
  for (const [name, value] of warm)
    for (const copy of [model, reference]) copy.parameters.get(name)!.assign(value);
  try {
    const finished = await runGrpo({
      ...{
        config,
        runFolder,
        run: RUN,
        model,
        reference,
        ...language,
        assetsFolder: language.tokenizer.folder,
      },
      tasks: { size: SIZE, task: TASKS[config.environment]! },
      ...(signal === undefined ? {} : { signal }),
    });
    return { runFolder, digest: finished.checkpoint.weightsDigest, moved: movedParts(model, reference) };
  } finally {
    model.dispose();
    reference.dispose();
  }
}
const warmed: Record<string, ReturnType<typeof warmModel>> = {};

/** First parts of the names of the parameters that training changed. */
function movedParts(model: VisionLanguageModel, reference: VisionLanguageModel): string[] {
  const moved = [...model.parameters].filter(([name, value]) => {
    const before = reference.parameters.get(name)!.dataSync();
    return value.dataSync().some((x, i) => x !== before[i]);
  });
  return [...new Set(moved.map(([name]) => name.split('.')[0]!))].sort();
}

async function lines<T>(folder: string, name: string): Promise<T[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T); // our own files
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(Object.keys(TASKS))('%s', (environment) => {
  it('logs what its rollouts say, with log-probabilities that the update finds again', async () => {
    const changes = { overlong: { bufferTokens: 40 }, miniBatchSize: 4, reward: 'actial-claims' };
    const { runFolder } = await train(configOf(environment, changes));
    const metrics = await lines<Record<string, number>>(runFolder, 'metrics.jsonl');
    const all = await lines<Rollout>(runFolder, 'rollouts.jsonl');
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(all).toHaveLength(3 * 2 * 4);
    for (const line of metrics) {
      const rollouts = all.filter(({ step }) => step === line['step']);
      const groups = [0, 1].map((group) => rollouts.filter((one) => one.group === group));
      const rewards = rollouts.map(({ reward }) => reward);
      const recounted: Record<string, number> = {
        reward: mean(rewards),
        rewardStd: Math.sqrt(mean(rewards.map((reward) => (reward - mean(rewards)) ** 2))),
        deadGroups: mean(
          groups.map((group) => Number(new Set(group.map(({ reward }) => reward)).size === 1)),
        ),
        completionTokens: mean(rollouts.map(({ tokens }) => tokens)),
        completionTokensMax: Math.max(...rollouts.map(({ tokens }) => tokens)),
        truncated: mean(rollouts.map(({ truncated }) => Number(truncated))),
        turns: mean(rollouts.map(({ turns }) => turns?.length ?? 1)),
        samplingRounds: 1,
        keptGroups: 1,
      };
      for (const { name } of rollouts[0]!.rewardParts) {
        const values = rollouts.map(
          ({ rewardParts }) => rewardParts.find((part) => part.name === name)!.value,
        );
        recounted[`reward.${name}`] = mean(values);
      }
      for (const [key, value] of Object.entries(recounted)) expect(line[key], key).toBeCloseTo(value, 9);
      for (const one of rollouts) {
        const sum = one.rewardParts.reduce((total, { weight, value }) => total + weight * value, 0);
        expect(one.reward).toBeCloseTo(sum, 9);
        const own = groups[one.group]!.map(({ reward }) => reward);
        const std = Math.sqrt(own.reduce((total, r) => total + (r - mean(own)) ** 2, 0) / 3);
        expect(one.advantage).toBeCloseTo((one.reward - mean(own)) / (std + 1e-6), 6);
      }
      expect(line['mismatchMax']).toBeLessThan(1e-4);
      const tokens = rollouts.reduce((total, one) => total + one.tokens, 0);
      expect((line['rolloutTokensPerSecond']! * line['rolloutMs']!) / 1000 / tokens).toBeCloseTo(1, 1);
      const numbers = [
        'entropy',
        'kl',
        'klLoss',
        'policyLoss',
        'gradNorm',
        'mismatch',
        'updateTokensPerSecond',
      ];
      const clips = ['clipFraction', 'clipFractionLow', 'clipFractionHigh', 'clipFractionDual'];
      for (const key of [...numbers, ...clips]) expect(line[key], key).toBeTypeOf('number');
      expect(line['clipFraction']).toBeCloseTo(line['clipFractionLow']! + line['clipFractionHigh']!, 9);
      expect(line['reward.overlong']).toBeGreaterThan(0);
      if (environment === 'single-turn') expect(line['reward.claims']).toBeGreaterThan(0);
      else expect(line['turns']).toBeGreaterThan(1);
    }
  }, 60_000);
});

describe('a run', () => {
  it('with several turns and dynamic sampling ends the same when it was interrupted', async () => {
    const config = configOf('jigsaw', { steps: 4, groupSize: 2, dynamicSampling: { maxRounds: 3 } });
    const whole = await train(config);
    const rounds = (await lines<Record<string, number>>(whole.runFolder, 'metrics.jsonl')).map(
      (line) => line['samplingRounds'],
    );
    expect(rounds.some((round) => round! > 1)).toBe(true);
    const folder = await mkdtemp(join(tmpdir(), 'run-grpo-'));
    // Nothing of the process but the folder goes on: every start has a fresh model and a fresh order.
    for (const steps of [1, 3]) {
      const stop = new AbortController();
      const reached = train(config, folder, stop.signal);
      const watch = setInterval(async () => {
        const seen = await lines(folder, 'metrics.jsonl').catch(() => []);
        if (seen.length >= steps) stop.abort(new Error('interrupted'));
      }, 5);
      await expect(reached)
        .rejects.toThrow(/interrupted|abort/i)
        .finally(() => clearInterval(watch));
    }
    const resumed = await train(config, folder);
    expect(resumed.digest).toBe(whole.digest);
    const rollouts = (run: string) => readFile(join(run, 'rollouts.jsonl'), 'utf8');
    expect(await rollouts(folder)).toBe(await rollouts(whole.runFolder));
  }, 60_000);

  it('learns over the turns of an environment', async () => {
    const config = configOf('jigsaw', {
      steps: 12,
      groupSize: 8,
      klCoef: 0,
      checkpointEverySteps: 12,
      optimizer: { learningRate: 4e-3, warmupSteps: 1, schedule: 'constant' },
    });
    const { runFolder } = await train(config);
    const rewards = (await lines<{ reward: number }>(runFolder, 'metrics.jsonl')).map(({ reward }) => reward);
    expect(mean(rewards.slice(-6))).toBeGreaterThan(mean(rewards.slice(0, 3)) + 0.2);
  }, 60_000);

  it('samples the same turns again from the same weights, and leaves no tensor behind', async () => {
    const model = await warmModel('jigsaw');
    const config = configOf('jigsaw');
    const options = {
      ...{ ...language, config, sampler: modelSampler(model, language.tokenizer) },
      ...{ environment: findEnvironment('jigsaw'), tasks: { size: SIZE, task: TASKS['jigsaw']! } },
      order: questionOrder(SIZE, config.promptsPerStep, config.seed),
    };
    const seen = [];
    for (let time = 0; time < 3; time++) {
      const { rows } = await collectRollouts(options, 1);
      seen.push({ ids: rows.map(({ sampled }) => sampled.ids), tensors: tf().memory().numTensors });
    }
    // The first time fills tables of sequence lengths.
    expect(seen[0]!.ids).toEqual(seen[2]!.ids);
    expect(seen[1]!.tensors).toBe(seen[2]!.tensors);
    model.dispose();
  }, 60_000);

  it('leaves the vision tower as it was when it is frozen, and refuses what it cannot do', async () => {
    expect((await train(configOf('jigsaw', { steps: 1 }))).moved).toEqual(['model', 'visual']);
    const config = configOf('jigsaw', { steps: 1, freezeVision: true });
    expect((await train(config)).moved).toEqual(['model']);
    await expect(
      train({ ...config, environment: 'single-turn', overlong: { bufferTokens: 99, penalty: 1 } }),
    ).rejects.toMatchObject({ code: 'bad-overlong' });
  });
});
