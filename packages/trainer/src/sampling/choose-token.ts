/** Picks the next token of one row. */
import { FORBIDDEN, type RowMasses } from './row-masses.ts';

export interface ChooseOptions {
  /** The most likely token, whatever the uniform number. */
  readonly greedy: boolean;
  /** Nucleus: the smallest set of tokens whose probability reaches this; 1 = all. */
  readonly topP: number;
  /** The k most likely tokens; 0 = all. */
  readonly topK: number;
}

export interface ChosenToken {
  readonly token: number;
  /**
   * log p of the token under softmax(logits / temperature) over the whole vocabulary, before top-k and top-p, which
   * is what a trainer computes from the same logits.
   */
  readonly logprob: number;
}

/** @param uniform number in [0, 1) that decides */
export function chooseToken(
  rows: RowMasses,
  row: number,
  options: ChooseOptions,
  uniform: number,
): ChosenToken {
  const token = pick(rows, row, options, uniform);
  const above = rows.logits[row * rows.vocabulary + token]! - rows.largest[row]!;
  return { token, logprob: above * rows.inverses[row]! - Math.log(rows.sums[row]!) };
}

function pick(rows: RowMasses, row: number, options: ChooseOptions, uniform: number): number {
  const { masses, vocabulary } = rows;
  if (options.greedy) return mostLikely(rows, row);
  if ((options.topK > 0 && options.topK < vocabulary) || options.topP < 1)
    return drawFiltered(rows, row, options, uniform);
  const start = row * vocabulary;
  let left = uniform * rows.allowed[row]!;
  let last = -1;
  for (let i = start; i < start + vocabulary; i++) {
    const mass = masses[i]!;
    if (mass === FORBIDDEN || mass === 0) continue;
    left -= mass;
    last = i - start;
    if (left < 0) return last;
  }
  // The sum was rounded otherwise than the walk; without any mass (logits that are no numbers) nothing is likely.
  return last === -1 ? mostLikely(rows, row) : last;
}

/** The first of the largest logits; masses may be 0 for all but one, or equal after rounding. */
function mostLikely({ logits, masses, vocabulary }: RowMasses, row: number): number {
  const start = row * vocabulary;
  let best = -1;
  for (let i = start; i < start + vocabulary; i++) {
    if ((best === -1 || logits[i]! > logits[best]!) && masses[i] !== FORBIDDEN) best = i;
  }
  return best - start;
}

/** Draws among the most likely tokens only. Equal logits are ordered by token id, so that the cut is the same always. */
function drawFiltered(rows: RowMasses, row: number, options: ChooseOptions, uniform: number): number {
  const { vocabulary } = rows;
  const logits = rows.logits.subarray(row * vocabulary, (row + 1) * vocabulary);
  const masses = rows.masses.subarray(row * vocabulary, (row + 1) * vocabulary);
  const ranked = Uint32Array.from({ length: vocabulary }, (_, i) => i)
    .filter((i) => masses[i] !== FORBIDDEN)
    .sort((a, b) => logits[b]! - logits[a]! || a - b);
  let kept = options.topK > 0 ? Math.min(options.topK, ranked.length) : ranked.length;
  let total = 0;
  for (let i = 0; i < kept; i++) total += masses[ranked[i]!]!;
  if (options.topP < 1) {
    const target = options.topP * total;
    let sum = 0;
    for (let i = 0; i < kept; i++) {
      sum += masses[ranked[i]!]!;
      if (sum >= target) kept = i + 1;
    }
    total = sum;
  }
  let left = uniform * total;
  for (let i = 0; i < kept; i++) {
    left -= masses[ranked[i]!]!;
    if (left < 0) return ranked[i]!;
  }
  return ranked[kept - 1]!;
}
