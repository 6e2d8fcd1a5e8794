/** What a data set holds, as its writer and its readers hand it around. */
import type { PassRow } from '../../passes/index.ts';
import type { Capture, ImageReference, Question, Scene, View, ViewPair } from '../../schema.ts';

/** A question with its encoded pictures (PNG or JPEG), in the order of its <image> markers. */
export interface DatasetRow {
  /** Position in the data set: shards in the manifest's order, rows in file order. */
  readonly index: number;
  readonly question: Question;
  readonly images: readonly Uint8Array[];
}

/** Records that a shard keeps beside its questions. */
export type ShardRecord = Scene | Capture | View | ViewPair;

export interface ShardContent {
  readonly rows: readonly Omit<DatasetRow, 'index'>[];
  readonly records: readonly ShardRecord[];
  /** Reason -> number of pairs or questions that were not made. */
  readonly discarded: Readonly<Record<string, number>>;
  /** Further pictures of the views in `records`; they go to a file of their own beside the shard. */
  readonly passes?: readonly PassRow[];
}

/** A shard whose pictures stay where they are: rows name them and the lenses through which they were taken. */
export interface ReferencedContent extends Omit<ShardContent, 'rows'> {
  /** References in the order of the question's <image> markers. */
  readonly rows: readonly {
    readonly question: Question;
    readonly references: readonly ImageReference[];
  }[];
}
