/** One rollout as the update reads it. */
import type { Question } from '@parallax/dataset/schema';
import type { Score } from '@parallax/rewards/schema';
import type { EncodedExample } from '../../batching/encode.ts';
import type { Messages } from '../../environments/environment.ts';
import type { Sampled } from '../../sampling/sample.ts';

export interface Turn {
  readonly completion: string;
  /** What the environment showed next; null after the last turn. */
  readonly observation: string | null;
}

export interface RolloutRow {
  readonly question: Pick<Question, 'questionId' | 'kind'>;
  readonly prompt: Messages;
  /** The whole conversation. Labels stand on the policy's tokens: observations are context and are never learned. */
  readonly encoded: EncodedExample;
  /** Rows of the same prompt and step share it. */
  readonly group: number;
  /** The policy's tokens of all turns, one after another; `truncated` says that the last turn was cut. */
  readonly sampled: Sampled;
  readonly turns: readonly Turn[];
  readonly score: Score;
  /** Of each sampled token; 0 where the completion is masked. */
  readonly advantages: Float64Array;
  /** False when the completion teaches nothing (truncated, under maskTruncated). */
  readonly counts: boolean;
}
