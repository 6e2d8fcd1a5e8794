/** Health, the lab as a whole, and errors. */
import { IndexProblemSchema, TableCountSchema } from '@parallax/store/schema';
import { z } from 'zod';

export const HealthSchema = z.object({ status: z.literal('ok'), uptimeSeconds: z.number() });

export const LabSchema = z.object({
  /** Last part of the lab folder's path. */
  name: z.string(),
  codeCommit: z.string(),
  tables: z.array(TableCountSchema),
  /** Records that could not be read: their message names the file. */
  problems: z.array(IndexProblemSchema),
  /** True while records are being read in. */
  indexing: z.boolean(),
});
export type Lab = z.infer<typeof LabSchema>;

/** RFC 9457, media type application/problem+json. */
export const ProblemSchema = z.object({
  /** "urn:parallax:problem:CODE". */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Stable, for programs. */
  code: z.string(),
  /** What the reader can do. */
  remedy: z.string().optional(),
  /** Fields of the request that are wrong. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Below /v1: the same as chat-completions servers say it. */
  error: z
    .object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() })
    .optional(),
});
export type Problem = z.infer<typeof ProblemSchema>;
