/**
 * A public benchmark: its files in the official layout, its prompt, and every published way of scoring it. All that a
 * benchmark decides is declared by one such object; nothing asks for its name. Source of the rules: each folder's files.
 */
import type { TaskSample } from '../tasks/task.ts';

/** A row's id as the benchmark writes it; it is printed as it stands. */
export type BenchmarkId = string | number;

export interface BenchmarkRow {
  readonly id: BenchmarkId;
  /** Category of our own per-kind table. */
  readonly category: string;
  /** Cluster for intervals: rows about the same picture or scene. */
  readonly groupId: string;
}

/** What a scorer says of one row, as official code would: `hit` 0 | 1 | null (left out) or `score`, and what it read. */
export interface ScoredRow {
  readonly id: BenchmarkId;
  readonly extracted?: string | number | readonly (string | number | null)[] | null;
  readonly hit?: number | null;
  readonly score?: number;
  /** Which rule decided, for people. */
  readonly reason?: string;
  readonly [more: string]: unknown;
}

/** The numbers of one scorer under the names and in the units (fraction or percent) of the official code. */
export interface ScorerReport {
  readonly overall: Readonly<Record<string, unknown>>;
  readonly categories?: Readonly<Record<string, unknown>>;
  readonly items: readonly ScoredRow[];
  /** Further tables of the official code: by_split, groups, ... */
  readonly [more: string]: unknown;
}

export interface BenchmarkScorer<R extends BenchmarkRow> {
  /** The rows that a model is asked for this scorer; another set than `load` gives where the scorer makes rows of its own. */
  rows?(rows: readonly R[]): readonly R[];
  /** Predictions for rows of its own may lie in a second file: "_circular" is `NAME_circular.jsonl` beside `NAME.jsonl`. */
  readonly predictionsSuffix?: string;
  /**
   * @param predictions id (as text) -> raw completion; holds every row's
   * @throws never on a completion, whatever it holds
   */
  score(rows: readonly R[], predictions: ReadonlyMap<string, string>): ScorerReport;
  /** What the official code does with a row that has no prediction; here it counts as an empty completion. */
  readonly missing?: string;
}

export interface Benchmark<R extends BenchmarkRow = BenchmarkRow> {
  /** Name on the command line. */
  readonly name: string;
  readonly description: string;
  /** Whose wording `sample` asks: a score under another one is another measurement. */
  readonly prompt: string;
  /**
   * Rows of a folder in the official layout, in the order of the official code; pictures are not read.
   * @throws DataFormatError naming file, row and column; DataInvalidError `duplicate-id`
   */
  load(folder: string): Promise<readonly R[]>;
  /** Official code by name: "vlmevalkit", "lmms-eval", ... Our own strict reading is `parallax`, made from `strict`. */
  readonly scorers: Readonly<Record<string, BenchmarkScorer<R>>>;
  /** Our own reading of a completion: the strict parser of the answer kind. */
  strict(row: R, completion: string): { readonly extracted: string | null; readonly value: number };
  /**
   * The question as the official harness puts it, with its pictures.
   * @throws DataInvalidError `missing-image` | `not-an-image` naming row and file
   */
  sample(folder: string, row: R): Promise<TaskSample>;
  /**
   * The row with its options moved on by `steps` letters (1: A gets B's text), the answer and the wording with them; null
   * once `steps` reaches the number of options, and for a row without options. Left out where rows list none.
   */
  rotated?(row: R, steps: number): R | null;
  /** Why there is nothing to move, where `rotated` is left out: a sentence for people. */
  readonly unrotated?: string;
  /** Where rows are one question in several forms: way ("flip", "rotation") -> name of the question; see `TaskSample`. */
  forms?(row: R): Readonly<Record<string, string>>;
}
