/** Each control beside its plain run: what the score rests on, item by item. */
import { canonicalJson } from '@parallax/lab/node';
import type { EvalLog, EvalSample, Metric } from '../../schema.ts';
import { type Consistency, consistency } from '../../statistics/intervals/consistency.ts';
import type { Control } from '../../tasks/controls/control.ts';
import { controls } from '../../tasks/controls/controlled-task.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { type Comparison, compareLogs } from '../results/compare-logs.ts';

export interface ControlResult {
  readonly task: string;
  readonly model: string;
  readonly control: Control;
  readonly plain: Metric;
  readonly under: Metric;
  /** under - plain on the items both have; null when no sample of either was read. */
  readonly difference: Comparison | null;
  /** The plain run and its rotations as one circular test; null for controls that ask each question once. */
  readonly circular: Consistency | null;
}

/** Plain runs only: what tables of models show. */
export function isPlain(log: EvalLog): boolean {
  return typeof log.config['control'] !== 'string';
}

/** In the order of the evaluations, then of the controls; a control whose plain run is not there is left out. */
export function controlResults(evaluations: readonly ReportEvaluation[]): ControlResult[] {
  return evaluations.flatMap((plain) => {
    if (!isPlain(plain.log)) return [];
    return controls.flatMap((control) => {
      const under = evaluations.find(({ log }) => belongs(log, plain.log, control));
      return under === undefined ? [] : [resultOf(control, plain, under)];
    });
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

function resultOf(control: Control, plain: ReportEvaluation, under: ReportEvaluation): ControlResult {
  const bySource = Map.groupBy(under.samples, ({ sampleId }) => control.sourceId(sampleId));
  const comparison = compareLogs(plain.samples, [...bySource].map(averaged))[0] ?? null;
  const repeated = [...bySource.values()].some((list) => list.length > 1) || under.samples.some(isRenamed);
  return {
    task: plain.log.task,
    model: plain.log.model,
    control,
    plain: plain.log.metrics[0]!, // computeMetrics always puts "overall" first
    under: under.log.metrics[0]!,
    difference: comparison,
    circular: repeated ? circularOf(plain.samples, bySource) : null,
  };

  function isRenamed({ sampleId }: EvalSample): boolean {
    return control.sourceId(sampleId) !== sampleId;
  }
}

/** Several forms of one question count as one item: their mean, so that no question weighs more than another. */
function averaged([sourceId, forms]: [string, EvalSample[]]): EvalSample {
  const first = forms[0]!;
  const mean = forms.reduce((sum, { score }) => sum + (score?.value ?? 0), 0) / forms.length;
  const empty = { parts: [], parsed: { value: null, span: null, failure: null } };
  return { ...first, sampleId: sourceId, score: { ...empty, ...first.score, value: mean } };
}

function circularOf(plain: readonly EvalSample[], bySource: Map<string, EvalSample[]>): Consistency {
  const outcomes = plain.flatMap((sample) => {
    const forms = bySource.get(sample.sampleId);
    if (forms === undefined) return [];
    const { sampleId: sourceId, groupId } = sample;
    return [sample, ...forms].map(({ score }) => ({ sourceId, groupId, right: (score?.value ?? 0) >= 0.5 }));
  });
  return consistency(outcomes);
}
