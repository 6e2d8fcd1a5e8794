/**
 * Lets the answer count more than the chain before it. A chain of 45 tokens drowns a one-letter answer: the mean over
 * tokens is then hardly about the answer, and a small model learns to read photos long before it learns to choose an
 * option. Ours; the published recipe has no such weight (weight 1).
 */
import type { TokenTargets } from '../sampling/token-logprobs.ts';

export interface AnswerMarks {
  /** Ids of <answer> and </answer>; undefined when the tokenizer has none. */
  readonly open: number | undefined;
  readonly close: number | undefined;
}

/**
 * Repeats the targets between <answer> and </answer>; in a row without them (a bare answer) all targets.
 * @param length columns of a row: targets come row by row
 * @param weight how many times such a target counts; 1 gives the targets back
 */
export function weighAnswers(
  targets: TokenTargets,
  length: number,
  marks: AnswerMarks,
  weight: number,
): TokenTargets {
  if (weight === 1) return targets;
  const positions: number[] = [];
  const tokens: number[] = [];
  for (const [start, end] of rowsOf(targets.positions, length)) {
    const row = targets.tokens.subarray(start, end);
    const open = marks.open === undefined ? -1 : row.indexOf(marks.open);
    const close = marks.close === undefined ? -1 : row.indexOf(marks.close);
    for (let i = start; i < end; i++) {
      const inside = open < 0 || (i - start > open && (close < 0 || i - start < close));
      for (let k = inside ? weight : 1; k > 0; k--) {
        positions.push(targets.positions[i]!);
        tokens.push(targets.tokens[i]!);
      }
    }
  }
  return { positions: Int32Array.from(positions), tokens: Int32Array.from(tokens) };
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
