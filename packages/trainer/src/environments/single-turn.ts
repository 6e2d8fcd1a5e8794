/** One question, one completion, one reward. */
import type { Environment } from './environment.ts';

export const singleTurn: Environment = {
  maxTurns: 1,
  reset: (task) => ({
    prompt: task.prompt,
    step: async (completion) => ({ score: await task.reward(completion) }),
  }),
};
