/** Config of the generate stage: the `generate` section of a recipe. */
import { PassNameSchema, SplitRatiosSchema } from '@parallax/dataset';
import { LabelThresholdsSchema } from '@parallax/geometry/schema';
import { z } from 'zod';
import { landmarkColours } from './assets/palette.ts';

const PerSplit = z.strictObject({
  train: z.int().nonnegative(),
  validation: z.int().nonnegative(),
  test: z.int().nonnegative(),
});

export const GenerateConfigSchema = z.strictObject({
  /** Name of the data set and of its folder in the lab. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'letters, digits, dots, dashes and underscores only')
    .default('viewpoint'),
  /** decorrelated: motions sampled independently; viewpoint-100k: inward orbits as published. */
  profile: z.enum(['decorrelated', 'viewpoint-100k']).default('decorrelated'),
  /** Everything that is drawn depends on it. */
  seed: z.union([z.string(), z.int()]).transform(String).default('0'),
  /** Scenes in each split. */
  scenes: PerSplit.default({ train: 400, validation: 24, test: 60 }),
  /** Distinct subject objects; each belongs to one split only. */
  subjects: z.int().min(30).max(1_000_000).default(360),
  /** How the subjects are divided among the splits; ratios need not sum to one. */
  splitRatios: SplitRatiosSchema.default({ train: 0.7, validation: 0.1, test: 0.2 }),
  /** Rendered views of one scene; pairs share them. */
  viewsPerScene: z.int().min(2).max(400).default(20),
  pairsPerScene: z.int().min(0).default(10),
  /** How many of the pair kinds are asked of each pair, in turn; at most the number of pair kinds. */
  questionsPerPair: z.int().positive().default(4),
  /** Kinds that compare two views. */
  pairKinds: z
    .array(z.string())
    .default(['ego-translation', 'object-centric-translation', 'ego-rotation', 'ego-rotation-degrees']),
  /** Kinds about one view. */
  singleKinds: z.array(z.string()).default([]),
  singleQuestionsPerScene: z.int().nonnegative().default(0),
  /** Edge of the square pictures, pixels. */
  imageSizePx: z.int().min(16).max(2048).default(64),
  imageFormat: z.enum(['png', 'jpeg']).default('png'),
  /** Further pictures of every view: passes/*.parquet beside the shards. */
  passes: z.array(PassNameSchema).default([]),
  /** Vertical angle of view, degrees. */
  fovDeg: z.number().min(20).max(110).default(60),
  /** Tall coloured pillars far around the subject, each of another colour. */
  landmarksPerScene: z.int().min(0).max(landmarkColours.length).default(10),
  /** Most other objects beside the subject; each scene draws how many. */
  bystandersPerScene: z.int().min(0).max(4).default(1),
  /**
   * decorrelated only: share of motions whose object-centric label is drawn on its own (1: it tells nothing of the ego
   * label; 0: it mirrors the ego label, which is easier to learn from).
   */
  objectCentricShare: z.number().min(0).max(1).default(1),
  scenesPerShard: z.int().positive().default(20),
  /** Dead bands of the labels. */
  thresholds: LabelThresholdsSchema.default(LabelThresholdsSchema.parse({})),
  /** Bounds of the orbit angle, degrees; viewpoint-100k only. */
  minAngleDeg: z.number().min(0).max(180).default(20),
  maxAngleDeg: z.number().min(0).max(180).default(100),
});
export type GenerateConfig = z.infer<typeof GenerateConfigSchema>;

/** Changes whenever the same config would give other scenes, cameras or pixels. */
export const GENERATOR_VERSION = '1';

/**
 * Stands as `codeCommit` in the records inside shards. The commit itself stands in the manifest, outside the digest:
 * in every record it would give other digests on another host, or when a commit falls between kill and resume.
 */
export const SHARD_PROVENANCE = `generator ${GENERATOR_VERSION}`;
