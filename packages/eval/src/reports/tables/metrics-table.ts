/** Evaluation logs as a table for the terminal. */
import type { EvalLog, Metric } from '../../schema.ts';
import type { Interval } from '../../statistics/intervals/wilson.ts';
import { pairedDetectableGain } from '../../statistics/paired/paired-power.ts';
import { detectableGain } from '../../statistics/paired/power.ts';
import { logLabels } from './log-labels.ts';
import { textTable } from './text-table.ts';

export interface MetricsTableOptions {
  readonly ascii?: boolean;
}

/** One line a model and kind: accuracy with its 95 % interval next to chance, unparsed and error rates. */
export function metricsTable(logs: readonly EvalLog[], options: MetricsTableOptions = {}): string {
  const header = [
    'task',
    'model',
    'kind',
    'n',
    'groups',
    'accuracy',
    '95 % interval',
    'chance',
    'corrected',
    'unparsed',
    'errors',
  ];
  const labels = logLabels(logs);
  const rows = logs.flatMap((log, i) =>
    log.metrics.map((metric) => [
      log.task,
      labels[i]!,
      metric.kind,
      String(metric.n),
      String(metric.groups),
      percent(metric.accuracy),
      intervalText(metric),
      percent(metric.chance),
      percent(metric.chanceCorrected),
      percent(metric.unparsedRate),
      percent(metric.errorRate),
    ]),
  );
  return textTable(header, rows, { ...options, rightAlign: [3, 4, 5, 6, 7, 8, 9, 10] });
}

/** "71.4 .. 78.2", in percent. */
export function intervalText(metric: { readonly ci95: Interval }): string {
  return `${percent(metric.ci95[0])} .. ${percent(metric.ci95[1])}`;
}

/** One decimal, in percent, without the sign of percent. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** "300 items can tell 11.5 points apart": what a table of this size can show at all. */
export function powerHint(metric: Pick<Metric, 'accuracy' | 'n'>): string {
  const gain = detectableGain(Math.min(metric.accuracy, 0.999), metric.n);
  if (gain === null) return `${metric.n} items are too few to show any difference between two models.`;
  return `${metric.n} items can tell models apart that differ by ${percent(gain)} points (80 % power, unpaired).`;
}

/** The same for two models on shared items, from how often only one of them is right. */
export function pairedPowerHint({ items, onlyA, onlyB }: PairedCounts): string {
  const gain = pairedDetectableGain((onlyA + onlyB) / Math.max(1, items), items);
  const split = `${items} shared items, ${onlyA + onlyB} of which only one of the two gets right,`;
  if (gain === null) return `${split} are too few to show any difference between the two.`;
  return `${split} can show a difference of ${percent(gain)} points (80 % power, paired).`;
}

export interface PairedCounts {
  readonly items: number;
  readonly onlyA: number;
  readonly onlyB: number;
}
