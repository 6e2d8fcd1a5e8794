/** Rewards over HTTP, in the shape in which OpenRLHF asks a remote reward model. */
import { z } from 'zod';

const MAX_BATCH = 4096;
const texts = z.array(z.string()).min(1).max(MAX_BATCH);

export const RewardRequestSchema = z.object({
  /** Prompt and completion as one text each, or the completions alone. */
  query: texts,
  /** Taken off the front of `query`. Absent or empty texts: `query` holds completions. */
  prompts: z.array(z.string()).max(MAX_BATCH).nullish(),
  /**
   * The right answer; or JSON {"answer", "answerType", ...} of what the reward reads; or JSON {"questionId", "dataset"} of a
   * question of the lab, for rewards that read its geometry.
   */
  labels: texts,
  /** Of each completion by the policy's tokenizer, for rewards that count them; not part of OpenRLHF's payload. */
  tokens: z.array(z.int().nonnegative()).max(MAX_BATCH).nullish(),
});

export const RewardAnswerSchema = z.object({
  /** For the advantage, 0..1. */
  rewards: z.array(z.number()),
  /** For filtering groups, 0..1. */
  scores: z.array(z.number()),
  /** One list a part of the mixture. */
  extra_logs: z.record(z.string(), z.array(z.number())),
});
export type RewardAnswer = z.infer<typeof RewardAnswerSchema>;
