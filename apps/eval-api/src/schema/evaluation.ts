/** What the API says of evaluations, samples, comparisons and reports. */
import { EvalSampleSchema, MetricSchema } from '@parallax/eval/schema';
import { z } from 'zod';
import { ChainVerdictSchema, QuestionDetailSchema } from './data.ts';

export const EvaluationSummarySchema = z.object({
  /** Name of the folder below LAB/evaluations: the id in addresses. */
  name: z.string(),
  evaluationId: z.string(),
  task: z.string(),
  model: z.string(),
  weightsDigest: z.string().nullable(),
  datasetDigest: z.string().nullable(),
  /** Name of that data set in this lab; null when it is not here. */
  dataset: z.string().nullable(),
  /** The checkpoint of this lab that has these weights. */
  checkpoint: z.object({ run: z.string(), step: z.int() }).nullable(),
  /** Overall first, then by kind. */
  metrics: z.array(MetricSchema),
});
export type EvaluationSummary = z.infer<typeof EvaluationSummarySchema>;
export const EvaluationListSchema = z.object({ evaluations: z.array(EvaluationSummarySchema) });

export const EvaluationDetailSchema = EvaluationSummarySchema.extend({
  config: z.record(z.string(), z.unknown()),
  samplesSha256: z.string(),
  codeCommit: z.string(),
});
export type EvaluationDetail = z.infer<typeof EvaluationDetailSchema>;

/** correct: full score; wrong: an answer was found, less than full score; unparsed: none was found; error: no reply. */
export const OutcomeSchema = z.enum(['correct', 'wrong', 'unparsed', 'error']);
export type Outcome = z.infer<typeof OutcomeSchema>;

export const SampleRowSchema = z.object({
  position: z.int(),
  sampleId: z.string(),
  kind: z.string(),
  groupId: z.string(),
  outcome: OutcomeSchema,
  answer: z.string(),
  completion: z.string().nullable(),
  /** What the scorer understood. */
  parsed: z.string().nullable(),
  value: z.number().nullable(),
  latencyMs: z.number(),
  completionTokens: z.int().nullable(),
});
export type SampleRow = z.infer<typeof SampleRowSchema>;
export const SamplePageSchema = z.object({
  samples: z.array(SampleRowSchema),
  nextCursor: z.string().nullable(),
});
export type SamplePage = z.infer<typeof SamplePageSchema>;

export const SampleDetailSchema = z.object({
  evaluation: z.string(),
  model: z.string(),
  outcome: OutcomeSchema,
  /** Prompt, completion, parsed span and score parts. */
  sample: EvalSampleSchema,
  /** The question with its geometry; null when its data set is not in this lab. */
  question: QuestionDetailSchema.nullable(),
  /** The model's own chain (its <think> block) checked against that geometry; null without either. */
  chain: ChainVerdictSchema.nullable(),
  /** Addresses of the images that the model saw; an image that is not in this lab answers 404. */
  imageUrls: z.array(z.string()),
  previous: z.string().nullable(),
  next: z.string().nullable(),
});
export type SampleDetail = z.infer<typeof SampleDetailSchema>;

export const ComparisonSchema = z.object({
  a: EvaluationSummarySchema,
  b: EvaluationSummarySchema,
  /** Samples that both have, and those of one only. */
  shared: z.int(),
  onlyA: z.int(),
  onlyB: z.int(),
  /** Of the shared ones. */
  aBetter: z.int(),
  bBetter: z.int(),
  /** Two-sided exact McNemar test over the shared samples on which one scores higher. */
  pValue: z.number(),
  /** Shared samples whose score or parsed answer differs. */
  items: z.array(z.object({ a: SampleRowSchema, b: SampleRowSchema })),
  nextCursor: z.string().nullable(),
});
export type Comparison = z.infer<typeof ComparisonSchema>;

export const ReportRowSchema = z.object({
  /** Name of the folder below LAB/reports. */
  name: z.string(),
  reportId: z.string(),
  evaluationIds: z.array(z.string()),
  runIds: z.array(z.string()),
  datasetDigests: z.array(z.string()),
  /** Where the page is. */
  url: z.string(),
});
export type ReportRow = z.infer<typeof ReportRowSchema>;
export const ReportListSchema = z.object({ reports: z.array(ReportRowSchema) });
