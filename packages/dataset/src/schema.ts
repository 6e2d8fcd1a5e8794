/** Records of the data stages. Each names its parents, never its children. */
import {
  BoxSchema,
  CameraSchema,
  LabelThresholdsSchema,
  MotionLabelsSchema,
  RelativeMotionSchema,
  Vec3Schema,
} from '@parallax/geometry/schema';
import { ProvenanceSchema, Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { PassFileSchema } from './passes/pass-row.ts';

export const SplitSchema = z.enum(['train', 'validation', 'test']);
export type Split = z.infer<typeof SplitSchema>;

/** An object placed in a scene. `colour` is a name from the palette, so that text may speak of it. */
export const SceneObjectSchema = z.object({
  objectId: z.string(),
  /** Procedural family or asset name: "chair", "pillar". Also the noun used in text. */
  family: z.string(),
  /** occluder: stands in the way and is not asked of; structure: walls and other parts of a room. */
  role: z.enum(['subject', 'landmark', 'bystander', 'agent', 'occluder', 'structure']),
  colour: z.string(),
  position: Vec3Schema,
  yawDeg: z.number(),
  scale: z.number().positive(),
  bounds: BoxSchema,
  /**
   * Full extents along the object's own axes, before its yaw, metres; the middle of the foot is `position`. What sizes
   * and distances between objects are measured on; absent where only bounds are known.
   */
  extents: Vec3Schema.optional(),
  /** Unit direction of the canonical front in the world; null without a front. */
  front: Vec3Schema.nullable(),
});
export type SceneObject = z.infer<typeof SceneObjectSchema>;

/** Where an object stood while a view was taken, when that is not where its scene has it. */
export const PlacementSchema = z.object({ objectId: z.string(), position: Vec3Schema, yawDeg: z.number() });
export type Placement = z.infer<typeof PlacementSchema>;

export const SceneSchema = ProvenanceSchema.extend({
  type: z.literal('scene'),
  sceneId: z.string(),
  split: SplitSchema,
  /** Seed string from which the scene alone can be built again. */
  seed: z.string(),
  subjectId: z.string(),
  objects: z.array(SceneObjectSchema),
  /** Inner bounds of the room; absent where there are no walls. */
  room: BoxSchema.optional(),
  /** Lights, floor and textures as the generator drew them; opaque to other rooms. */
  look: z.record(z.string(), z.unknown()),
});
export type Scene = z.infer<typeof SceneSchema>;

/** A real capture: cameras of one static object, with the estimated frame and its residuals. */
export const CaptureSchema = ProvenanceSchema.extend({
  type: z.literal('capture'),
  captureId: z.string(),
  split: SplitSchema,
  /** "colmap-bin" | "colmap-txt" | "transforms-json" | "mvimgnet" | "co3d" | "scannet" | "json". */
  format: z.string(),
  /** Folder as the user named it. */
  folder: z.string(),
  sourceDigest: Sha256Schema,
  up: Vec3Schema,
  centre: Vec3Schema,
  /** Mean camera-object distance in the reconstruction's units. */
  scale: z.number().positive(),
  estimates: z.record(z.string(), z.unknown()),
  warnings: z.array(z.string()),
});
export type Capture = z.infer<typeof CaptureSchema>;

/** What the instance mask shows of one object in one view. Columns and rows in pixels. */
export const VisibleObjectSchema = z.object({
  objectId: z.string(),
  pixels: z.int().nonnegative(),
  /** Visible share of the object's own silhouette inside the frame, 0..1. */
  fraction: z.number(),
  /** x0, y0, x1, y1 in pixels, end exclusive. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Mean of the visible pixels' centres. */
  centroid: z.tuple([z.number(), z.number()]),
});
export type VisibleObject = z.infer<typeof VisibleObjectSchema>;

/** A photograph that a data set refers to and does not hold. */
export const ImageReferenceSchema = z.object({
  /** Relative to the data set's image root, with "/" between folders. */
  path: z.string(),
  /** The lens that took the stored pixels; its model is one of geometry's `lensModelNames`. Lengths in pixels. */
  lens: z.object({
    model: z.string(),
    fx: z.number(),
    fy: z.number(),
    cx: z.number(),
    cy: z.number(),
    width: z.int().positive(),
    height: z.int().positive(),
    coefficients: z.array(z.number()).readonly(),
  }),
});
export type ImageReference = z.infer<typeof ImageReferenceSchema>;

export const ViewSchema = ProvenanceSchema.extend({
  type: z.literal('view'),
  viewId: z.string(),
  /** sceneId or captureId. */
  groupId: z.string(),
  split: SplitSchema,
  camera: CameraSchema,
  image: z.object({
    /** Of the encoded picture; of the JSON of `reference` for a picture that the data set does not hold. */
    sha256: Sha256Schema,
    /** File name in the capture, or a name of our own for rendered views. */
    name: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
    reference: ImageReferenceSchema.optional(),
  }),
  /** Empty for captures, where no mask exists. */
  visible: z.array(VisibleObjectSchema),
  /** Objects that stood elsewhere than in the scene's record; absent when none did. */
  moved: z.array(PlacementSchema).optional(),
});
export type View = z.infer<typeof ViewSchema>;

export const ViewPairSchema = ProvenanceSchema.extend({
  type: z.literal('pair'),
  pairId: z.string(),
  groupId: z.string(),
  split: SplitSchema,
  viewA: z.string(),
  viewB: z.string(),
  motion: RelativeMotionSchema,
  labels: MotionLabelsSchema,
  /** The dead bands that made the labels: without them a label cannot be derived again. */
  thresholds: LabelThresholdsSchema,
});
export type ViewPair = z.infer<typeof ViewPairSchema>;

/** All that is needed to derive the answer again. */
export const QuestionGeometrySchema = z.object({
  /** One camera a view, in the order of the question's images. */
  cameras: z.array(CameraSchema),
  up: Vec3Schema,
  centre: Vec3Schema,
  motion: RelativeMotionSchema.nullable(),
  labels: MotionLabelsSchema.nullable(),
  /** Objects that the question, its chain or its answer speak of (and the subject). */
  objects: z.array(SceneObjectSchema),
  /** Visibility per view, same order as cameras. */
  visible: z.array(z.array(VisibleObjectSchema)),
  /** Per view, the objects that stood elsewhere than `objects` says; absent when none did in any view. */
  moved: z.array(z.array(PlacementSchema)).optional(),
  /** Inner bounds of the room, where the question is about it. */
  room: BoxSchema.optional(),
  /** The measured number behind the answer, in `unit`. */
  value: z.number().nullable(),
  unit: z.string().nullable(),
  /** Distance of the value to the nearest answer boundary, same unit. */
  margin: z.number(),
  /** Parameters of the question that are not visible in the fields above (object ids asked for, step sizes). */
  parameters: z.record(z.string(), z.unknown()),
});
export type QuestionGeometry = z.infer<typeof QuestionGeometrySchema>;

export const QuestionSchema = ProvenanceSchema.extend({
  type: z.literal('question'),
  questionId: z.string(),
  /** Kebab-case kind id, one file each in questions/. */
  kind: z.string(),
  split: SplitSchema,
  groupId: z.string(),
  pairId: z.string().nullable(),
  viewIds: z.array(z.string()),
  /** Subject object id (scenes) or capture id: what splits must keep apart. */
  subjectId: z.string(),
  /** Full wording as a model sees it, options included, one <image> marker a view at its place. */
  text: z.string(),
  /** Option texts in the order of the letters A, B, ...; empty for open answers. */
  options: z.array(z.string()),
  /** Letter for "choice", decimal number for "number". */
  answer: z.string(),
  answerType: z.enum(['choice', 'number']),
  /** Chance accuracy of a uniform guess (choice), or of the best constant (number). */
  chance: z.number(),
  geometry: QuestionGeometrySchema,
  /** Chain of thought written from geometry, without tags and without the answer; null when none can be written. */
  chain: z.string().nullable(),
});
export type Question = z.infer<typeof QuestionSchema>;

export const AuditLineSchema = z.object({
  name: z.string(),
  /** What the number means, for people. */
  finding: z.string(),
  value: z.number(),
  threshold: z.number(),
  verdict: z.enum(['pass', 'fail', 'skipped']),
  details: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof AuditLineSchema>;

export const AuditSchema = ProvenanceSchema.extend({
  type: z.literal('audit'),
  datasetDigest: Sha256Schema,
  lines: z.array(AuditLineSchema),
  passed: z.boolean(),
});
export type Audit = z.infer<typeof AuditSchema>;

export const ShardEntrySchema = z.object({
  /** shards/train-00003.parquet */
  path: z.string(),
  split: SplitSchema,
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: Sha256Schema,
  /** records/train-00003.jsonl: the shard's scenes or captures, views and pairs, one record a line. */
  recordsPath: z.string(),
  recordsSha256: Sha256Schema,
  /** Depth, normals, masks and object coordinates of the shard's views; absent when none were asked for. */
  passes: PassFileSchema.optional(),
});
export type ShardEntry = z.infer<typeof ShardEntrySchema>;

/** Written last: a folder without it is not a data set. Its digest is the data set's id. */
export const DatasetManifestSchema = ProvenanceSchema.extend({
  type: z.literal('dataset'),
  name: z.string(),
  profile: z.string(),
  seed: z.string(),
  generatorVersion: z.string(),
  /** Resolved config of the stage. */
  config: z.record(z.string(), z.unknown()),
  /** GL back end and library version for rendered sets, "capture" for photographs. */
  imageSource: z.string(),
  splitRule: z.string(),
  derivedFrom: z.array(Sha256Schema),
  shards: z.array(ShardEntrySchema),
  counts: z.object({
    scenes: z.int(),
    subjects: z.int(),
    views: z.int(),
    pairs: z.int(),
    questions: z.int(),
    /** "train/ego-translation" -> count. */
    bySplitAndKind: z.record(z.string(), z.int()),
    /** Reason -> number of pairs or questions that were not made. */
    discarded: z.record(z.string(), z.int()),
  }),
  /**
   * Folder below which the pictures lie that rows refer to; absent when the shards hold their pictures. A place, not
   * content: it stands outside the digest and may be edited, or given anew when the data set is opened.
   */
  imageRoot: z.string().optional(),
  /** SHA-256 over the canonical JSON of everything above except codeCommit and imageRoot. */
  digest: Sha256Schema,
});
export type DatasetManifest = z.infer<typeof DatasetManifestSchema>;

/** Hugging Face message form. */
export const ChatPartSchema = z.union([
  z.object({ type: z.literal('image') }),
  z.object({ type: z.literal('text'), text: z.string() }),
]);
export const ChatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.union([z.string(), z.array(ChatPartSchema)]),
});
export type ChatMessage = z.infer<typeof ChatMessageSchema>;

/** How a question is put to a model, and what is supervised. */
export const ConversationStyleSchema = z.enum(['letter', 'chain']);
export type ConversationStyle = z.infer<typeof ConversationStyleSchema>;
