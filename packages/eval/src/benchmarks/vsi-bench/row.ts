import type { BenchmarkRow } from '../benchmark.ts';

export interface VsiRow extends BenchmarkRow {
  readonly id: number;
  readonly dataset: string;
  readonly scene: string;
  /** `question_type`: decides whether the answer is a letter or a number. */
  readonly category: string;
  readonly question: string;
  /** `ground_truth` as written. */
  readonly answer: string;
  /** Texts "A. left"; empty for numbers. */
  readonly options: readonly string[];
}

export const CHOICE_TYPES: ReadonlySet<string> = new Set([
  'object_rel_direction_easy',
  'object_rel_direction_medium',
  'object_rel_direction_hard',
  'object_rel_distance',
  'route_planning',
  'obj_appearance_order',
]);
export const NUMBER_TYPES: ReadonlySet<string> = new Set([
  'object_abs_distance',
  'object_counting',
  'object_size_estimation',
  'room_size_estimation',
]);
