/** Config of a data set of pairs of posed captures whose pictures stay where they are. */
import { PairProfileSchema } from '@parallax/dataset';
import { LabelThresholdsSchema } from '@parallax/geometry/schema';
import { z } from 'zod';

export const CaptureSetConfigSchema = z.strictObject({
  /** Name of the data set, wherever its folder lies. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'letters, digits, dots, dashes and underscores only')
    .default('viewpoint-100k'),
  profile: PairProfileSchema.shape.name.default('viewpoint-100k'),
  /** Everything that is drawn depends on it. */
  seed: z.union([z.string(), z.int()]).transform(String).default('0'),
  /** View pairs of all splits together. */
  pairs: z.int().positive().max(1_000_000_000).default(100_000),
  /** Questions of the test split; the others are for training. */
  testQuestions: z.int().nonnegative().default(1_000),
  /** Kinds asked of each pair, in rotation over `kinds`. */
  questionsPerPair: z.int().positive().default(1),
  /** Question kinds; those of the profile if not given. */
  kinds: z.array(z.string()).min(1).optional(),
  /** The longer side to which pictures are scaled when they are read, pixels; smaller ones keep their size. */
  imageSizePx: z.int().min(16).max(16_384).default(512),
  questionsPerShard: z.int().positive().max(20_000).default(1_000),
  /** Dead bands of the labels. */
  thresholds: LabelThresholdsSchema.default(LabelThresholdsSchema.parse({})),
  /** Bounds of |horizontalAngleDeg|; viewpoint-100k only. */
  minAngleDeg: z.number().min(0).max(180).default(20),
  maxAngleDeg: z.number().min(0).max(180).default(100),
});
export type CaptureSetConfig = z.infer<typeof CaptureSetConfigSchema>;
