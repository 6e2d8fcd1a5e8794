/**
 * The first letter of a completion is its answer, whatever the word: "The answer .." says T.
 * Source: lmms-eval 75571cfe, lmms_eval/tasks/blink/utils.py blink_process_results, blink_aggregate_results.
 */
import { pythonPattern, pythonSearch, pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import type { BlinkRow } from './row.ts';

const FIRST_LETTER = pythonPattern('\\A[\\(\\s]*([A-Z])', { ignoreCase: true });
const SUB_TASKS = 14;
/** The three sub tasks that the Actial paper averages. */
const ACTIAL = ['Multi-view_Reasoning', 'Relative_Depth', 'Spatial_Relation'];

export const blinkLmmsEval: BenchmarkScorer<BlinkRow> = {
  score(rows, predictions) {
    const items = rows.map(({ id, answer }) => {
      const extracted =
        pythonSearch(FIRST_LETTER, pythonStrip(predictions.get(id)!))?.[1]?.toUpperCase() ?? '';
      return { id, extracted, hit: extracted === answer.replace(/^[()]+|[()]+$/g, '') ? 1 : 0 };
    });
    const categories = meanBy(
      items,
      (_, i) => rows[i]!.category,
      ({ hit }) => hit,
    );
    const meanOf = (names: readonly string[], needed: number) =>
      names.length < needed ? null : mean(names.map((name) => categories[name]!));
    return {
      overall: {
        macro_mean_of_14: meanOf(Object.keys(categories), SUB_TASKS),
        micro: mean(items.map(({ hit }) => hit)),
        actial_mean_of_3: meanOf(
          ACTIAL.filter((name) => name in categories),
          ACTIAL.length,
        ),
      },
      categories,
      items,
    };
  },
};
