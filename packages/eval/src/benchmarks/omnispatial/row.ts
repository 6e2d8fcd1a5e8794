/** A row of OmniSpatial. */
import type { BenchmarkRow } from '../benchmark.ts';

export interface OmniSpatialRow extends BenchmarkRow {
  readonly path: string;
  /** Place in the file, from 0. */
  readonly rowInFile: number;
  readonly task: string;
  readonly subTask: string;
  readonly question: string;
  readonly options: readonly string[];
  readonly letter: string;
  /** Relative to the data file. */
  readonly picture: string;
}
