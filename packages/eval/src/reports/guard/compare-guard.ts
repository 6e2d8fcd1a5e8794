/** Does a gain on the target tasks cost the guard tasks? Each model against the base on both. */
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import type { EvalSample } from '../../schema.ts';
import type { Interval } from '../../statistics/intervals/wilson.ts';
import { isPlain } from '../controls/control-results.ts';
import type { GuardChoice, ReportEvaluation } from '../report-input.ts';
import { compareLogs } from '../results/compare-logs.ts';
import { firstRuns } from '../results/repeated-results.ts';

export type GuardVerdict = 'gains' | 'loses' | 'holds' | 'unclear';

export interface GuardRow {
  readonly role: 'target' | 'guard';
  readonly task: string;
  readonly base: string;
  readonly model: string;
  readonly items: number;
  /** Scores over the shared items, 0..1. */
  readonly baseScore: number;
  readonly modelScore: number;
  /** model - base on shared items. */
  readonly difference: number;
  readonly interval: Interval;
  /** holds: a loss beyond the margin is excluded; unclear: neither a change nor its absence is shown. */
  readonly verdict: GuardVerdict;
}

/**
 * Targets first, models in the order of the evaluations.
 * @throws ConfigError `unknown-task`, `unknown-model` naming what there is
 */
export function compareGuard(evaluations: readonly ReportEvaluation[], choice: GuardChoice): GuardRow[] {
  const plain = firstRuns(evaluations).filter(({ log, samples }) => isPlain(log) && samples.length > 0);
  const tasks = [...new Set(plain.map(({ log }) => log.task))];
  for (const task of [...choice.targets, ...choice.guards]) requireOne('task', task, tasks);
  const base = choice.base ?? plain.find(({ log }) => log.config['modelId'] !== 'blind')?.log.model;
  if (base === undefined) return [];
  requireOne('model', base, [...new Set(plain.map(({ log }) => log.model))]);
  const rowsOf = (role: GuardRow['role'], task: string): GuardRow[] => {
    const ofTask = plain.filter(({ log }) => log.task === task);
    const before = ofTask.find(({ log }) => log.model === base);
    if (before === undefined) return [];
    return ofTask.flatMap(({ log, samples }) => {
      const overall =
        log.model === base || log.config['modelId'] === 'blind'
          ? undefined
          : compareLogs(before.samples, samples)[0];
      if (overall === undefined) return [];
      const { items, difference, interval } = overall;
      return [
        {
          role,
          task,
          base,
          model: log.model,
          items,
          ...meansOf(before.samples, samples),
          difference,
          interval,
          verdict: verdictOf(interval, choice.margin),
        },
      ];
    });
  };
  return [
    ...choice.targets.flatMap((task) => rowsOf('target', task)),
    ...choice.guards.flatMap((task) => rowsOf('guard', task)),
  ];
}

function meansOf(base: readonly EvalSample[], model: readonly EvalSample[]) {
  const [inBase, inModel] = [base, model].map((samples) => new Set(samples.map(({ sampleId }) => sampleId)));
  const mean = (samples: readonly EvalSample[], other: ReadonlySet<string>): number => {
    const shared = samples.filter(({ sampleId }) => other.has(sampleId));
    return shared.reduce((sum, { score }) => sum + (score?.value ?? 0), 0) / Math.max(1, shared.length);
  };
  return { baseScore: mean(base, inModel!), modelScore: mean(model, inBase!) };
}

/** A gain or loss where the interval excludes zero; held where it excludes a loss larger than the margin. */
function verdictOf([low, high]: Interval, margin: number): GuardVerdict {
  if (low > 0) return 'gains';
  if (high < 0) return 'loses';
  return low > -margin ? 'holds' : 'unclear';
}

function requireOne(what: 'task' | 'model', name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  throw new ConfigError(`unknown-${what}`, `No evaluation here has the ${what} "${name}".`, {
    remedy: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}There are: ${known.join(', ')}.`,
  });
}
