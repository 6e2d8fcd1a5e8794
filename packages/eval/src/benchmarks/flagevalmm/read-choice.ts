/**
 * FlagEvalMM's reading of a multiple choice without a judge: all capitals that are left of the text behind the first
 * key word found; the first one counts.
 * Source: flageval-baai/FlagEvalMM at fef27ec6, flagevalmm/evaluator/pre_process.py process_multiple_choice and
 * base_evaluator.py evaluate_multiple_choice, cal_accuracy (behaviour, not code).
 */
import { pythonPattern, pythonRound, pythonStrip } from '@parallax/rewards';
import type { BenchmarkRow, BenchmarkScorer } from '../benchmark.ts';
import { meanBy } from '../tables/mean-by.ts';

/** "[INST]" is a class of letters there: every I, N, S and T goes, and "/" with them. */
const DROPPED = [/The/g, /If/g, /[INST]/g, /[/INST]/g, /<Img>/g, /<\/Img>/g];
const LABEL = pythonPattern('^([A-Z])\\.');
/** In the order in which they are looked for. */
const KEY_WORDS = [
  'boxed',
  'Answer:',
  'Answer is',
  'answer is',
  'option is',
  'Correct option',
  'correct option',
  'Answer',
  'answer',
  '故选',
  '选择',
  '正确选项为',
  '答案选',
  '答案为',
  '答案是',
  '因此',
  '答案',
];

/** The capitals that are left; "" where there are none. A lone character of any kind is taken as it is. */
export function readChoice(prediction: string): string {
  if ([...prediction].length === 1) return prediction.toUpperCase();
  const text = pythonStrip(DROPPED.reduce((rest, pattern) => rest.replace(pattern, ''), prediction));
  LABEL.lastIndex = 0;
  const label = LABEL.exec(text)?.[1];
  if (label !== undefined) return label;
  const word = KEY_WORDS.find((candidate) => text.includes(candidate));
  const behind = word === undefined ? text : text.slice(text.lastIndexOf(word) + word.length);
  return (behind.match(/[A-Z]/g) ?? []).join('');
}

/** Answers of an API that refused the request: left out of every share. */
const REJECTIONS = [
  'Error code',
  'Can not answer because of',
  'Input data may contain inappropriate content',
];

/** @param letterOf right letter of a row; shares in percent, rounded as there. */
export function flagEvalScorer<R extends BenchmarkRow>(letterOf: (row: R) => string): BenchmarkScorer<R> {
  return {
    score: (rows, predictions) => {
      const items = rows.map((row) => {
        const prediction = predictions.get(String(row.id)) ?? '';
        const rejected = REJECTIONS.some((start) => prediction.startsWith(start));
        const extracted = rejected ? null : ([...readChoice(prediction)][0] ?? null);
        return { row, extracted, hit: rejected ? null : Number(extracted === letterOf(row)) };
      });
      const counted = items.filter(({ hit }) => hit !== null);
      const percent = (groupOf: (row: R) => string) =>
        Object.fromEntries(
          Object.entries(
            meanBy(
              counted,
              ({ row }) => groupOf(row),
              ({ hit }) => hit ?? 0,
            ),
          ).map(([name, share]) => [name, pythonRound(share * 100, 2)]),
        );
      return {
        overall: { accuracy: percent(() => 'all')['all'] ?? 0 },
        categories: percent(({ category }) => category),
        items: items.map(({ row, ...item }) => ({ id: row.id, ...item })),
      };
    },
    missing: 'it stops where a row has no prediction',
  };
}
