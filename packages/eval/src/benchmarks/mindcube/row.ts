import type { BenchmarkRow } from '../benchmark.ts';

export interface MindCubeRow extends BenchmarkRow {
  readonly id: string;
  readonly question: string;
  /** Paths below `data/`. */
  readonly images: readonly string[];
  /** `gt_answer`; empty in a few published rows. */
  readonly answer: string;
}
