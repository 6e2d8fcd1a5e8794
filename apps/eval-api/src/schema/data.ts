/** What the API says of data sets and questions. */
import {
  AuditLineSchema,
  DatasetManifestSchema,
  QuestionSchema,
  ShardEntrySchema,
  SplitSchema,
} from '@parallax/dataset/schema';
import { SideSchema } from '@parallax/geometry/schema';
import { z } from 'zod';

export const DatasetSummarySchema = z.object({
  /** Name of the folder below LAB/datasets: the id in addresses. */
  name: z.string(),
  digest: z.string(),
  profile: z.string(),
  imageSource: z.string(),
  counts: DatasetManifestSchema.shape.counts,
  /** null: not audited. */
  auditPassed: z.boolean().nullable(),
});
export type DatasetSummary = z.infer<typeof DatasetSummarySchema>;
export const DatasetListSchema = z.object({ datasets: z.array(DatasetSummarySchema) });

export const JointLabelSchema = z.object({
  egoTranslation: SideSchema,
  egoRotation: SideSchema,
  objectCentricTranslation: SideSchema,
  pairs: z.int(),
});
export type JointLabel = z.infer<typeof JointLabelSchema>;

export const DatasetDetailSchema = DatasetSummarySchema.extend({
  seed: z.string(),
  generatorVersion: z.string(),
  splitRule: z.string(),
  derivedFrom: z.array(z.string()),
  config: z.record(z.string(), z.unknown()),
  codeCommit: z.string(),
  shards: z.array(ShardEntrySchema),
  audit: z
    .object({ datasetDigest: z.string(), passed: z.boolean(), lines: z.array(AuditLineSchema) })
    .nullable(),
  /** Pairs per combination of the three labels; combinations that do not occur are left out. */
  jointLabels: z.array(JointLabelSchema),
  /** Questions per split and kind. */
  kinds: z.array(z.object({ split: SplitSchema, kind: z.string(), questions: z.int() })),
});
export type DatasetDetail = z.infer<typeof DatasetDetailSchema>;

/** A question as lists show it; its geometry comes with `QuestionDetail`. */
export const QuestionRowSchema = z.object({
  dataset: z.string(),
  questionId: z.string(),
  position: z.int(),
  split: SplitSchema,
  kind: z.string(),
  groupId: z.string(),
  pairId: z.string().nullable(),
  subjectId: z.string(),
  text: z.string(),
  options: z.array(z.string()),
  answer: z.string(),
  answerType: QuestionSchema.shape.answerType,
  chance: z.number(),
  chain: z.string().nullable(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  margin: z.number(),
  /** Address of each image, in the order of the <image> markers. */
  imageUrls: z.array(z.string()),
});
export type QuestionRow = z.infer<typeof QuestionRowSchema>;

export const QuestionPageSchema = z.object({
  questions: z.array(QuestionRowSchema),
  /** Give it as `cursor` for the next page; null at the end. */
  nextCursor: z.string().nullable(),
});
export type QuestionPage = z.infer<typeof QuestionPageSchema>;

/** One statement of a chain, checked against geometry. */
export const ClaimSchema = z.object({
  text: z.string(),
  ok: z.boolean(),
  reason: z.string(),
  /** What it speaks of: indices into the objects of the question's geometry, and whether the cameras' motion. */
  evidence: z.object({ objects: z.array(z.int()).readonly(), cameras: z.boolean() }),
});
export type Claim = z.infer<typeof ClaimSchema>;
export const ChainVerdictSchema = z.object({ claims: z.array(ClaimSchema), accepted: z.boolean() });
export type ChainVerdict = z.infer<typeof ChainVerdictSchema>;

export const QuestionDetailSchema = z.object({
  dataset: z.string(),
  position: z.int(),
  /** The whole record: cameras, objects, motion, labels. */
  question: QuestionSchema,
  imageUrls: z.array(z.string()),
  /** The record's own chain checked; null without a chain. */
  chain: ChainVerdictSchema.nullable(),
  /** Ids of the neighbours in the data set. */
  previous: z.string().nullable(),
  next: z.string().nullable(),
});
export type QuestionDetail = z.infer<typeof QuestionDetailSchema>;
