/**
 * Lets the answer count more than the chain before it. A chain of ninety tokens drowns a one-letter answer: the mean over
 * tokens is then hardly about the answer, and a small model learns to read photos long before it learns to choose an
 * option. Ours; the published recipe has no such weight (weight 1).
 */
import type { TokenTargets } from '../sampling/token-logprobs.ts';
import type { TrainingBatch } from './collate.ts';

export interface AnswerMarks {
  /** Ids of <answer> and </answer>; undefined when the tokenizer has none. */
  readonly open: number | undefined;
  readonly close: number | undefined;
}

/**
 * Weight of each target: `weight` between <answer> and </answer>, and all over a row that is a bare answer; else 1.
 * @param targets of the batch, row by row
 * @returns undefined where all weigh 1
 */
export function answerWeights(
  targets: TokenTargets,
  { inputIds, length }: Pick<TrainingBatch, 'inputIds' | 'length'>,
  marks: AnswerMarks,
  weight: number,
): Float32Array | undefined {
  if (weight === 1) return undefined;
  const weights = new Float32Array(targets.tokens.length).fill(1);
  for (const [start, end] of rowsOf(targets.positions, length)) {
    const row = targets.tokens.subarray(start, end);
    const open = marks.open === undefined ? -1 : row.indexOf(marks.open);
    const close = marks.close === undefined ? -1 : row.indexOf(marks.close);
    // A chain of which only a part is learnt has its answer behind that part, unlearnt.
    const first = targets.positions[start]!;
    const rest = inputIds.subarray(first, length * (Math.floor(first / length) + 1));
    const bare = marks.open === undefined || !rest.includes(marks.open);
    if (bare) weights.fill(weight, start, end);
    else if (open >= 0) weights.fill(weight, start + open + 1, close < 0 ? end : start + close);
  }
  return weights;
}

/** First and last + 1 target of each row. */
function rowsOf(positions: Int32Array, length: number): [number, number][] {
  const rows: [number, number][] = [];
  let start = 0;
  for (let i = 1; i <= positions.length; i++) {
    const row = Math.floor(positions[start]! / length);
    if (i < positions.length && Math.floor(positions[i]! / length) === row) continue;
    rows.push([start, i]);
    start = i;
  }
  return rows;
}
