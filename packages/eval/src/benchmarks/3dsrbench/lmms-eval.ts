/**
 * 3DSRBench by lmms-eval: an ordered list of patterns for the letter; A-D count for every question.
 * Source: EvolvingLMMs-Lab/lmms-eval at 75571cfe, lmms_eval/tasks/3dsrbench/utils.py (behaviour, not code).
 */
import { pythonPattern, pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer } from '../benchmark.ts';
import type { VlmRow } from '../vlmevalkit/row.ts';
import { GROUPINGS } from './official.ts';

const PATTERNS = [
  '^([A-D])[\\.\\s\\)]',
  '^([A-D])$',
  '[Aa]nswer[:\\s]+([A-D])',
  '[Tt]he answer is[:\\s]+([A-D])',
  '[Mm]y answer is[:\\s]+([A-D])',
  '\\(([A-D])\\)',
  '([A-D])\\.',
  '\\b([A-D])\\b',
];
/** Each category belongs to the one that its name starts with. */
const MAIN_CATEGORIES = ['height', 'location', 'orientation', 'multi_object'] as const;
const CATEGORIES = [
  'height_higher',
  'location_above',
  'location_closer_to_camera',
  'location_next_to',
  'orientation_in_front_of',
  'orientation_on_the_left',
  'orientation_viewpoint',
  'multi_object_closer_to',
  'multi_object_facing',
  'multi_object_viewpoint_towards_object',
  'multi_object_parallel',
  'multi_object_same_direction',
];
const MAIN_CATEGORY_OF: Readonly<Record<string, string>> = Object.fromEntries(
  CATEGORIES.map((name) => [name, MAIN_CATEGORIES.find((main) => name.startsWith(main))!]),
);

export function extractLetter(completion: string): string | null {
  const text = pythonStrip(completion);
  for (const pattern of PATTERNS) {
    const letter = pythonPattern(pattern).exec(text)?.[1];
    if (letter !== undefined) return letter;
  }
  return null;
}

export const threeDsrLmmsEval: BenchmarkScorer<VlmRow> = {
  score: (rows, predictions) => {
    const scored = rows.map((row) => {
      const extracted = extractLetter(predictions.get(String(row.id)) ?? '');
      return { row, extracted, hit: extracted === row.answer ? 1 : 0 };
    });
    const accuracy = (part: readonly { readonly hit: number }[]) =>
      part.length === 0 ? 0 : part.reduce((sum, { hit }) => sum + hit, 0) / part.length;
    const ofGroups = (keyOf: (qid: string) => string) => {
      const groups = Map.groupBy(scored, ({ row }) => keyOf(row.cells['qid']!));
      return accuracy(
        [...groups.values()].map((group) => ({ hit: Math.min(...group.map(({ hit }) => hit)) })),
      );
    };
    const ofMain = (main: string) =>
      accuracy(
        scored.filter(
          ({ row }) =>
            Object.hasOwn(MAIN_CATEGORY_OF, row.category) && MAIN_CATEGORY_OF[row.category] === main,
        ),
      );
    return {
      overall: {
        vanilla_accuracy: accuracy(scored),
        flip_accuracy: ofGroups(GROUPINGS.flip),
        circular_accuracy: ofGroups(GROUPINGS.circular),
        flip_circular_accuracy: ofGroups(GROUPINGS.both),
        ...Object.fromEntries(MAIN_CATEGORIES.map((main) => [`${main}_accuracy`, ofMain(main)])),
      },
      categories: Object.fromEntries(
        CATEGORIES.map((name) => [name, accuracy(scored.filter(({ row }) => row.category === name))]),
      ),
      main_category_of: MAIN_CATEGORY_OF,
      items: scored.map(({ row, extracted, hit }) => ({ id: row.id, extracted, hit })),
    };
  },
  missing: 'it asks the model for every row',
};
