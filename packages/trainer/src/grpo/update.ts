/**
 * Policy updates from one round of rollouts. The loss is plain arithmetic on log-probabilities; its gradient g is
 * carried into the model by differentiating sum(g * log p), which has exactly that gradient.
 *
 * With one mini-batch the old log-probabilities are the current ones (ratio 1); with several they are measured before
 * the first update, as verl does. Micro-batches only bound memory: the weights of a loss are made for the mini-batch.
 */
import { tf, type Variable } from '../backend/tf.ts';
import { collate, type TrainingBatch } from '../batching/collate.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { addGradients, disposeGradients, type Gradients, gradientsOf } from '../optimizer/gradients.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import {
  entropyOf,
  logprobsOf,
  measureTargets,
  type Policy,
  targetLogits,
  targetsOf,
} from '../sampling/token-logprobs.ts';
import type { GrpoConfig } from '../schema.ts';
import { maskedMean, type TokenGrid, weightedSum } from './losses/aggregation.ts';
import { klPenalty } from './losses/kl.ts';
import type { Loss } from './losses/loss.ts';
import { losses } from './losses/registry.ts';
import type { RolloutRow } from './rollouts/rollout-row.ts';

export interface UpdateOptions {
  readonly config: GrpoConfig;
  readonly model: VisionLanguageModel;
  readonly reference: Policy;
  readonly optimizer: Optimizer;
  readonly trainable: ReadonlyMap<string, Variable>;
  readonly rows: readonly RolloutRow[];
  readonly learningRate: number;
  readonly padTokenId: number;
}

/** Log-probabilities of one completion's tokens. */
interface RowLogprobs {
  readonly values: Float32Array;
}

/** @returns metrics, averaged over the mini-batches (gradNorm, loss and the like) or over all tokens. */
export function updatePolicy(options: UpdateOptions): Record<string, number> {
  const { config, rows, model, reference } = options;
  const size = config.miniBatchSize ?? rows.length;
  const miniBatches = chunk(rows, size);
  const referenceLogprobs = measureRows(options, reference);
  const oldLogprobs = miniBatches.length > 1 ? measureRows(options, model) : null;
  const results = miniBatches.map((part, i) => {
    const from = i * size;
    return updateMiniBatch(
      options,
      part,
      referenceLogprobs.slice(from, from + part.length),
      oldLogprobs?.slice(from, from + part.length) ?? null,
    );
  });
  const metrics: Record<string, number> = {};
  for (const result of results) {
    for (const [key, value] of Object.entries(result)) {
      if (key.endsWith('Max')) metrics[key] = Math.max(metrics[key] ?? value, value);
      else if (key.endsWith('Min')) metrics[key] = Math.min(metrics[key] ?? value, value);
      else metrics[key] = (metrics[key] ?? 0) + value / results.length;
    }
  }
  return metrics;
}

function updateMiniBatch(
  options: UpdateOptions,
  rows: readonly RolloutRow[],
  reference: readonly RowLogprobs[],
  old: readonly RowLogprobs[] | null,
): Record<string, number> {
  const { config, model } = options;
  const objective = lossOf(config);
  const columns = Math.max(...rows.map((row) => row.sampled.ids.length));
  const grid = gridOf(rows, columns);
  const lossWeights = objective.weights(grid);
  const termWeights = objective.termWeights?.(grid) ?? lossWeights;
  const size = config.microBatchSize ?? rows.length;
  const gradients: Gradients = {};
  const totals = { policyLoss: 0, klLoss: 0, entropyLoss: 0 };
  const weighted: Record<string, number> = {};
  const tokens = grid.mask.reduce((sum, m) => sum + m, 0);
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size);
    const cells = [from * columns, (from + part.length) * columns] as const;
    const partGrid = gridOf(part, columns);
    const batch = batchOf(part, options.padTokenId);
    const targets = targetsOf(batch.labels, batch.length);
    const place = placesOf(part, columns);
    const spread = (values: ArrayLike<number>): Float64Array => {
      const full = new Float64Array(part.length * columns);
      for (let i = 0; i < values.length; i++) full[place[i]!] = values[i]!;
      return full;
    };
    const gather = (values: Float64Array): Float32Array => Float32Array.from(place, (at) => values[at]!);
    const found = gradientsOf(() => {
      const api = tf();
      const logits = targetLogits(model, batch, targets, config.temperature);
      const logprobs_N = logprobsOf(logits, targets.tokens);
      const entropy_N = entropyOf(logits);
      const logprobs = spread(logprobs_N.dataSync());
      const entropy = spread(entropy_N.dataSync());
      const oldLogprobs = old === null ? logprobs : spread(joined(old.slice(from, from + size)));
      const policy = objective.evaluate({
        ...partGrid,
        logprobs,
        oldLogprobs,
        advantages: spread(part.flatMap((row) => [...row.advantages])),
        samplerWeights: null,
        weights: lossWeights.subarray(...cells),
      });
      const kl = klPenalty(
        objective.klEstimator ?? config.klEstimator,
        logprobs,
        spread(joined(reference.slice(from, from + size))),
      );
      const terms = termWeights.subarray(...cells);
      totals.policyLoss += policy.loss;
      totals.klLoss += weightedSum(terms, kl.values);
      totals.entropyLoss += weightedSum(terms, entropy);
      const means = { kl: kl.values, entropy, mismatch: mismatchOf(part, columns, oldLogprobs) };
      addMetrics(weighted, partGrid, tokens, policy.metrics, means);
      const slope = policy.gradient.map((g, i) => g + config.klCoef * terms[i]! * kl.gradient[i]!);
      const carried = api.sum(api.mul(logprobs_N, api.tensor1d(gather(slope))));
      if (config.entropyCoef === 0) return carried;
      const bonus = gather(Float64Array.from(terms, (weight) => -config.entropyCoef * weight));
      return api.add(carried, api.sum(api.mul(entropy_N, api.tensor1d(bonus))));
    }, options.trainable);
    addGradients(gradients, found);
  }
  const gradNorm = options.optimizer.step(gradients, options.learningRate);
  disposeGradients(gradients);
  const { policyLoss, klLoss, entropyLoss } = totals;
  const loss = policyLoss + config.klCoef * klLoss - config.entropyCoef * entropyLoss;
  return { loss, policyLoss, klLoss, gradNorm, ...weighted };
}

/** Adds this micro-batch's token means, weighted by its share of the mini-batch's tokens. */
function addMetrics(
  into: Record<string, number>,
  grid: TokenGrid & { mask: Uint8Array },
  tokens: number,
  policy: Readonly<Record<string, number>>,
  values: { readonly kl: Float64Array; readonly entropy: Float64Array; readonly mismatch: Float64Array },
): void {
  const share = grid.mask.reduce((sum, m) => sum + m, 0) / Math.max(tokens, 1);
  const means = {
    ...policy,
    kl: maskedMean(grid.mask, values.kl),
    entropy: maskedMean(grid.mask, values.entropy),
    mismatch: maskedMean(grid.mask, values.mismatch),
  };
  for (const [key, value] of Object.entries(means)) {
    if (key.endsWith('Max')) into[key] = Math.max(into[key] ?? value, value);
    else if (key.endsWith('Min')) into[key] = Math.min(into[key] ?? value, value);
    else into[key] = (into[key] ?? 0) + value * share;
  }
  into.mismatchMax = values.mismatch.reduce((most, gap) => Math.max(most, gap), into.mismatchMax ?? 0);
}

/**
 * |sampler - trainer| log-probability of each token, both under the weights that sampled it: what cached decoding
 * differs from a whole pass. Anything much above rounding means that the gradient is not on-policy.
 */
function mismatchOf(rows: readonly RolloutRow[], columns: number, trainer: Float64Array): Float64Array {
  const gaps = new Float64Array(trainer.length);
  rows.forEach((row, b) => {
    row.sampled.logprobs.forEach((value, t) => {
      gaps[b * columns + t] = Math.abs(value - trainer[b * columns + t]!);
    });
  });
  return gaps;
}

/** Log-probabilities of every row's completion under a model, without gradient. */
function measureRows(options: UpdateOptions, model: Policy): RowLogprobs[] {
  const { config, rows } = options;
  const size = config.microBatchSize ?? config.miniBatchSize ?? rows.length;
  return chunk(rows, size).flatMap((part) => {
    const batch = batchOf(part, options.padTokenId);
    const { logprobs } = measureTargets(
      model,
      batch,
      targetsOf(batch.labels, batch.length),
      config.temperature,
    );
    let offset = 0;
    return part.map((row) => {
      const values = logprobs.slice(offset, offset + row.sampled.ids.length);
      offset += values.length;
      return { values };
    });
  });
}

function lossOf(config: GrpoConfig): Loss {
  const clip = { low: config.clipEpsilonLow, high: config.clipEpsilonHigh };
  return losses[config.loss]({ ...config, clip });
}

/** Whole conversations as rows, padded on the right; the policy's tokens are what is measured. */
function batchOf(rows: readonly RolloutRow[], padTokenId: number): TrainingBatch {
  return collate(
    rows.map((row) => row.encoded),
    { padTokenId, lengthMultiple: 8 },
  );
}

function gridOf(rows: readonly RolloutRow[], columns: number): TokenGrid & { mask: Uint8Array } {
  const mask = new Uint8Array(rows.length * columns);
  rows.forEach((row, b) => {
    if (row.counts) mask.fill(1, b * columns, b * columns + row.sampled.ids.length);
  });
  return { rows: rows.length, columns, mask };
}

/** Cell of the grid of each sampled token, in the order of the targets. */
function placesOf(rows: readonly RolloutRow[], columns: number): number[] {
  return rows.flatMap((row, b) => row.sampled.ids.map((_, t) => b * columns + t));
}

function joined(rows: readonly RowLogprobs[]): number[] {
  return rows.flatMap((row) => [...row.values]);
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
