/**
 * Scores of EASI in rule mode.
 * Source: VLMEvalKit e8e78f05, vlmeval/dataset/utils/spatial_bench/cal_scores.py compute_mcq_score, compute_na_score,
 * eval_mcq_score.
 */
import { pythonFloat, shareWithinTolerances } from '@parallax/rewards';
import type { BenchmarkId, ScoredRow, ScorerReport } from '../benchmark.ts';
import { meanBy } from '../tables/mean-by.ts';
import { matchNumber } from './match-number.ts';
import { matchOption } from './match-option.ts';

/** The answer is read by the same matcher: where neither gives a letter, the official code sees a hit. */
export function scoreEasiChoice(
  prediction: string,
  answer: string,
): { extracted: string | null; hit: 0 | 1 } {
  const extracted = matchOption(prediction);
  return { extracted, hit: extracted === matchOption(answer) ? 1 : 0 };
}

/** Mean relative accuracy; of a target 0 the absolute error is taken. */
export function scoreEasiNumber(
  prediction: string,
  answer: string,
): { extracted: number | null; score: number } {
  const extracted = matchNumber(prediction);
  const target = pythonFloat(answer);
  if (extracted === null || target === null || Number.isNaN(target)) return { extracted, score: 0 };
  const error = target === 0 ? Math.abs(extracted) : Math.abs((extracted - target) / target);
  return { extracted, score: shareWithinTolerances(error) };
}

export interface EasiRow {
  readonly id: BenchmarkId;
  readonly category: string;
  readonly answer: string;
}

/** Choice questions as `eval_mcq_score` counts them: overall and categories in percent. */
export function easiChoiceReport(
  rows: readonly EasiRow[],
  predictions: ReadonlyMap<string, string>,
): ScorerReport {
  const items: (ScoredRow & { readonly hit: number })[] = rows.map(({ id, answer }) => ({
    id,
    ...scoreEasiChoice(predictions.get(String(id))!, answer),
  }));
  const percent = meanBy(
    items,
    (_, i) => rows[i]!.category,
    ({ hit }) => hit,
    100,
  );
  return {
    overall: {
      overall:
        meanBy(
          items,
          () => '',
          ({ hit }) => hit,
          100,
        )[''] ?? 0,
    },
    categories: percent,
    items,
  };
}
