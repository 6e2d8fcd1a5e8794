/** A row of SAT. */
import type { BenchmarkRow } from '../benchmark.ts';

export interface SatRow extends BenchmarkRow {
  readonly path: string;
  readonly rowInFile: number;
  readonly question: string;
  /** Texts, in the order of the file: the right one often stands first. */
  readonly options: readonly string[];
  /** Text of the right one. */
  readonly answer: string;
  readonly letter: string;
}
