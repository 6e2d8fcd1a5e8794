/** The same evaluation run with several seeds at a temperature: pass@k, votes, what is always right, how far runs lie apart. */
import { canonicalJson } from '@parallax/lab/node';
import type { EvalLog, EvalSample } from '../../schema.ts';
import { type ClusteredMean, clusteredInterval } from '../../statistics/intervals/clustered.ts';
import { passAtKInterval, type RepeatedItem } from '../../statistics/intervals/pass-at-k.ts';
import { majority } from '../../statistics/majority.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { isRight } from './compare-logs.ts';

export interface RepeatedResult {
  readonly task: string;
  readonly model: string;
  readonly temperature: number;
  readonly seeds: readonly number[];
  /** Questions that every run was asked. */
  readonly questions: number;
  /** Right or wrong, graded answers from one half on; for k = 1, 2, 4, ... and the number of runs. */
  readonly passAt: readonly { readonly k: number; readonly score: ClusteredMean }[];
  /** Mean score of the answer that most of k runs give, over the runs k by k; for k = 1, 4, 8, ... and the number of runs, from 3 on. */
  readonly votesOf: readonly { readonly k: number; readonly score: ClusteredMean }[];
  /** Each kind's mean over the runs, and the answer of most of them all; in the order of the questions. */
  readonly kinds: readonly {
    readonly kind: string;
    readonly questions: number;
    readonly one: ClusteredMean;
    readonly vote: ClusteredMean;
  }[];
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

interface Repeated extends RepeatedItem {
  readonly kind: string;
  /** Of each run, in their order. */
  readonly answers: readonly Answer[];
}

interface Answer {
  /** What was understood; null where nothing could be. */
  readonly parsed: string | null;
  readonly value: number;
}

function resultOf(runs: readonly ReportEvaluation[]): RepeatedResult {
  const { task, model, config } = runs[0]!.log; // a group is never empty
  const items = repeatedItems(runs.map(({ samples }) => samples));
  const powers = Array.from({ length: Math.ceil(Math.log2(runs.length)) }, (_, i) => 2 ** i);
  const sizes = [...powers, runs.length];
  return {
    task,
    model,
    temperature: Number(config['temperature']),
    seeds: runs.map(({ log }) => Number(log.config['seed'])),
    questions: items.length,
    passAt: sizes.map((k) => ({ k, score: passAtKInterval(items, k) })),
    votesOf: sizes
      .filter((k) => k !== 2)
      .map((k) => ({ k, score: meanOver(items, (item) => voted(item, k)) })),
    kinds: [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, own]) => ({
      kind,
      questions: own.length,
      one: meanOver(own, (item) => voted(item, 1)),
      vote: meanOver(own, (item) => voted(item, runs.length)),
    })),
    always: meanOver(items, ({ right, total }) => (right === total ? 1 : 0)),
    spread: deviation(runs.map(({ log }) => log.metrics[0]!.accuracy)), // computeMetrics always puts "overall" first
  };
}

/** The questions that every run was asked. */
function repeatedItems(runs: readonly (readonly EvalSample[])[]): Repeated[] {
  const bySample = runs.map((samples) => new Map(samples.map((sample) => [sample.sampleId, sample])));
  return runs[0]!.flatMap(({ sampleId, groupId, kind }) => {
    const all = bySample.flatMap((ofRun) => ofRun.get(sampleId) ?? []);
    if (all.length < runs.length) return [];
    const answers = all.map(
      ({ score }): Answer => ({ parsed: score?.parsed.value ?? null, value: score?.value ?? 0 }),
    );
    const right = answers.filter(({ value }) => isRight(value)).length;
    return [{ total: runs.length, right, groupId, kind, answers }];
  });
}

function meanOver(items: readonly Repeated[], value: (item: Repeated) => number): ClusteredMean {
  return clusteredInterval(
    items.map(value),
    items.map(({ groupId }) => groupId),
  );
}

/** Score of the answer that most of k runs give: a mean over the runs taken k by k, without those left over. */
function voted({ answers }: Repeated, k: number): number {
  const blocks = Math.floor(answers.length / k);
  let sum = 0;
  for (let block = 0; block < blocks; block++) {
    const some = answers.slice(block * k, (block + 1) * k);
    const chosen = majority(some.map(({ parsed }) => parsed));
    sum += some.find(({ parsed }) => parsed === chosen)!.value; // the chosen one is one of them
  }
  return sum / blocks;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
