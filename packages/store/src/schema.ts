/** What the database says about itself. zod only. */
import { z } from 'zod';

export const TableCountSchema = z.object({ table: z.string(), rows: z.int().nonnegative() });
export type TableCount = z.infer<typeof TableCountSchema>;

/** A record of the lab that could not be indexed. */
export const IndexProblemSchema = z.object({
  /** "runs/sft". */
  record: z.string(),
  code: z.string(),
  message: z.string(),
  remedy: z.string().optional(),
});
export type IndexProblem = z.infer<typeof IndexProblemSchema>;

export const TableDifferenceSchema = z.object({
  table: z.string(),
  rows: z.int(),
  /** Rows that the files have and the database has not. */
  missing: z.int(),
  /** Rows of the database that the files do not have (any more). */
  stale: z.int(),
});
export type TableDifference = z.infer<typeof TableDifferenceSchema>;

export const CheckResultSchema = z.object({
  equal: z.boolean(),
  tables: z.array(TableDifferenceSchema),
  problems: z.array(IndexProblemSchema),
});
export type CheckResult = z.infer<typeof CheckResultSchema>;
