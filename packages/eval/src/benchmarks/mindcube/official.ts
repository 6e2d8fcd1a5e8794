/**
 * Accuracy over all settings but `translation`; a row without an answer counts in `unfiltered_total` alone.
 * Source: mll-lab-nu/MindCube 6d8fd9ac, src/evaluation/evaluator.py BasicEvaluator, core/base_metrics.py.
 */
import type { BenchmarkScorer } from '../benchmark.ts';
import { extractMindCubeAnswer } from './extract-answer.ts';
import type { MindCubeRow } from './row.ts';

/** Looked for in an id in this order: "among_rotation_..." is a rotation. */
const SETTINGS = ['around', 'rotation', 'translation', 'among'] as const;
type Setting = (typeof SETTINGS)[number] | 'other';
const NOT_IN_OVERALL: Setting = 'translation';

export const mindCubeOfficial: BenchmarkScorer<MindCubeRow> = {
  score(rows, predictions) {
    const items = rows.map(({ id, answer }) => {
      const extracted = extractMindCubeAnswer(predictions.get(id)!);
      const hit = answer === '' ? null : extracted === answer ? 1 : 0;
      return { id, setting: settingOf(id), extracted, hit };
    });
    const counted = items.filter(({ hit }) => hit !== null);
    const tally = (of: typeof items) => {
      const correct = of.filter(({ hit }) => hit === 1).length;
      return { total: of.length, correct, accuracy: of.length === 0 ? 0 : correct / of.length };
    };
    const settings: readonly Setting[] = [...SETTINGS, 'other'];
    return {
      overall: {
        ...tally(counted.filter(({ setting }) => setting !== NOT_IN_OVERALL)),
        unfiltered_total: rows.length,
      },
      categories: Object.fromEntries(
        settings.map((name) => [
          name,
          {
            ...tally(counted.filter(({ setting }) => setting === name)),
            include_in_overall: name !== NOT_IN_OVERALL,
          },
        ]),
      ),
      items,
    };
  },
};

function settingOf(id: string): Setting {
  const lower = id.toLowerCase();
  return SETTINGS.find((name) => lower.includes(name)) ?? 'other';
}
