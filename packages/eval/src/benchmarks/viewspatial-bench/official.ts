/**
 * Two harnesses with one rule; where prediction and answer both give no letter it is a hit.
 * Source: ZJU-REAL/ViewSpatial-Bench 2e85a5e4, evaluate.py evaluate_vlm; lmms-eval 75571cfe, tasks/viewspatial/utils.py.
 */
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean } from '../tables/mean-by.ts';
import { extractOption, lastLineOption } from './extract-option.ts';
import type { ViewSpatialRow } from './row.ts';

export const viewSpatialOfficial: BenchmarkScorer<ViewSpatialRow> = {
  score(rows, predictions) {
    const items = itemsOf(rows, predictions);
    const types = [...new Set(rows.map(({ category }) => category))];
    const tally = (hits: readonly number[]) => ({
      correct: hits.reduce((sum, hit) => sum + hit, 0),
      total: hits.length,
      accuracy: mean(hits),
    });
    return {
      overall: tally(items.map(({ hit }) => hit)),
      categories: Object.fromEntries(
        types.map((type) => [
          type,
          tally(items.filter((_, i) => rows[i]!.category === type).map(({ hit }) => hit)),
        ]),
      ),
      items,
    };
  },
};

export const viewSpatialLmmsEval: BenchmarkScorer<ViewSpatialRow> = {
  score(rows, predictions) {
    const items = itemsOf(rows, predictions);
    return { overall: { overall_accuracy: mean(items.map(({ hit }) => hit)) }, items };
  },
};

function itemsOf(rows: readonly ViewSpatialRow[], predictions: ReadonlyMap<string, string>) {
  return rows.map(({ id, answer }) => {
    const extracted = lastLineOption(predictions.get(String(id))!);
    return { id, extracted, hit: extracted === extractOption(answer) ? 1 : 0 };
  });
}
