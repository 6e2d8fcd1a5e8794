import type { BenchmarkRow } from '../benchmark.ts';

export interface ViewSpatialRow extends BenchmarkRow {
  /** Place in the list. */
  readonly id: number;
  /** `question_type`. */
  readonly category: string;
  readonly question: string;
  /** Lines "A. front". */
  readonly choices: string;
  /** "C. back-left". */
  readonly answer: string;
  /** Paths below the benchmark's folder. */
  readonly imagePaths: readonly string[];
}
