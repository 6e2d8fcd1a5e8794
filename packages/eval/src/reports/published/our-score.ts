/** The number of an evaluation here that stands beside a published one: by its scorer, over its categories, where we have them. */
import type { EvalSample } from '../../schema.ts';
import { clusteredInterval } from '../../statistics/intervals/clustered.ts';
import { type Interval, wilsonInterval } from '../../statistics/intervals/wilson.ts';
import type { ReportEvaluation } from '../report-input.ts';
import type { PublishedSettings } from './published.ts';

export interface OurScore {
  /** 0..1. */
  readonly value: number;
  readonly ci95: Interval;
  /** Questions that it speaks of. */
  readonly questions: number;
  /** Official scorer, or "parallax" for our strict reading. */
  readonly scorer: string;
}

interface Outcome {
  readonly value: number;
  readonly kind: string;
  readonly groupId: string;
}

/** Of the sides of one official score, how far the mean over its items may lie from it and still be the same number. */
const SAME = 1e-6;

/** @returns our strict reading where none of the published scorers was asked here; null without a question of the categories */
export function ourScore(
  evaluation: ReportEvaluation,
  { scorer, categories }: PublishedSettings,
): OurScore | null {
  const name = scorer?.names.find((each) => evaluation.official?.[each]?.items !== undefined);
  const all = name === undefined ? strictOutcomes(evaluation) : officialOutcomes(evaluation, name);
  if (all === null) {
    const metric = evaluation.log.metrics[0]!; // computeMetrics always puts "overall" first
    return { value: metric.accuracy, ci95: metric.ci95, questions: metric.n, scorer: 'parallax' };
  }
  const outcomes = all.filter(({ kind }) => categories?.includes(kind) ?? true);
  if (outcomes.length === 0) return null;
  const { mean, interval } = categories === undefined ? plainMean(outcomes) : meanOfKinds(outcomes);
  const ours = { value: mean, ci95: interval, questions: outcomes.length, scorer: name ?? 'parallax' };
  if (name === undefined || categories !== undefined || scorer?.metric === undefined) return ours;
  const printed = evaluation.official?.[name]?.overall?.[scorer.metric];
  if (typeof printed !== 'number') return ours;
  const value = printed / (scorer.outOf ?? 1);
  if (Math.abs(value - mean) < SAME) return ours;
  // Groups that count as one (circular and the like): the groups are what was drawn.
  const groups = new Set(outcomes.map(({ groupId }) => groupId)).size;
  return { ...ours, value, ci95: wilsonInterval(value * groups, groups) };
}

/** null: the samples were not read. */
function strictOutcomes({ samples }: ReportEvaluation): Outcome[] | null {
  if (samples.length === 0) return null;
  return samples.map((sample) => ({ ...placeOf(sample), value: sample.score?.value ?? 0 }));
}

function officialOutcomes({ samples, official }: ReportEvaluation, name: string): Outcome[] {
  const byId = new Map(samples.map((sample) => [sample.sampleId, sample]));
  return (official?.[name]?.items ?? []).flatMap(({ id, hit, score }) => {
    const value = hit ?? score;
    // A row that the official code leaves out.
    if (value === undefined || value === null) return [];
    const sample = byId.get(String(id));
    return [{ value, ...(sample === undefined ? { kind: '', groupId: String(id) } : placeOf(sample)) }];
  });
}

function placeOf({ kind, groupId }: EvalSample): Omit<Outcome, 'value'> {
  return { kind, groupId };
}

function plainMean(outcomes: readonly Outcome[]) {
  return clusteredInterval(
    outcomes.map(({ value }) => value),
    outcomes.map(({ groupId }) => groupId),
  );
}

/** Each kind weighs the same, however many questions it has. */
function meanOfKinds(outcomes: readonly Outcome[]) {
  const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
  return plainMean(
    outcomes.map((outcome) => {
      const ofKind = kinds.get(outcome.kind)!.length; // it is one of them
      return { ...outcome, value: (outcome.value * outcomes.length) / (kinds.size * ofKind) };
    }),
  );
}
