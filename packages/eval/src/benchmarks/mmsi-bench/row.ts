import type { TsvRange } from '@parallax/dataset/files';
import type { BenchmarkRow } from '../benchmark.ts';

/** One question; its options stand in the question's text. */
export interface MmsiRow extends BenchmarkRow {
  readonly id: number;
  readonly question: string;
  readonly answer: string;
  /** Row of the file, with its offset where the file is a TSV: there its pictures are read. */
  readonly place: { readonly row: number; readonly tsv?: TsvRange };
}
