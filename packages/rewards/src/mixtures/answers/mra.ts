/**
 * The reward of Spatial-MLLM: format and task, one each. A choice earns by equality, a number by mean relative accuracy,
 * a text by the share of letters that agree.
 *
 * Source: Spatial-MLLM (arXiv 2505.23747, section 3.4); the task part equals `vsi_reward` of diankun-wu/Spatial-MLLM at
 * 9fc4738 (src/evaluation/vsibench/dataset_utils.py) for choices and numbers: single precision, and an error that lies on a
 * tolerance fails, unlike in VSI-Bench. The training code is not public: the format is that of Video-R1, from which it
 * comes, and the text rule is the paper's 1 - Lev / (length + length) as python-Levenshtein's `ratio` computes it.
 */
import { editDistance } from '@parallax/lab';
import { z } from 'zod';
import { cleanSpatialMllmText, spatialMllmNumber } from '../../parsing/spatial-mllm.ts';
import { hasVideoR1Format } from '../../parsing/video-r1.ts';
import { defineMixture, type Measured, type RewardPart } from '../mixture.ts';

const TruthSchema = z.object({
  answer: z.string().min(1),
  answerType: z.enum(['choice', 'number', 'text']).default('number'),
});
type Truth = z.infer<typeof TruthSchema>;

const EPSILON = Math.fround(1e-8);
const TOLERANCES = Array.from({ length: 10 }, (_, i) => Math.fround(1 - Math.fround(0.5 + 0.05 * i)));
/** Longer answers are no match: comparing texts takes time in their product. */
const LONGEST_TEXT = 2000;

export const videoR1FormatPart: RewardPart<unknown> = {
  name: 'format',
  weight: 0.5,
  measure: (_truth, { completion }) =>
    hasVideoR1Format(completion)
      ? { value: 1, reason: 'a think block, then an answer block' }
      : { value: 0, reason: 'not a think block followed by an answer block and nothing else' },
};

export const mra = defineMixture({
  name: 'mra',
  description: '0.5 format + 0.5 task as in Spatial-MLLM: mean relative accuracy for numbers',
  truth: TruthSchema,
  reads: '{"answer": "3.5", "answerType": "number" | "choice" | "text"}',
  parts: [
    videoR1FormatPart,
    { name: 'task', weight: 0.5, measure: (truth, { completion }) => measureTask(truth, completion) },
  ],
  parse: ({ answerType }, completion) => {
    const { text, span } = cleanSpatialMllmText(completion);
    if (text === '') return { value: null, span: null, failure: 'empty' };
    if (answerType === 'number' && spatialMllmNumber(text) === null) {
      return { value: null, span, failure: 'not-a-number' };
    }
    return { value: text, span, failure: null };
  },
});

function measureTask({ answer, answerType }: Truth, completion: string): Measured {
  const [given, right] = [cleanSpatialMllmText(completion).text, cleanSpatialMllmText(answer).text];
  const said = given.length <= 40 ? given : `${given.slice(0, 40)}...`;
  if (answerType === 'choice') {
    return { value: given === right ? 1 : 0, reason: `"${said}" against "${right}"` };
  }
  if (answerType === 'text') {
    return { value: likeness(given, right), reason: `letters of "${said}" against "${right}"` };
  }
  const [number, target] = [spatialMllmNumber(given), spatialMllmNumber(right)];
  if (number === null || target === null) return { value: 0, reason: `"${said}" is no number` };
  return { value: relativeAccuracy(number, target), reason: `${number} against ${target}` };
}

/** In single precision, as the official tensors are. */
function relativeAccuracy(prediction: number, target: number): number {
  const [p, t] = [Math.fround(prediction), Math.fround(target)];
  const error = Math.fround(Math.fround(Math.abs(Math.fround(p - t))) / Math.fround(Math.abs(t) + EPSILON));
  return TOLERANCES.filter((tolerance) => error < tolerance).length / TOLERANCES.length;
}

function likeness(a: string, b: string): number {
  if (a.length > LONGEST_TEXT || b.length > LONGEST_TEXT) return 0;
  const letters = [...a].length + [...b].length;
  return letters === 0 ? 1 : 1 - editDistance(a, b, 2) / letters;
}
