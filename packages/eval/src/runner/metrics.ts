/** Samples -> metrics: overall and per kind, each with interval, chance, unparsed and error rate. */
import type { EvalSample, Metric } from '../schema.ts';
import { clusteredInterval } from '../statistics/intervals/clustered.ts';
import { wilsonInterval } from '../statistics/intervals/wilson.ts';

/** What a sample adds to the metrics, without its texts. */
export interface SampleOutcome {
  readonly kind: string;
  readonly groupId: string;
  readonly chance: number;
  readonly value: number;
  readonly unparsed: boolean;
  readonly failed: boolean;
}

/** A sample without a score counts as 0. */
export function outcomeOf({ kind, groupId, chance, score, error }: EvalSample): SampleOutcome {
  const unparsed = score !== null && score.parsed.failure !== null;
  return { kind, groupId, chance, value: score?.value ?? 0, unparsed, failed: error !== null };
}

/** "overall" first, then the kinds in alphabetical order. */
export function computeMetrics(samples: readonly EvalSample[]): Metric[] {
  return metricsOf(samples.map(outcomeOf));
}

/** `computeMetrics` of what was kept of the samples. */
export function metricsOf(outcomes: readonly SampleOutcome[]): Metric[] {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort();
  return [
    metricOf('overall', outcomes),
    ...kinds.map((kind) =>
      metricOf(
        kind,
        outcomes.filter((outcome) => outcome.kind === kind),
      ),
    ),
  ];
}

/**
 * Wilson where every sample is a group of its own and scores are 0 or 1; else the cluster-robust interval, which
 * also serves graded scores. With one group only (a single capture) there is nothing to say about other groups:
 * the Wilson interval then speaks of questions about that group alone.
 */
function metricOf(kind: string, samples: readonly SampleOutcome[]): Metric {
  const n = samples.length;
  const values = samples.map(({ value }) => value);
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
  const share = (test: (sample: SampleOutcome) => boolean): number =>
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
    unparsedRate: share(({ unparsed }) => unparsed),
    errorRate: share(({ failed }) => failed),
  };
}
