/** What the API says of evaluations, samples, comparisons and reports. */
import { EvalSampleSchema, MetricSchema } from '@parallax/eval/schema';
import { RolloutSchema } from '@parallax/trainer/schema';
import { z } from 'zod';
import { ChainVerdictSchema, QuestionDetailSchema } from './data.ts';

export const EvaluationSummarySchema = z.object({
  /** Name of the folder below LAB/evaluations: the id in addresses. */
  name: z.string(),
  evaluationId: z.string(),
  task: z.string(),
  /** What the task's questions were changed by ("text-only"); null for the plain task. */
  control: z.string().nullable(),
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
  /** Head of the completion; the whole of it comes with `SampleDetail`. */
  excerpt: z.string().nullable(),
  /** What the scorer understood. */
  parsed: z.string().nullable(),
  value: z.number().nullable(),
  latencyMs: z.number(),
  completionTokens: z.int().nullable(),
});
export type SampleRow = z.infer<typeof SampleRowSchema>;
export const SamplePageSchema = z.object({
  samples: z.array(SampleRowSchema),
  /** Samples that pass the filter, on all pages together. */
  total: z.int(),
  nextCursor: z.string().nullable(),
});
export type SamplePage = z.infer<typeof SamplePageSchema>;

/** How another scorer read the same completion. */
export const ReadingSchema = z.object({
  scorer: z.string(),
  extracted: z.string().nullable(),
  /** 1 for a hit, 0 for a miss, or a graded score. */
  value: z.number(),
});
export type Reading = z.infer<typeof ReadingSchema>;

export const SampleDetailSchema = z.object({
  evaluation: z.string(),
  model: z.string(),
  task: z.string(),
  outcome: OutcomeSchema,
  /** Prompt, completion, parsed span and score parts. */
  sample: EvalSampleSchema,
  /** The question with its geometry; null when its data set is not in this lab. */
  question: QuestionDetailSchema.nullable(),
  /** The model's own chain (its <think> block) checked against that geometry; null without either. */
  chain: ChainVerdictSchema.nullable(),
  /** Addresses of the images that the model saw; null for an image that is not in this lab. */
  imageUrls: z.array(z.string().nullable()),
  /** Readings of scorers.json; empty without that file. */
  readings: z.array(ReadingSchema),
  /** Place among the samples that pass the filter of the request, from 0; null when it does not pass itself. */
  rank: z.int().nullable(),
  total: z.int(),
  /** Ids of its neighbours among those. */
  previous: z.string().nullable(),
  next: z.string().nullable(),
});
export type SampleDetail = z.infer<typeof SampleDetailSchema>;

/** Paired test of two evaluations on the items that both have. */
export const PairedTestSchema = z.object({
  /** "overall" or a question kind. */
  kind: z.string(),
  items: z.int(),
  /** accuracy(b) - accuracy(a) on those items. */
  difference: z.number(),
  /** 95 %, bootstrap over groups. */
  interval: z.tuple([z.number(), z.number()]),
  /** Items that only one of the two gets right: a score of at least one half. */
  onlyA: z.int(),
  onlyB: z.int(),
  /** McNemar, exact, two-sided. */
  p: z.number(),
  /** Corrected by Holm over the comparisons of one answer that are of the same sort: overall, or by kind. */
  pAdjusted: z.number(),
});
export type PairedTest = z.infer<typeof PairedTestSchema>;

/** Which of the shared samples: those that only A or only B gets right, either of these, both, or neither. */
export const CellSchema = z.enum(['only-a', 'only-b', 'differ', 'both', 'neither']);
export type Cell = z.infer<typeof CellSchema>;

export const ComparisonSchema = z.object({
  a: EvaluationSummarySchema,
  b: EvaluationSummarySchema,
  /** Samples that both have, and those of one only. */
  shared: z.int(),
  onlyInA: z.int(),
  onlyInB: z.int(),
  /** McNemar's table over the shared samples of the kind that was asked for. */
  table: z.object({ both: z.int(), onlyA: z.int(), onlyB: z.int(), neither: z.int() }),
  /** Two-sided exact McNemar test of that table. */
  pValue: z.number(),
  kinds: z.array(z.string()),
  /** Samples of the cell, of this page. */
  items: z.array(z.object({ a: SampleRowSchema, b: SampleRowSchema })),
  /** Samples of the cell, on all pages together. */
  total: z.int(),
  /** Where the sample that was asked for stands in the cell (null when it is not in it), and its neighbours. */
  place: z
    .object({ rank: z.int().nullable(), previous: z.string().nullable(), next: z.string().nullable() })
    .nullable(),
  nextCursor: z.string().nullable(),
});
export type Comparison = z.infer<typeof ComparisonSchema>;

export const KindComparisonSchema = z.object({
  a: EvaluationSummarySchema,
  b: EvaluationSummarySchema,
  /** "overall" first; empty without shared samples. */
  tests: z.array(PairedTestSchema),
});
export type KindComparison = z.infer<typeof KindComparisonSchema>;

export const ReferenceTestsSchema = z.object({
  reference: z.string(),
  /** Every evaluation of a task and data set that the reference model has been evaluated on too, `b` in the test. */
  tests: z.array(PairedTestSchema.extend({ evaluation: z.string(), against: z.string() })),
});
export type ReferenceTests = z.infer<typeof ReferenceTestsSchema>;

/** Who answered a question. */
export const AnswerListSchema = z.object({
  samples: z.array(
    z.object({
      evaluation: z.string(),
      model: z.string(),
      outcome: OutcomeSchema,
      parsed: z.string().nullable(),
    }),
  ),
  rollouts: z.array(z.object({ run: z.string(), line: z.int(), step: z.int(), reward: z.number() })),
});
export type AnswerList = z.infer<typeof AnswerListSchema>;

export const RolloutDetailSchema = RolloutSchema.extend({
  run: z.string(),
  /** Line of rollouts.jsonl, from 0. */
  line: z.int(),
  question: QuestionDetailSchema.nullable(),
  /** The policy's own chain checked against that geometry; null without either. */
  chain: ChainVerdictSchema.nullable(),
});
export type RolloutDetail = z.infer<typeof RolloutDetailSchema>;

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
