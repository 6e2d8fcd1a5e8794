/** Records of evaluation. */
import { ProvenanceSchema, Sha256Schema } from '@parallax/lab/schema';
import { ScoreSchema } from '@parallax/rewards/schema';
import { z } from 'zod';

/** One line of samples.jsonl. A failed request is a sample with an error and stays in the denominator. */
export const EvalSampleSchema = z.object({
  sampleId: z.string(),
  kind: z.string(),
  /** Cluster for intervals: scene, capture or question group. */
  groupId: z.string(),
  prompt: z.string(),
  imageDigests: z.array(Sha256Schema),
  answer: z.string(),
  chance: z.number(),
  /** Way of changing a question -> name that all its forms share; absent where each question is asked in one form. */
  forms: z.record(z.string(), z.string()).optional(),
  completion: z.string().nullable(),
  score: ScoreSchema.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  latencyMs: z.number(),
  completionTokens: z.int().nullable(),
  /** Absent where the model's server does not say, and in logs of before. */
  promptTokens: z.int().optional(),
  /** HTTP requests that the answer took, retries included; 0 for one kept in a request cache. Not part of the digest. */
  requests: z.int().optional(),
});
export type EvalSample = z.infer<typeof EvalSampleSchema>;

export const MetricSchema = z.object({
  /** "overall" or a question kind / category. */
  kind: z.string(),
  accuracy: z.number(),
  ci95: z.tuple([z.number(), z.number()]),
  /** Wilson ("wilson") or clustered by group ("clustered"). */
  interval: z.string(),
  chance: z.number(),
  /** (accuracy - chance) / (1 - chance). */
  chanceCorrected: z.number(),
  n: z.int(),
  groups: z.int(),
  unparsedRate: z.number(),
  errorRate: z.number(),
});
export type Metric = z.infer<typeof MetricSchema>;

/** log.json, written last. */
export const EvalLogSchema = ProvenanceSchema.extend({
  type: z.literal('evaluation'),
  evaluationId: z.string(),
  task: z.string(),
  /** Label of the model in tables: "base", "sft", "sft+grpo", "blind", or a served model's id. */
  model: z.string(),
  /** Weights digest of a local checkpoint, else null. */
  weightsDigest: Sha256Schema.nullable(),
  datasetDigest: Sha256Schema.nullable(),
  config: z.record(z.string(), z.unknown()),
  metrics: z.array(MetricSchema),
  samplesSha256: Sha256Schema,
  /** Of scorers.json beside it, the numbers of the benchmark's official scorers; absent for other tasks. */
  scorersSha256: Sha256Schema.optional(),
});
export type EvalLog = z.infer<typeof EvalLogSchema>;

/**
 * What a scorer says in scorers.json, as far as it is read again: `overall` and `items`; one whose own rows were not asked has
 * a remedy only, one that lacks answers a remedy and its report under `partial`.
 */
const OfficialReportSchema = z.looseObject({
  /** In the names and units of the official code. */
  overall: z.record(z.string(), z.unknown()).optional(),
  items: z
    .array(
      z.looseObject({
        id: z.union([z.string(), z.number()]),
        hit: z.number().nullish(),
        score: z.number().optional(),
      }),
    )
    .optional(),
  remedy: z.string().optional(),
  /** Rows that it asks, and how many of them were answered; absent where all were. */
  asked: z.int().optional(),
  answered: z.int().optional(),
  /** Over empty texts in place of the answers that are missing: no number to publish. */
  partial: z.looseObject({ overall: z.record(z.string(), z.unknown()) }).optional(),
});

/** scorers.json. */
export const ScorersFileSchema = z.object({ scorers: z.record(z.string(), OfficialReportSchema) });
export type OfficialReports = z.infer<typeof ScorersFileSchema>['scorers'];

/** In the order of tables. "near" includes "same"; "cut-out" is looked for where neither is found. */
const ContaminationKindSchema = z.enum([
  'same picture',
  'near picture',
  'cut-out picture',
  'same group',
  'same subject',
  'same wording',
  'near wording',
]);
export type ContaminationKind = z.infer<typeof ContaminationKindSchema>;
export const contaminationKinds: readonly ContaminationKind[] = ContaminationKindSchema.options;

const ContaminationReportSchema = z.object({
  trainItems: z.int(),
  testItems: z.int(),
  trainPictures: z.int(),
  testPictures: z.int(),
  /** Pictures that could not be read; compared by their bytes alone. */
  unreadable: z.int(),
  findings: z.array(
    z.object({
      kind: ContaminationKindSchema,
      /** Test items it holds for, and their share. */
      items: z.int(),
      share: z.number(),
      /** By: bits (near picture), share of the sides that both show (cut-out), share of runs (text), or the shared id. */
      pairs: z.array(
        z.object({ test: z.string(), train: z.string(), by: z.union([z.number(), z.string()]) }),
      ),
    }),
  ),
});
export type ContaminationReport = z.infer<typeof ContaminationReportSchema>;

/** A data set of ours, or a public benchmark (no digest, no split). */
const ComparedSetSchema = z.object({
  name: z.string(),
  split: z.string().nullable(),
  digest: Sha256Schema.nullable(),
});
export type ComparedSet = z.infer<typeof ComparedSetSchema>;

/** contamination.json. */
export const ContaminationRecordSchema = ProvenanceSchema.extend({
  type: z.literal('contamination'),
  contaminationId: z.string(),
  train: ComparedSetSchema,
  test: ComparedSetSchema,
  config: z.record(z.string(), z.unknown()),
  report: ContaminationReportSchema,
});
export type ContaminationRecord = z.infer<typeof ContaminationRecordSchema>;

export const ReportSchema = ProvenanceSchema.extend({
  type: z.literal('report'),
  reportId: z.string(),
  evaluationIds: z.array(z.string()),
  runIds: z.array(z.string()),
  datasetDigests: z.array(Sha256Schema),
  htmlSha256: Sha256Schema,
});
export type Report = z.infer<typeof ReportSchema>;
