/** Each control beside its plain run, on the questions that both hold: what the score rests on. */
import { canonicalJson } from '@parallax/lab/node';
import { computeMetrics } from '../../runner/metrics.ts';
import type { EvalLog, EvalSample, Metric } from '../../schema.ts';
import { type Consistency, consistency } from '../../statistics/intervals/consistency.ts';
import type { Control } from '../../tasks/controls/control.ts';
import { controls } from '../../tasks/controls/controlled-task.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { type Comparison, compareLogs, isRight } from '../results/compare-logs.ts';
import { logLabels } from '../tables/log-labels.ts';

export interface ControlResult {
  readonly task: string;
  /** As tables name it: with the seed where runs of one model differ by it. */
  readonly model: string;
  readonly control: Control;
  /** Questions of the plain run. A control leaves out those that it cannot change. */
  readonly asked: number;
  /** Those that both runs hold, by id: everything below speaks of these alone. */
  readonly shared: number;
  /** Why there are none; null where there are. */
  readonly absent: ControlAbsence | null;
  /** Samples under the control of the shared questions: more than these where a question is put in several ways. */
  readonly forms: number;
  /** Of these samples, those without an answer; they count as wrong. */
  readonly unanswered: number;
  /** Null without shared questions. */
  readonly pair: ControlPair | null;
  /** The plain run and its rotations as one circular test; null for controls that ask each question once. */
  readonly circular: Consistency | null;
}

/** "changes no question": none shows as many pictures as the control needs. */
export type ControlAbsence = 'changes no question' | 'not run' | 'no shared question';

export interface ControlPair {
  /** Over the shared questions, not over all that the run asked. */
  readonly plain: Metric;
  /** A question that is put in several ways counts once, with their mean. */
  readonly under: Metric;
  /** under - plain, paired. */
  readonly difference: Comparison;
  /** Questions with at least half of the score in both runs. */
  readonly bothRight: number;
}

/** Plain runs only: what tables of models show. */
export function isPlain(log: EvalLog): boolean {
  return controlName(log.config) === null;
}

/** Of the control that an evaluation with this config ran under; null for a plain one. */
export function controlName({ control }: EvalLog['config']): string | null {
  return typeof control === 'string' ? control : null;
}

/**
 * In the order of the evaluations, then of the controls. A plain run without any control is left out; of one that has some,
 * the others are there too, with the reason why they are missing.
 */
export function controlResults(evaluations: readonly ReportEvaluation[]): ControlResult[] {
  const plainRuns = evaluations.filter(({ log }) => isPlain(log));
  const labels = logLabels(plainRuns.map(({ log }) => log));
  return plainRuns.flatMap((plain, i) => {
    const pairs = controls.map((control) => ({
      control,
      under: evaluations.find(({ log }) => belongs(log, plain.log, control)),
    }));
    if (pairs.every(({ under }) => under === undefined)) return [];
    return pairs.map(({ control, under }) => resultOf(control, { ...plain, label: labels[i]! }, under));
  });
}

/** The plain samples that were asked under the control too, each with what was asked there. */
function sharedSamples(control: Control, plain: readonly EvalSample[], under: readonly EvalSample[]) {
  const bySource = Map.groupBy(under, ({ sampleId }) => control.sourceId(sampleId));
  return plain.flatMap((sample) => {
    const forms = bySource.get(sample.sampleId);
    return forms === undefined ? [] : [{ sample, forms }];
  });
}

/** The same settings but for the control itself. */
function belongs(log: EvalLog, plain: EvalLog, control: Control): boolean {
  const { control: name, controlOf, ...rest } = log.config;
  return (
    name === control.name &&
    controlOf === plain.task &&
    log.model === plain.model &&
    log.weightsDigest === plain.weightsDigest &&
    log.datasetDigest === plain.datasetDigest &&
    canonicalJson(rest) === canonicalJson(plain.config)
  );
}

type Shared = ReturnType<typeof sharedSamples>;

function resultOf(
  control: Control,
  plain: ReportEvaluation & { readonly label: string },
  under: ReportEvaluation | undefined,
): ControlResult {
  const shared = sharedSamples(control, plain.samples, under?.samples ?? []);
  const forms = shared.flatMap((item) => item.forms);
  const rotates = forms.some(({ sampleId }) => control.sourceId(sampleId) !== sampleId);
  return {
    task: plain.log.task,
    model: plain.label,
    control,
    asked: plain.samples.length,
    shared: shared.length,
    absent: shared.length > 0 ? null : absenceOf(control, plain, under),
    forms: forms.length,
    unanswered: forms.filter(({ error }) => error !== null).length,
    pair: pairOf(shared),
    circular: rotates ? circularOf(shared) : null,
  };
}

function absenceOf(
  control: Control,
  plain: ReportEvaluation,
  under: ReportEvaluation | undefined,
): ControlAbsence {
  const enough = plain.samples.some(({ imageDigests }) => imageDigests.length >= control.leastPictures);
  if (!enough) return 'changes no question';
  return under === undefined ? 'not run' : 'no shared question';
}

function pairOf(shared: Shared): ControlPair | null {
  if (shared.length === 0) return null;
  const plain = shared.map(({ sample }) => sample);
  const under = shared.map(averaged);
  return {
    plain: overallOf(plain),
    under: overallOf(under),
    difference: compareLogs(plain, under)[0]!, // shared samples: "overall" is there and first
    bothRight: plain.filter((sample, i) => rightly(sample) && rightly(under[i]!)).length,
  };
}

function rightly({ score }: EvalSample): boolean {
  return isRight(score?.value ?? 0);
}

function overallOf(samples: readonly EvalSample[]): Metric {
  return computeMetrics(samples)[0]!; // it always puts "overall" first
}

/** Several forms of one question count as one item: their mean, so that no question weighs more than another. */
function averaged({ sample, forms }: Shared[number]): EvalSample {
  const first = forms[0]!; // a question is shared because it has one
  const mean = forms.reduce((sum, { score }) => sum + (score?.value ?? 0), 0) / forms.length;
  const empty = { parts: [], parsed: { value: null, span: null, failure: null } };
  return { ...first, sampleId: sample.sampleId, score: { ...empty, ...first.score, value: mean } };
}

function circularOf(shared: Shared): Consistency {
  return consistency(
    shared.flatMap(({ sample, forms }) =>
      [sample, ...forms].map((form) => ({
        sourceId: sample.sampleId,
        groupId: sample.groupId,
        right: rightly(form),
      })),
    ),
  );
}
