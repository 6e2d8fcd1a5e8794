/** Samples -> metrics: overall and per kind, each with interval, chance, unparsed and error rate. */
import type { EvalSample, Metric } from '../schema.ts';
import { clusteredInterval } from '../statistics/intervals/clustered.ts';
import { wilsonInterval } from '../statistics/intervals/wilson.ts';

/** "overall" first, then the kinds in alphabetical order. A sample without a score counts as 0. */
export function computeMetrics(samples: readonly EvalSample[]): Metric[] {
  const kinds = [...new Set(samples.map((sample) => sample.kind))].sort();
  return [
    metricOf('overall', samples),
    ...kinds.map((kind) =>
      metricOf(
        kind,
        samples.filter((sample) => sample.kind === kind),
      ),
    ),
  ];
}

/**
 * Wilson where every sample is a group of its own and scores are 0 or 1; else the cluster-robust interval, which
 * also serves graded scores. With one group only (a single capture) there is nothing to say about other groups:
 * the Wilson interval then speaks of questions about that group alone.
 */
function metricOf(kind: string, samples: readonly EvalSample[]): Metric {
  const n = samples.length;
  const values = samples.map((sample) => sample.score?.value ?? 0);
  const clustered = clusteredInterval(
    values,
    samples.map((sample) => sample.groupId),
  );
  const accuracy = clustered.mean;
  const binary = values.every((value) => value === 0 || value === 1);
  const independent = clustered.groups === n || clustered.groups === 1;
  const wilson = binary && independent;
  const [low, high] = wilson ? wilsonInterval(Math.round(accuracy * n), n) : clustered.interval;
  const chance = n === 0 ? 0 : samples.reduce((sum, sample) => sum + sample.chance, 0) / n;
  const share = (test: (sample: EvalSample) => boolean): number =>
    n === 0 ? 0 : samples.filter(test).length / n;
  return {
    kind,
    accuracy,
    ci95: [low, high],
    interval: wilson ? 'wilson' : 'clustered',
    chance,
    chanceCorrected: chance < 1 ? (accuracy - chance) / (1 - chance) : 0,
    n,
    groups: clustered.groups,
    unparsedRate: share((sample) => sample.score !== null && sample.score.parsed.failure !== null),
    errorRate: share((sample) => sample.error !== null),
  };
}
