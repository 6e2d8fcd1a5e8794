/** Which loss, aggregation and KL term a config names. */
import type { GrpoConfig } from '../schema.ts';
import { aggregationWeights, type TokenGrid } from './aggregation.ts';
import { clippedLoss } from './clipped-loss.ts';
import { gspoLoss } from './gspo-loss.ts';
import type { KlEstimator } from './kl.ts';
import type { PolicyLoss } from './loss.ts';
import { type TrlLossType, trlLoss, trlWeights } from './trl-loss.ts';

export interface PolicyObjective {
  readonly loss: PolicyLoss;
  readonly klEstimator: KlEstimator;
  /** d loss / d token loss for the tokens of a whole mini-batch. */
  lossWeights(grid: TokenGrid): Float64Array;
  /** The same for the KL and entropy terms. */
  termWeights(grid: TokenGrid): Float64Array;
}

export type PolicyLossConfig = Pick<
  GrpoConfig,
  'loss' | 'aggregation' | 'clipEpsilonLow' | 'clipEpsilonHigh' | 'clipDual' | 'klEstimator' | 'maxNewTokens'
>;

const TRL_TYPES: Partial<Record<GrpoConfig['loss'], TrlLossType>> = {
  trl_grpo: 'grpo',
  dr_grpo: 'dr_grpo',
  dapo: 'dapo',
  bnpo: 'bnpo',
  cispo: 'cispo',
};

export function policyObjective(config: PolicyLossConfig): PolicyObjective {
  const clip = { low: config.clipEpsilonLow, high: config.clipEpsilonHigh };
  const type = TRL_TYPES[config.loss];
  if (type !== undefined) {
    const weights = (grid: TokenGrid): Float64Array =>
      trlWeights(grid, { type, maxCompletionLength: config.maxNewTokens });
    return {
      loss: trlLoss({ type, level: 'token', clip, delta: null }),
      klEstimator: config.klEstimator === 'k3' ? 'k3-unclamped' : config.klEstimator,
      lossWeights: weights,
      termWeights: weights,
    };
  }
  // verl divides by the width that completions are padded to, which is the longest that sampling allows.
  const termWeights = (grid: TokenGrid): Float64Array =>
    aggregationWeights(grid, config.aggregation, { scaleFactor: config.maxNewTokens });
  if (config.loss === 'gspo') {
    return {
      loss: gspoLoss(clip),
      klEstimator: config.klEstimator,
      lossWeights: (grid) => aggregationWeights(grid, 'seq-mean-token-mean'),
      termWeights,
    };
  }
  return {
    loss: clippedLoss({ clip, dual: config.clipDual }),
    klEstimator: config.klEstimator,
    lossWeights: termWeights,
    termWeights,
  };
}
