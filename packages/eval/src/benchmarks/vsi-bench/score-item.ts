/**
 * Scores of one VSI-Bench answer. A choice is the text before the first space, without dots at its end; a number is
 * scored by mean relative accuracy, with the sign of the published division.
 * Source: vision-x-nyu/thinking-in-space 51e089c3, lmms_eval/tasks/vsibench/utils.py; lmms-eval 75571cfe, the same path.
 */
import { pythonFloat, pythonStrip, shareWithinTolerances } from '@parallax/rewards';
import type { ScoredRow } from '../benchmark.ts';
import { scoreEasiChoice, scoreEasiNumber } from '../easi/score.ts';
import { firstNumber } from './first-number.ts';
import { CHOICE_TYPES, type VsiRow } from './row.ts';

export type VsiItem = ScoredRow & { readonly score: number };
export type ScoreItem = (row: VsiRow, prediction: string) => VsiItem;

export const scoreVsiOfficial: ScoreItem = (row, prediction) =>
  CHOICE_TYPES.has(row.category)
    ? choice(row, prediction)
    : relative(row, pythonFloat(firstWord(prediction)));

export const scoreVsiLmmsEval: ScoreItem = (row, prediction) =>
  CHOICE_TYPES.has(row.category) ? choice(row, prediction) : relative(row, firstNumber(prediction));

export const scoreVsiEasi: ScoreItem = (row, prediction) => {
  if (CHOICE_TYPES.has(row.category)) {
    const { extracted, hit } = scoreEasiChoice(prediction, row.answer);
    return { id: row.id, extracted, score: hit };
  }
  const { extracted, score } = scoreEasiNumber(prediction, row.answer);
  return { id: row.id, ...finite(extracted), score };
};

/** Other white space does not end it, and a leading space leaves nothing. */
function firstWord(prediction: string): string {
  return pythonStrip(prediction.split(' ', 1)[0]!.replace(/\.+$/, ''));
}

function choice({ id, answer }: VsiRow, prediction: string): VsiItem {
  const extracted = firstWord(prediction);
  return { id, extracted, score: extracted.toLowerCase() === answer.toLowerCase() ? 1 : 0 };
}

function relative({ id, answer }: VsiRow, extracted: number | null): VsiItem {
  const target = pythonFloat(answer);
  const score =
    extracted === null || target === null ? 0 : shareWithinTolerances(Math.abs(extracted - target) / target);
  return { id, ...finite(extracted), score };
}

/** JSON has no word for these values. */
function finite(value: number | null): { extracted: number | null; extracted_note?: string } {
  if (value === null || Number.isFinite(value)) return { extracted: value };
  const note = Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return { extracted: null, extracted_note: note };
}
