/** Advantages of verl (per token) and of TRL (per row). */
import { z } from 'zod';
import {
  type AdvantageKind,
  computeAdvantages,
  rowAdvantages,
  rowRewards,
} from '../../grpo/losses/advantage.ts';
import { type Comparison, compareTensor } from '../compare.ts';
import { damaged, goldenJson } from '../golden-folder.ts';
import { type GrpoGolden, Matrix } from './grpo-golden.ts';

const VerlSchema = z.array(
  z.looseObject({
    token_level_rewards: z.string(),
    epsilon: z.number(),
    norm_adv_by_std_in_grpo: z.boolean(),
    advantages: Matrix,
    scalar: z.array(z.number()),
  }),
);
const TrlSchema = z.array(
  z.looseObject({
    scale_rewards: z.enum(['group', 'batch', 'none']),
    num_generations: z.int().positive(),
    epsilon: z.number(),
    rewards: z.array(z.number()),
    advantages: z.array(z.number()),
  }),
);
const TRL_KINDS: Record<'group' | 'batch' | 'none', AdvantageKind> = {
  group: 'grpo',
  batch: 'batch',
  none: 'dr_grpo',
};

export function* checkAdvantages(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns, inputs, root } = golden;
  const tolerance = golden.tolerance('advantages');
  const grid = golden.grid('mask');
  for (const [i, entry] of goldenJson(root, 'verl_advantage.json', VerlSchema).entries()) {
    const tokenRewards = inputs.rewards[entry.token_level_rewards];
    if (tokenRewards === undefined) {
      throw damaged(`${root}/inputs.json has no rewards ${entry.token_level_rewards}`);
    }
    const rewards = rowRewards(tokenRewards.flat(), rows, columns);
    const kind = entry.norm_adv_by_std_in_grpo ? 'grpo' : 'dr_grpo';
    const found = computeAdvantages(kind, rewards, inputs.index, grid, { epsilon: entry.epsilon });
    const expected = { shape: [rows, columns], data: entry.advantages.flat() };
    yield compareTensor(`verl_advantage[${i}].advantages`, found, expected, tolerance);
    // The golden takes a row's number off its first token: 0 where the row has none.
    const scalars = entry.scalar.map((_, row) => found[row * columns]!);
    const scalar = { shape: [rows], data: entry.scalar };
    yield compareTensor(`verl_advantage[${i}].scalar`, scalars, scalar, tolerance);
  }
  for (const [i, entry] of goldenJson(root, 'trl_advantage.json', TrlSchema).entries()) {
    const groups = entry.rewards.map((_, row) => Math.floor(row / entry.num_generations));
    const found = rowAdvantages(TRL_KINDS[entry.scale_rewards], entry.rewards, groups, {
      epsilon: entry.epsilon,
    });
    const expected = { shape: [found.length], data: entry.advantages };
    yield compareTensor(`trl_advantage[${i}].advantages`, found, expected, tolerance);
  }
}
