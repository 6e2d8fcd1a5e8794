/** What the API says of training runs. */
import { CheckpointSchema, RolloutSchema, TrainingRunSchema } from '@parallax/trainer/schema';
import { z } from 'zod';

/** finished: result.json stands; running: its process is alive; stopped: neither. */
export const RunStateSchema = z.enum(['finished', 'running', 'stopped']);
export type RunState = z.infer<typeof RunStateSchema>;

export const RunSummarySchema = z.object({
  /** Name of the folder below LAB/runs: the id in addresses. */
  name: z.string(),
  runId: z.string(),
  stage: TrainingRunSchema.shape.stage,
  state: RunStateSchema,
  /** Last step that the metrics speak of; null before the first. */
  lastStep: z.int().nullable(),
  /** Steps that the config plans; null when it does not say. */
  plannedSteps: z.int().nullable(),
  /** Names of the data sets in this lab that the run names by digest. */
  datasets: z.array(z.string()),
  datasetDigests: z.array(z.string()),
  parentWeights: z.string().nullable(),
  /** Last change of metrics.jsonl, ISO 8601; null without one. */
  updatedAt: z.string().nullable(),
});
export type RunSummary = z.infer<typeof RunSummarySchema>;
export const RunListSchema = z.object({ runs: z.array(RunSummarySchema) });

export const CheckpointRowSchema = CheckpointSchema.pick({
  checkpointId: true,
  step: true,
  weightsDigest: true,
  files: true,
}).extend({
  /** Evaluations of exactly these weights. */
  evaluations: z.array(z.string()),
});
export type CheckpointRow = z.infer<typeof CheckpointRowSchema>;

export const RunDetailSchema = RunSummarySchema.extend({
  config: z.record(z.string(), z.unknown()),
  backend: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()).nullable(),
  codeCommit: z.string(),
  checkpoints: z.array(CheckpointRowSchema),
  metricKeys: z.array(z.object({ key: z.string(), points: z.int() })),
  rolloutSteps: z.array(z.object({ step: z.int(), rollouts: z.int(), meanReward: z.number() })),
  /** Runs of this lab whose checkpoint this run started from. */
  parents: z.array(z.string()),
});
export type RunDetail = z.infer<typeof RunDetailSchema>;

export const MetricSeriesSchema = z.object({
  key: z.string(),
  total: z.int(),
  /** True when `points` keep only the extremes of equal spans of steps, and the last point. */
  downsampled: z.boolean(),
  points: z.array(z.object({ step: z.int(), value: z.number() })),
});
export type MetricSeries = z.infer<typeof MetricSeriesSchema>;
export const RunMetricsSchema = z.object({ run: z.string(), series: z.array(MetricSeriesSchema) });
export type RunMetrics = z.infer<typeof RunMetricsSchema>;

/** Data of an SSE event "metrics": the new lines of metrics.jsonl. null stands for a value that is not a number. */
export const MetricsEventSchema = z.object({
  lines: z.array(z.object({ step: z.int() }).catchall(z.number().nullable())),
});
export type MetricsEvent = z.infer<typeof MetricsEventSchema>;

export const RolloutGroupSchema = z.object({
  group: z.int(),
  questionId: z.string(),
  kind: z.string(),
  prompt: z.string(),
  /** Where the question can be looked up; null when its data set is not in this lab. */
  dataset: z.string().nullable(),
  rollouts: z.array(
    RolloutSchema.pick({
      completion: true,
      reward: true,
      rewardParts: true,
      advantage: true,
      tokens: true,
      truncated: true,
    }).extend({
      /** Line of rollouts.jsonl: the rollout's name in addresses. */
      line: z.int(),
    }),
  ),
});
export type RolloutGroup = z.infer<typeof RolloutGroupSchema>;
export const RolloutStepSchema = z.object({
  run: z.string(),
  step: z.int(),
  groups: z.array(RolloutGroupSchema),
});
export type RolloutStep = z.infer<typeof RolloutStepSchema>;
