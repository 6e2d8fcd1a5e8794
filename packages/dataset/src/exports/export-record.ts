/** What an export is made from, and the record that it leaves behind. zod only. */
import { ProvenanceSchema, Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { SplitSchema } from '../schema.ts';

export const exportFormatNames = [
  'llamafactory',
  'ms-swift',
  'verl',
  'trl',
  'vlmevalkit',
  'mindcube',
  'lamm',
] as const;
export type ExportFormatName = (typeof exportFormatNames)[number];

/** What the rows are for: supervised turns, prompts with a checkable answer, or a benchmark's questions. */
export const exportTasks = ['sft', 'rl', 'benchmark'] as const;
export type ExportTask = (typeof exportTasks)[number];

export const ExportConfigSchema = z.strictObject({
  format: z.enum(exportFormatNames),
  /** By default the first one that the format has. */
  task: z.enum(exportTasks).optional(),
  split: SplitSchema.optional(),
  kinds: z.array(z.string()).min(1).optional(),
  limit: z.int().positive().optional(),
  /** hybrid: some questions as letters, the others as chains. */
  style: z.enum(['letter', 'chain', 'hybrid']).default('letter'),
  /** Share of letters in a hybrid, 0..1; the published one is 0.9. */
  ratio: z.number().min(0).max(1).default(0.9),
  /** Decides which questions of a hybrid are letters. */
  seed: z.string().default('0'),
  /** "style": the short message of the style; "actial": as published; "none"; any other text stands as it is. */
  system: z.string().min(1).default('style'),
  /** Whether each row carries our own record of its question, from which `parallax import` restores the set. */
  record: z.boolean().default(true),
});
export type ExportConfig = z.infer<typeof ExportConfigSchema>;

export const ExportedFileSchema = z.object({
  /** Relative to the export's folder. */
  path: z.string(),
  /** Questions in the file; 0 for files that describe others. */
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: Sha256Schema,
});
export type ExportedFile = z.infer<typeof ExportedFileSchema>;

/** export.json, written last: a folder without it is not a finished export. */
export const ExportRecordSchema = ProvenanceSchema.extend({
  type: z.literal('export'),
  /** Digest of the data set, the configuration and the version of what exports write. */
  plan: Sha256Schema,
  dataset: z.object({ name: z.string(), digest: Sha256Schema }),
  config: ExportConfigSchema,
  task: z.enum(exportTasks),
  rows: z.int().nonnegative(),
  /** Reason -> questions that the format cannot hold. */
  skipped: z.record(z.string(), z.int()),
  /** Picture files, each distinct picture once; their names are their digests. */
  images: z.object({ files: z.int().nonnegative(), bytes: z.int().nonnegative() }),
  files: z.array(ExportedFileSchema),
  /** How the consumer opens it. */
  use: z.array(z.string()),
});
export type ExportRecord = z.infer<typeof ExportRecordSchema>;
