/** The same evaluation run with several seeds at a temperature: pass@k, what is always right, and how far runs lie apart. */
import { canonicalJson } from '@parallax/lab/node';
import type { EvalLog } from '../../schema.ts';
import { type ClusteredMean, clusteredInterval } from '../../statistics/intervals/clustered.ts';
import { passAtKInterval } from '../../statistics/intervals/pass-at-k.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { isRight } from './compare-logs.ts';

export interface RepeatedResult {
  readonly task: string;
  readonly model: string;
  readonly temperature: number;
  readonly seeds: readonly number[];
  /** Questions that every run was asked. */
  readonly questions: number;
  /** For k = 1, 2, 4, ... and the number of runs. */
  readonly passAt: readonly { readonly k: number; readonly score: ClusteredMean }[];
  /** Questions that are right in every run. */
  readonly always: ClusteredMean;
  /** Standard deviation of the runs' accuracies, n - 1 in the denominator, 0..1 scale. */
  readonly spread: number;
}

/** Equal for evaluations that differ by their seed alone. */
function repeatKey({ task, model, weightsDigest, datasetDigest, config }: EvalLog): string {
  const { seed: _, ...rest } = config;
  return canonicalJson([task, model, weightsDigest, datasetDigest, rest]);
}

/** Without the runs that differ from an earlier one by their seed alone: the first stands for all of them. */
export function firstRuns(evaluations: readonly ReportEvaluation[]): ReportEvaluation[] {
  const keys = evaluations.map(({ log }) => repeatKey(log));
  return evaluations.filter((_, i) => keys.indexOf(keys[i]!) === i);
}

/** In the order of the evaluations; those that were run once are left out. */
export function repeatedResults(evaluations: readonly ReportEvaluation[]): RepeatedResult[] {
  const sampled = evaluations.filter(
    ({ log, samples }) => Number(log.config['temperature'] ?? 0) > 0 && samples.length > 0,
  );
  return [...Map.groupBy(sampled, ({ log }) => repeatKey(log)).values()].flatMap((runs) =>
    runs.length < 2 ? [] : [resultOf(runs)],
  );
}

function resultOf(runs: readonly ReportEvaluation[]): RepeatedResult {
  const { task, model, config } = runs[0]!.log; // a group is never empty
  const answers = runs.map(({ samples }) => new Map(samples.map((sample) => [sample.sampleId, sample])));
  const items = runs[0]!.samples.flatMap(({ sampleId, groupId }) => {
    const all = answers.flatMap((ofRun) => ofRun.get(sampleId) ?? []);
    if (all.length < runs.length) return [];
    const right = all.filter(({ score }) => isRight(score?.value ?? 0)).length;
    return [{ total: runs.length, right, groupId }];
  });
  const powers = Array.from({ length: Math.ceil(Math.log2(runs.length)) }, (_, i) => 2 ** i);
  return {
    task,
    model,
    temperature: Number(config['temperature']),
    seeds: runs.map(({ log }) => Number(log.config['seed'])),
    questions: items.length,
    passAt: [...powers, runs.length].map((k) => ({ k, score: passAtKInterval(items, k) })),
    always: clusteredInterval(
      items.map(({ right, total }) => (right === total ? 1 : 0)),
      items.map(({ groupId }) => groupId),
    ),
    spread: deviation(runs.map(({ log }) => log.metrics[0]!.accuracy)), // computeMetrics always puts "overall" first
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
