/** One data set of LAMM's benchmark: its file, its rows, its metric, all declared by an object. */
import type { z } from 'zod';
import type { BenchmarkRow, ScoredRow } from '../benchmark.ts';

export interface LammRow extends BenchmarkRow {
  readonly query: string;
  /** Path inside the data set's folder; null for point clouds, which no chat server takes. */
  readonly picture: { readonly path: string; readonly root: string } | null;
  readonly answer: string;
  /** Size of the picture, (0, 0) where the metric does not need it. */
  readonly size: { readonly width: number; readonly height: number };
  /** Options that the query may list, letters in order, and the index of the right one; null for other questions. */
  readonly choices: { readonly options: readonly string[]; readonly right: number } | null;
  /** Official items of one completion. */
  score(completion: string): ScoredRow;
  /** 0..1 and what our strict parser reads; null where boxes and points have no stricter reading than the official one. */
  readonly strict: ((completion: string) => { extracted: string | null; value: number }) | null;
}

export interface LammDataset<S extends z.ZodType = z.ZodType> {
  /** Name in the official results. */
  readonly name: string;
  readonly metric: string;
  readonly file: string;
  /** Prefix of the ids. */
  readonly prefix: string;
  readonly schema: S;
  readonly needsSize: boolean;
  toRow(item: z.infer<S>): LammReading;
  overall(items: readonly ScoredRow[]): Record<string, number>;
}

/** What of a row depends on the item alone. */
export interface LammReading extends Pick<LammRow, 'answer' | 'strict'> {
  readonly choices?: LammRow['choices'];
  score(completion: string, size: LammRow['size']): Omit<ScoredRow, 'id'>;
}

/** Sum of a numeric field. */
export function sumOf(items: readonly ScoredRow[], key: string): number {
  return items.reduce((sum, item) => sum + Number(item[key] ?? 0), 0);
}
