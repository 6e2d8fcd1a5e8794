/**
 * A question of somebody else's set. It has no cameras and objects, so its answer cannot be derived again: it is a
 * record of its own and never becomes a Question. zod only.
 */
import { ProvenanceSchema, Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { exportFormatNames } from '../exports/export-record.ts';

export const SampleSchema = z.object({
  sampleId: z.string(),
  /** The set's own word for the kind of question; "unknown" where it has none. */
  category: z.string(),
  split: z.string().nullable(),
  /** Wording with one <image> marker a picture at its place, options included where they stood in it. */
  text: z.string(),
  system: z.string().nullable(),
  /** In the order of the letters A, B, ...; empty for open answers. */
  options: z.array(z.string()),
  /** Letter for "choice", decimal number for "number"; null where the set gives none. */
  answer: z.string().nullable(),
  answerType: z.enum(['choice', 'number', 'text']),
  /** The whole assistant turn, where the set has one. */
  completion: z.string().nullable(),
  /** images/3f/3fa0...c1.png, in the order of the markers. */
  images: z.array(z.string()),
});
export type Sample = z.infer<typeof SampleSchema>;

/** samples.json, written last: a folder of samples without it is not finished. */
export const SampleSetSchema = ProvenanceSchema.extend({
  type: z.literal('samples'),
  format: z.enum(exportFormatNames),
  samples: z.int().positive(),
  /** Error code -> rows left out, and the first of each in words. */
  skipped: z.record(z.string(), z.object({ rows: z.int(), first: z.string() })),
  bytes: z.int().nonnegative(),
  /** SHA-256 of samples.jsonl, whose rows name their pictures by digest: the id of the set. */
  digest: Sha256Schema,
});
export type SampleSet = z.infer<typeof SampleSetSchema>;
