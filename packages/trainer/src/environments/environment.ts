/**
 * Who answers the policy during a rollout. A new environment is one new file that exports an `Environment`, and one
 * line in `registry.ts`.
 */
import type { ChatMessage, Question } from '@parallax/dataset/schema';
import type { Camera } from '@parallax/geometry';
import type { Score } from '@parallax/rewards/schema';
import type { RgbImage } from '../images/index.ts';

export interface Environment {
  /** Completions of an episode at most. */
  readonly maxTurns: number;
  /**
   * Starts an episode; the same question gives the same prompt.
   * @throws DataInvalidError `question-unfit` for a question that it cannot ask.
   */
  reset(task: Task): Episode;
}

export interface Episode {
  /** Ends where the policy is to speak. */
  readonly prompt: Messages;
  /**
   * What follows a completion: the next observation, or the reward.
   * @param last no other completion will come: the turns or the tokens are used up. Then it must be a reward.
   */
  step(completion: string, last: boolean): Promise<Step> | Step;
}

export type Step = { readonly observation: Messages } | { readonly score: Score };

export interface Messages {
  readonly messages: readonly ChatMessage[];
  /** In the order of the messages' image parts. */
  readonly images: readonly RgbImage[];
}

/** A question, and what of its world an environment may show. */
export interface Task {
  readonly question: Question;
  /** The question put once. */
  readonly prompt: Messages;
  /** Pictures of its scene that the data set holds, the question's own among them. */
  readonly views: readonly SceneView[];
  /** The reward that the config names. */
  reward(completion: string): Promise<Score> | Score;
}

export interface SceneView {
  readonly viewId: string;
  readonly camera: Camera;
  image(): Promise<RgbImage> | RgbImage;
}
