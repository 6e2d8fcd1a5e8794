/** Are a published score and ours the same measurement? Setting by setting: benchmark, questions, scorer, prompt, sampling. */
import type { ReportEvaluation } from '../report-input.ts';
import type { OurScore } from './our-score.ts';
import type { PublishedScore } from './published.ts';

export interface Comparability {
  /** What was done otherwise: with one of these the two are not comparable. */
  readonly differences: readonly string[];
  /** What one of the two sides does not say. */
  readonly unknown: readonly string[];
}

export function comparability(
  evaluation: ReportEvaluation,
  published: PublishedScore,
  ours: OurScore | null,
): Comparability {
  const { config } = evaluation.log;
  const found = { differences: [] as string[], unknown: [] as string[] };
  const hold = (what: string, there: unknown, here: unknown): void => {
    if (there === undefined || here === undefined || here === null) found.unknown.push(what);
    else if (there !== here) found.differences.push(`${what}: ${String(there)} there, ${String(here)} here`);
  };
  if (published.split !== undefined) hold('split', published.split, config['split']);
  const limit = config['limitPerKind'];
  if (ours === null)
    found.differences.push(`categories: ours has none of ${published.categories?.join(', ')}`);
  else if (typeof limit === 'number')
    found.differences.push(`questions: ours has at most ${limit} of a kind`);
  else if (published.categories === undefined) hold('questions', published.questions, ours.questions);
  const missing = published.categories?.filter((kind) => !hasKind(evaluation, kind)) ?? [];
  if (ours !== null && missing.length > 0)
    found.differences.push(`categories: ours lacks ${missing.join(', ')}`);
  compareScorers(evaluation, published, ours, found);
  hold('prompt', published.prompt, config['prompt']);
  const { temperature } = published;
  const here = config['temperature'];
  // No score that is printed without its temperature was sampled at a high one.
  if (temperature === undefined && typeof here === 'number' && here > 0)
    found.differences.push(`temperature: ${here} here`);
  else hold('temperature', temperature, here);
  if (published.conditions !== undefined) found.unknown.push(published.conditions);
  return found;
}

function compareScorers(
  { official }: ReportEvaluation,
  { scorer, categories }: PublishedScore,
  ours: OurScore | null,
  found: { readonly differences: string[]; readonly unknown: string[] },
): void {
  if (scorer === undefined) found.unknown.push('scorer');
  else if (ours !== null && !scorer.names.includes(ours.scorer)) {
    const remedy = scorer.names.map((name) => official?.[name]?.remedy).find((text) => text !== undefined);
    const reason = `scorer: ${scorer.names.join(' or ')} there, ${ours.scorer} here`;
    found.differences.push(remedy === undefined ? reason : `${reason} (${remedy})`);
  } else if (scorer.metric === undefined && categories === undefined && ours !== null) {
    const numbers = Object.values(official?.[ours.scorer]?.overall ?? {}).filter(
      (value) => typeof value === 'number',
    );
    if (numbers.length > 1) found.unknown.push(`which of the ${numbers.length} numbers of the scorer`);
  }
}

function hasKind({ log }: ReportEvaluation, kind: string): boolean {
  return log.metrics.some((metric) => metric.kind === kind);
}
