/** Paper, official and our own score of one model on one benchmark. */
import { ConfigError } from '@parallax/lab';
import type { EvalLog, Metric } from '../../schema.ts';
import { isPlain } from '../controls/control-results.ts';
import { percent } from '../tables/metrics-table.ts';
import { signedPoints } from '../tables/signed-points.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { type PublishedScore, publishedScores } from './published.ts';

export type DeltaVerdict = 'ok' | 'warn' | 'fail' | 'not comparable';

export interface DeltaRow {
  readonly published: PublishedScore;
  /** Label of our evaluation's model. */
  readonly model: string;
  readonly ours: Metric;
  /** Published minus ours, 0..1 scale. */
  readonly delta: number;
  readonly verdict: DeltaVerdict;
  /** Why the two cannot be compared; empty where they can. */
  readonly reasons: readonly string[];
}

/**
 * A row for every published score of a benchmark and model that was evaluated here. A log is about the published model
 * whose name it has as label, or that `publishedAs` gives for its label.
 * ok: the published figure lies in our 95 % interval; warn: within twice its half-width on that side; else fail.
 */
export function deltaTable(
  logs: readonly EvalLog[],
  publishedAs: Readonly<Record<string, string>> = {},
  scores: readonly PublishedScore[] = publishedScores,
): DeltaRow[] {
  return logs.filter(isPlain).flatMap((log) => {
    const model = publishedAs[log.model] ?? log.model;
    const ours = log.metrics[0]!; // computeMetrics always puts "overall" first
    return scores
      .filter((score) => score.benchmark === benchmarkOf(log) && sameName(score.model, model))
      .map((published) => {
        const reasons = differences(log, published);
        const value = published.percent / 100;
        const verdict = reasons.length > 0 ? ('not comparable' as const) : verdictOf(value, ours);
        return { published, model: log.model, ours, delta: value - ours.accuracy, verdict, reasons };
      });
  });
}

/** @throws ConfigError `unknown-published-model` for a name that no published score has. */
export function requirePublishedModel(name: string): string {
  const known = [...new Set(publishedScores.map(({ model }) => model))];
  const found = known.find((model) => sameName(model, name));
  if (found !== undefined) return found;
  throw new ConfigError('unknown-published-model', `No published score here is of "${name}".`, {
    remedy: `Use one of: ${known.join(', ')}.`,
  });
}

export function deltaText(rows: readonly DeltaRow[], options: TextTableOptions = {}): string {
  const header = ['benchmark', 'model', 'from', 'published', 'ours', 'delta', 'verdict', 'source'];
  const cells = rows.map(({ published, model, ours, delta, verdict, reasons }) => [
    published.benchmark,
    model,
    published.kind,
    published.percent.toFixed(1),
    percent(ours.accuracy),
    signedPoints(delta),
    reasons.length === 0 ? verdict : `${verdict}: ${reasons.join('; ')}`,
    published.source,
  ]);
  return textTable(header, cells, { ...options, rightAlign: [3, 4, 5] });
}

function benchmarkOf(log: EvalLog): unknown {
  return log.config['benchmark'] ?? log.task;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Settings of ours under which no published score was made. */
function differences({ config }: EvalLog, { part }: PublishedScore): string[] {
  const temperature = config['temperature'];
  const limit = config['limitPerKind'] ?? config['limit'];
  return [
    ...(part === undefined ? [] : [`published for ${part}`]),
    ...(limit === null || limit === undefined ? [] : [`ours on ${String(limit)} questions a kind`]),
    ...(typeof temperature === 'number' && temperature > 0 ? [`ours at temperature ${temperature}`] : []),
  ];
}

function verdictOf(published: number, { accuracy, ci95: [low, high] }: Metric): DeltaVerdict {
  if (published >= low && published <= high) return 'ok';
  const half = published < accuracy ? accuracy - low : high - accuracy;
  return Math.abs(published - accuracy) <= 2 * half ? 'warn' : 'fail';
}
