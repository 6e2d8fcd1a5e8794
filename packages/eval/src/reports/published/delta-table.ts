/** Paper, official and our own score of one model on one benchmark. */
import { ConfigError } from '@parallax/lab';
import type { EvalLog } from '../../schema.ts';
import { isPlain } from '../controls/control-results.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { signedPoints } from '../tables/signed-points.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { type Comparability, comparability } from './comparability.ts';
import { type OurScore, ourScore } from './our-score.ts';
import { type PublishedScore, publishedScores } from './published.ts';

export type DeltaVerdict = 'ok' | 'warn' | 'fail' | 'not comparable';

export interface DeltaRow extends Comparability {
  readonly published: PublishedScore;
  /** Label of our evaluation's model. */
  readonly model: string;
  /** null: ours has no question of the published categories. */
  readonly ours: OurScore | null;
  /** Published minus ours, 0..1 scale. */
  readonly delta: number | null;
  readonly verdict: DeltaVerdict;
}

/**
 * A row for every published score of a benchmark and model that was evaluated here. An evaluation is about the published
 * model whose name it has as label, or that `publishedAs` gives for its label.
 * not comparable: a setting differs. Else ok: the published figure lies in our 95 % interval, and no setting is unknown;
 * warn: within twice its half-width on that side, or inside it with a setting unknown; fail: beyond.
 */
export function deltaTable(
  evaluations: readonly ReportEvaluation[],
  publishedAs: Readonly<Record<string, string>> = {},
  scores: readonly PublishedScore[] = publishedScores,
): DeltaRow[] {
  return evaluations
    .filter(({ log }) => isPlain(log))
    .flatMap((evaluation) => {
      const { log } = evaluation;
      const model = publishedAs[log.model] ?? log.model;
      return scores
        .filter((score) => score.benchmark === benchmarkOf(log) && sameName(score.model, model))
        .map((published) => rowOf(evaluation, published));
    });
}

/** What the verdict rests on, as one line; empty where all settings are known to be the same. */
export function reasonsText({ differences, unknown }: Comparability): string {
  if (differences.length > 0) return differences.join('; ');
  return unknown.length === 0 ? '' : `not known: ${unknown.join(', ')}`;
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
  const header = [
    'benchmark',
    'model',
    'from',
    'published',
    'ours',
    'scorer',
    'delta',
    'verdict',
    'source',
    'why',
  ];
  const cells = rows.map((row) => [
    row.published.benchmark,
    row.model,
    row.published.kind,
    row.published.percent.toFixed(1),
    row.ours === null ? '' : percent(row.ours.value),
    row.ours === null ? '' : row.ours.scorer,
    row.delta === null ? '' : signedPoints(row.delta),
    row.verdict,
    row.published.source,
    reasonsText(row),
  ]);
  return textTable(header, cells, { ...options, rightAlign: [3, 4, 6] });
}

function rowOf(evaluation: ReportEvaluation, published: PublishedScore): DeltaRow {
  const ours = ourScore(evaluation, published);
  const settings = comparability(evaluation, published, ours);
  const value = published.percent / 100;
  const delta = ours === null ? null : value - ours.value;
  return {
    published,
    model: evaluation.log.model,
    ours,
    delta,
    verdict: ours === null ? 'not comparable' : verdictOf(value, ours, settings),
    ...settings,
  };
}

/** A data set of ours has its split behind its name. */
function benchmarkOf({ config, task }: EvalLog): unknown {
  const split = config['split'];
  return config['benchmark'] ?? (typeof split === 'string' ? task.replace(`/${split}`, '') : task);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function verdictOf(
  published: number,
  { value, ci95: [low, high] }: OurScore,
  { differences, unknown }: Comparability,
): DeltaVerdict {
  if (differences.length > 0) return 'not comparable';
  if (published >= low && published <= high) return unknown.length === 0 ? 'ok' : 'warn';
  const half = published < value ? value - low : high - value;
  return Math.abs(published - value) <= 2 * half ? 'warn' : 'fail';
}
