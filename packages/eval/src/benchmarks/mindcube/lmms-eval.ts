/**
 * The same reading of the stripped text; types come from the id's first part, and every row counts.
 * Source: lmms-eval 75571cfe, lmms_eval/tasks/mindcube/utils.py.
 */
import { pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import { extractMindCubeAnswer } from './extract-answer.ts';
import type { MindCubeRow } from './row.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['among', 'among'],
  ['rotation', 'rotation'],
  ['around', 'around'],
  ['aroundnew', 'around'],
]);

export const mindCubeLmmsEval: BenchmarkScorer<MindCubeRow> = {
  score(rows, predictions) {
    const items = rows.map(({ id, answer }) => {
      const extracted = extractMindCubeAnswer(pythonStrip(predictions.get(id)!));
      const type = TYPES.get(id.split('_', 1)[0]!) ?? 'other';
      return { id, type, extracted, hit: extracted === answer ? 1 : 0 };
    });
    return {
      overall: { overall_accuracy: mean(items.map(({ hit }) => hit)) },
      by_type: meanBy(
        items,
        ({ type }) => type,
        ({ hit }) => hit,
      ),
      items,
    };
  },
};
