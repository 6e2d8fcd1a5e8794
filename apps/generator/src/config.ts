/** Config of the generate stage: the `generate` section of a recipe. */
import { MotionFreedomSchema, PassNameSchema, SplitRatiosSchema } from '@parallax/dataset';
import { LabelThresholdsSchema } from '@parallax/geometry/schema';
import { nearestName } from '@parallax/lab/node';
import { z } from 'zod';
import { familyNames } from './assets/families.ts';
import { landmarkColours } from './assets/paint/palette.ts';
import { AssetsConfigSchema } from './models/models-config.ts';

const PerSplit = z.strictObject({
  train: z.int().nonnegative(),
  validation: z.int().nonnegative(),
  test: z.int().nonnegative(),
});

/** A whole number that each scene draws from least to most, both included. */
const range = (least: number, most: number, cap: number) =>
  z
    .strictObject({ least: z.int().min(0).max(cap), most: z.int().min(0).max(cap) })
    .refine((bounds) => bounds.least <= bounds.most, 'least must not be above most')
    .default({ least, most });

const FamilyName = z.string().superRefine((name, context) => {
  if (familyNames.includes(name)) return;
  const nearest = nearestName(name, familyNames);
  const hint =
    nearest === undefined ? `the families are ${familyNames.join(', ')}` : `did you mean "${nearest}"?`;
  context.addIssue({ code: 'custom', message: `no object family is called "${name}": ${hint}` });
});

/** Only read with `setting: room`. */
const RoomSchema = z.strictObject({
  /** Named objects beside the subject: on the floor, along the walls, on tables. */
  objects: range(4, 9, 9),
  /** Persons who stand or walk about; their `front` is where they look. */
  agents: range(0, 2, 2),
  /** Folding screens and columns that stand in the way. */
  occluders: range(0, 2, 2),
  /** Share of rooms with a second object of one family in another colour, so that "the chair" says too little. */
  lookAlikeShare: z.number().min(0).max(1).default(0.5),
  /** Least and most length of a wall, metres. */
  sizeM: z
    .tuple([z.number().min(3).max(20), z.number().min(3).max(20)])
    .refine(([least, most]) => least <= most, 'the first length must not be above the second')
    .default([4.2, 6.2]),
  /**
   * free: views around the subject, motions dealt by the profile; walk: the views, in order, are steps of one walk
   * through the room (for questions about the order in which things appear).
   */
  cameras: z.enum(['free', 'walk']).default('free'),
});

const ConfigKeysSchema = z.strictObject({
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
  /** Object families that subjects and other objects are drawn from. */
  families: z
    .array(FamilyName)
    .min(2)
    .default([...familyNames]),
  /**
   * studio: the subject amid landmarks under the sky; room: walls, furniture, people; board: tokens on squares from
   * straight above.
   */
  setting: z.enum(['studio', 'room', 'board']).default('studio'),
  room: RoomSchema.prefault({}),
  /** plain: flat paints; rich: materials, reflections, softer shadows, darker corners. */
  look: z.enum(['plain', 'rich']).default('rich'),
  /** Divides the subjects among the splits; the seed unless given. Data sets that share it keep each other's test subjects unseen. */
  splitSeed: z.union([z.string(), z.int()]).transform(String).optional(),
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
  /** Kinds about three or more views. */
  multiKinds: z.array(z.string()).default([]),
  multiQuestionsPerScene: z.int().nonnegative().default(0),
  /** Further views, each with one object where it does not stand in the others. */
  movedViewsPerScene: z.int().nonnegative().max(100).default(0),
  /** Kinds about what moved between two views. */
  movedKinds: z.array(z.string()).default([]),
  movedQuestionsPerScene: z.int().nonnegative().default(0),
  /** Edge of the square pictures, pixels. */
  imageSizePx: z.int().min(16).max(2048).default(64),
  imageFormat: z.enum(['png', 'jpeg']).default('png'),
  /** Own models as objects; --assets and --front set it too. */
  assets: AssetsConfigSchema.optional(),
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
  /**
   * decorrelated only. all: height, dolly, tilt and roll of the motions are dealt on their own, a third of each with
   * none; plane: they come as they come.
   */
  freedoms: z.enum(['plane', 'all']).default('all'),
  /** decorrelated only: further freedoms of the motion that pairs are balanced by; kinds that ask of them need it. */
  balanceAlso: MotionFreedomSchema.array().default([...MotionFreedomSchema.options]),
  scenesPerShard: z.int().positive().default(20),
  /** Dead bands of the labels. */
  thresholds: LabelThresholdsSchema.default(LabelThresholdsSchema.parse({})),
  /** Bounds of the orbit angle, degrees; viewpoint-100k only. */
  minAngleDeg: z.number().min(0).max(180).default(20),
  maxAngleDeg: z.number().min(0).max(180).default(100),
});
export const GenerateConfigSchema = ConfigKeysSchema.refine(
  ({ setting, profile }) => setting !== 'room' || profile === 'decorrelated',
  { path: ['profile'], message: 'a room has no orbit around its subject: use the profile decorrelated' },
);
export type GenerateConfig = z.infer<typeof GenerateConfigSchema>;

/** Changes whenever the same config would give other scenes, cameras or pixels. */
export const GENERATOR_VERSION = '4';

/**
 * Stands as `codeCommit` in the records inside shards. The commit itself stands in the manifest, outside the digest:
 * in every record it would give other digests on another host, or when a commit falls between kill and resume.
 */
export const SHARD_PROVENANCE = `generator ${GENERATOR_VERSION}`;
