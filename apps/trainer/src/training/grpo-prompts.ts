/** Questions as prompts, and the reward that judges their completions. */
import { toPrompt } from '@parallax/dataset';
import { findMixture, scoreMixture } from '@parallax/rewards';
import type { PromptSource, RewardFunction } from '@parallax/trainer';
import type { TrainingSet } from './training-set.ts';

/** @throws ConfigError `unknown-mixture` when there is no reward of this name. */
export function grpoPrompts(
  set: TrainingSet,
  mixture: string,
): { prompts: PromptSource; reward: RewardFunction } {
  findMixture(mixture);
  const prompts: PromptSource = {
    size: set.items.length,
    async prompt(index) {
      const item = set.items[index]!;
      const { questionId, kind } = item.question;
      // Completions may reason before they answer, so the prompt asks for chain and answer.
      return {
        questionId,
        kind,
        messages: toPrompt(item.question, 'chain'),
        images: await set.images.read(item),
      };
    },
  };
  return {
    prompts,
    reward: (index, completion) => scoreMixture(mixture, set.items[index]!.question, completion),
  };
}
