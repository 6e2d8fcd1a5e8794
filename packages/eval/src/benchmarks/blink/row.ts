import type { BenchmarkRow } from '../benchmark.ts';

export interface BlinkRow extends BenchmarkRow {
  readonly id: string;
  /** `sub_task`. */
  readonly category: string;
  /** File of the row, and its place there, where the pictures are read. */
  readonly file: string;
  readonly rowInFile: number;
  readonly prompt: string;
  readonly choices: readonly string[];
  /** "(A)". */
  readonly answer: string;
}
