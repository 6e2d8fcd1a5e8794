import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { collate } from '../batching/collate.ts';
import { promptOf, TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { trainableParameters } from '../learner/trainable.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { AdamW } from '../optimizer/adamw/adamw.ts';
import { sample } from '../sampling/sample.ts';
import { measureTargets, targetsOf } from '../sampling/token-logprobs.ts';
import { type GrpoConfig, GrpoConfigSchema } from '../schema.ts';
import { computeAdvantages } from './losses/advantage.ts';
import { lossNames } from './losses/registry.ts';
import { addCompletion, startConversation } from './rollouts/conversation.ts';
import { rolloutHealth } from './rollouts/health.ts';
import type { RolloutRow } from './rollouts/rollout-row.ts';
import { updatePolicy } from './update.ts';

beforeAll(async () => {
  await initBackend();
});

const prompts = [tinyExample(1), tinyExample(2, 9)].map(promptOf);
const tokenizer = {
  padTokenId: TINY_TOKENS.pad,
  eosTokenIds: [TINY_TOKENS.end],
  decode: (ids: ArrayLike<number>) => Array.from(ids).join(' '),
};
const settings = (changes: Partial<GrpoConfig>): GrpoConfig =>
  GrpoConfigSchema.parse({
    base: null,
    steps: 1,
    kinds: ['test'],
    maxNewTokens: 6,
    groupSize: 8,
    klCoef: 0.05,
    optimizer: { weightDecay: 0 },
    ...changes,
  });

/** Rollouts whose reward is the share of tokens below 32. */
async function collect(model: VisionLanguageModel, config: GrpoConfig, seed: number): Promise<RolloutRow[]> {
  const { groupSize: n, maxNewTokens } = config;
  const groups = await sample(model, tokenizer, prompts, { n, maxNewTokens, seed });
  const flat = groups.flatMap((group, g) => group.map((one) => ({ g, one })));
  const rewards = flat.map(({ one }) => one.ids.filter((id) => id < 32).length / one.ids.length);
  const mask = new Uint8Array(flat.length * maxNewTokens);
  flat.forEach(({ one }, b) => void mask.fill(1, b * maxNewTokens, b * maxNewTokens + one.ids.length));
  const grid = { rows: flat.length, columns: maxNewTokens, mask };
  const advantages = computeAdvantages(
    config.advantage,
    rewards,
    flat.map(({ g }) => g),
    grid,
  );
  return flat.map(({ g, one }, b) => ({
    question: { questionId: `q${g}`, kind: 'test' },
    prompt: { messages: [], images: [] },
    encoded: addCompletion(startConversation(`q${g}`, { messages: [], images: [] }, prompts[g]!), one)
      .encoded,
    turns: [{ completion: one.text, observation: null }],
    group: g,
    sampled: one,
    score: { value: rewards[b]!, parts: [], parsed: { value: null, span: null, failure: null } },
    advantages: advantages.slice(b * maxNewTokens, b * maxNewTokens + one.ids.length),
    counts: true,
  }));
}

async function updateOnce(
  changes: Partial<GrpoConfig>,
): Promise<{ weights: Float32Array; metrics: Record<string, number> }> {
  const config = settings(changes);
  const model = tinyModel();
  const trainable = trainableParameters(model, false);
  const optimizer = new AdamW(trainable, config.optimizer);
  const rows = await collect(model, config, 1);
  const metrics = updatePolicy({
    config,
    model,
    reference: tinyModel(2),
    optimizer,
    trainable,
    rows,
    learningRate: 1e-2,
    padTokenId: TINY_TOKENS.pad,
  });
  const weights = model.parameters.get('model.layers.1.mlp.down_proj.weight')!.dataSync() as Float32Array; // float32
  return { weights: weights.slice(), metrics };
}

describe('updatePolicy', () => {
  it('does not depend on how a mini-batch is cut into micro-batches', async () => {
    for (const loss of lossNames) {
      for (const aggregation of ['token-mean', 'seq-mean-token-sum-norm'] as const) {
        const config = { loss, aggregation, miniBatchSize: 8, entropyCoef: 0.01 };
        const whole = await updateOnce(config);
        const cut = await updateOnce({ ...config, microBatchSize: 3 });
        expect(cut.metrics.loss, loss).toBeCloseTo(whole.metrics.loss!, 5);
        expect(cut.metrics.gradNorm, loss).toBeCloseTo(whole.metrics.gradNorm!, 4);
        expect(cut.metrics.kl, loss).toBeCloseTo(whole.metrics.kl!, 5);
        expect(whole.metrics.mismatchMax).toBeLessThan(1e-4);
      }
    }
  });

  it('ends with the same weights after four updates, however a mini-batch is cut', async () => {
    const train = async (microBatchSize: number | null): Promise<Float32Array[]> => {
      const config = settings({ miniBatchSize: 8, microBatchSize, entropyCoef: 0.01 });
      const [model, reference] = [tinyModel(), tinyModel(2)];
      const trainable = trainableParameters(model, false);
      const optimizer = new AdamW(trainable, config.optimizer);
      const rows = await collect(model, config, 1);
      expect(new Set(rows.map(({ sampled }) => sampled.ids.length)).size).toBeGreaterThan(1);
      const update = { config, model, reference, optimizer, trainable, rows, padTokenId: TINY_TOKENS.pad };
      for (let i = 0; i < 2; i++) updatePolicy({ ...update, learningRate: 1e-3 }); // of two mini-batches each
      return [...model.parameters.values()].map((variable) => variable.dataSync().slice() as Float32Array); // float32
    };
    const whole = await train(null);
    for (const size of [3, 1]) {
      const cut = await train(size);
      const gaps = cut.map((weights, p) =>
        weights.reduce((most, value, i) => Math.max(most, Math.abs(value - whole[p]![i]!)), 0),
      );
      expect(Math.max(...gaps), `micro-batches of ${size}`).toBeLessThan(1e-5);
    }
  });

  it('logs the means of what a second count over the same tokens gives', async () => {
    const config = settings({ miniBatchSize: null, klCoef: 0.3, entropyCoef: 0.02, microBatchSize: 5 });
    const [model, reference] = [tinyModel(), tinyModel(2)];
    const rows = await collect(model, config, 3);
    const batch = collate(
      rows.map(({ encoded }) => encoded),
      { padTokenId: TINY_TOKENS.pad },
    );
    const targets = targetsOf(batch.labels, batch.length);
    const [own, other] = [model, reference].map((one) => measureTargets(one, batch, targets));
    const sampled = rows.flatMap((row) => [...row.sampled.logprobs]);
    const advantages = rows.flatMap((row) => [...row.advantages]);
    const mean = (of: (i: number) => number): number =>
      sampled.reduce((sum, _, i) => sum + of(i), 0) / sampled.length;
    const kl = mean((i) => {
      const d = other!.logprobs[i]! - own!.logprobs[i]!;
      return Math.exp(d) - d - 1;
    });
    const entropy = mean((i) => own!.entropy[i]!);
    const trainable = trainableParameters(model, false);
    const optimizer = new AdamW(trainable, config.optimizer);
    const padTokenId = TINY_TOKENS.pad;
    const before = new Map([...trainable].map(([name, value]) => [name, value.dataSync().slice()]));
    const options = { config, model, reference, optimizer, trainable, rows, learningRate: 1e-2, padTokenId };
    const metrics = updatePolicy(options);
    expect(metrics.kl).toBeCloseTo(kl, 5);
    expect(metrics.entropy).toBeCloseTo(entropy, 5);
    expect(metrics.mismatch).toBeCloseTo(
      mean((i) => Math.abs(sampled[i]! - own!.logprobs[i]!)),
      6,
    );
    expect(metrics.policyLoss).toBeCloseTo(-mean((i) => advantages[i]!), 5);
    expect(metrics.loss).toBeCloseTo(-mean((i) => advantages[i]!) + 0.3 * kl - 0.02 * entropy, 5);
    expect(metrics.gradNorm).toBeGreaterThan(0);
    const moved = [...trainable].some(([name, value]) => value.dataSync()[0] !== before.get(name)![0]);
    expect(moved).toBe(true);
  });

  it('with one mini-batch is on-policy: ratio 1, nothing clipped', async () => {
    const { metrics } = await updateOnce({});
    expect(metrics.clipFraction).toBe(0);
    expect(metrics.approximateKl).toBeCloseTo(0, 6);
    const later = await updateOnce({ miniBatchSize: 4 });
    expect(later.metrics.approximateKl).not.toBe(0);
  });

  it('raises the reward, and keeps the number of tensors constant', async () => {
    const config = settings({ klCoef: 0 });
    const model = tinyModel();
    const reference = tinyModel();
    const trainable = trainableParameters(model, false);
    const optimizer = new AdamW(trainable, config.optimizer);
    const rewards: number[] = [];
    let tensors = 0;
    for (let step = 0; step < 25; step++) {
      const rows = await collect(model, config, step);
      rewards.push(rolloutHealth(rows).reward!);
      const padTokenId = TINY_TOKENS.pad;
      updatePolicy({ config, model, reference, optimizer, trainable, rows, learningRate: 5e-3, padTokenId });
      if (step === 4) tensors = tf().memory().numTensors;
    }
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(rewards.slice(-5))).toBeGreaterThan(mean(rewards.slice(0, 5)) + 0.2);
    // Tables of new sequence lengths may be cached; nothing else stays.
    expect(tf().memory().numTensors - tensors).toBeLessThan(12);
  });

  it('pulls the policy to the reference when only the KL term acts', async () => {
    // The gradient of k3 alone is not that of the divergence; k3+ takes the unbiased one.
    const config = settings({ klCoef: 1, klEstimator: 'k3+' });
    const model = tinyModel();
    const reference = tinyModel(2);
    const trainable = trainableParameters(model, false);
    const optimizer = new AdamW(trainable, config.optimizer);
    const kls: number[] = [];
    for (let step = 0; step < 40; step++) {
      const rows = (await collect(model, config, step)).map((row) => ({
        ...row,
        advantages: new Float64Array(row.advantages.length),
      }));
      const padTokenId = TINY_TOKENS.pad;
      const options = {
        config,
        model,
        reference,
        optimizer,
        trainable,
        rows,
        learningRate: 5e-3,
        padTokenId,
      };
      kls.push(updatePolicy(options).kl!);
    }
    const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
    expect(sum(kls.slice(-8))).toBeLessThan(0.65 * sum(kls.slice(0, 8)));
  });
});
