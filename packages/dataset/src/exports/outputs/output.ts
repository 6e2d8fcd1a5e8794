/** Files of rows that grow while an export runs and go on after an interruption. */
import { z } from 'zod';
import type { ExportSample } from '../sample.ts';

/** What of each file is safe on disk. */
export const OutputStateSchema = z.array(
  z.object({
    /** Without extension and part number. */
    file: z.string(),
    /** Rows of each part; a text file is one part. */
    rows: z.array(z.int().nonnegative()),
    /** Bytes of a text file that are safe; 0 for Parquet, whose parts are whole. */
    bytes: z.int().nonnegative(),
  }),
);
export type OutputState = z.infer<typeof OutputStateSchema>;

export interface FinishedFile {
  readonly path: string;
  readonly rows: number;
}

export interface Output {
  add(sample: ExportSample): Promise<void>;
  /**
   * Makes all rows so far durable where the format allows it at this row, and says what stands.
   * Null: not at this row; ask again later.
   */
  checkpoint(): Promise<OutputState | null>;
  /** Writes what is left; the files in the order of their names. */
  finish(): Promise<FinishedFile[]>;
  /** Gives file handles back without finishing. */
  close(): Promise<void>;
}
