/** Picks the next token from one row of logits. */
import { exponential } from './exponential.ts';

export interface ChooseOptions {
  /** 0 = the most likely token. */
  readonly temperature: number;
  /** Nucleus: the smallest set of tokens whose probability reaches this; 1 = all. */
  readonly topP: number;
  /** The k most likely tokens; 0 = all. */
  readonly topK: number;
  /** Ids that must never be chosen (placeholders of images); they keep their share in the reported logprob. */
  readonly forbidden?: readonly number[];
}

export interface ChosenToken {
  readonly token: number;
  /**
   * log p of the token under softmax(logits / temperature) over the whole vocabulary, before top-k and top-p, which
   * is what a trainer computes from the same logits; at temperature 0 under softmax(logits).
   */
  readonly logprob: number;
}

/**
 * @param logits the row starts at `offset` and has `vocabulary` entries.
 * @param uniform number in [0, 1) that decides; unused at temperature 0.
 */
export function chooseToken(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  options: ChooseOptions,
  uniform: number,
): ChosenToken {
  const inverse = options.temperature > 0 ? 1 / options.temperature : 1;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = offset; i < offset + vocabulary; i++) if (logits[i]! > peak) peak = logits[i]!;
  if (scratch.length < vocabulary) scratch = new Float64Array(vocabulary);
  const masses = scratch;
  let total = 0;
  for (let i = 0; i < vocabulary; i++) {
    const mass = exponential((logits[offset + i]! - peak) * inverse);
    masses[i] = mass;
    total += mass;
  }
  const chosenAt = (token: number): ChosenToken => ({
    token,
    logprob: (logits[offset + token]! - peak) * inverse - Math.log(total),
  });
  let allowed = total;
  for (const id of options.forbidden ?? []) {
    allowed -= masses[id]!;
    masses[id] = FORBIDDEN;
  }
  if (options.temperature === 0) return chosenAt(mostLikely(logits, offset, vocabulary, masses));
  if ((options.topK > 0 && options.topK < vocabulary) || options.topP < 1) {
    return chosenAt(drawFiltered(logits, offset, vocabulary, options, uniform, masses));
  }
  let left = uniform * allowed;
  for (let i = 0; i < vocabulary; i++) {
    const mass = masses[i]!;
    if (mass === FORBIDDEN) continue;
    left -= mass;
    if (left < 0) return chosenAt(i);
  }
  return chosenAt(mostLikely(logits, offset, vocabulary, masses));
}

/** Stands for the mass of a token that must not be chosen. */
const FORBIDDEN = -1;
/** exp((logit - peak) / temperature) of the row at hand; one buffer for all rows of the process. */
let scratch = new Float64Array(0);

/** The first of the largest logits; masses may be 0 for all but one, or equal after rounding. */
function mostLikely(logits: Float32Array, offset: number, vocabulary: number, masses: Float64Array): number {
  let best = -1;
  for (let i = 0; i < vocabulary; i++) {
    if (masses[i] === FORBIDDEN) continue;
    if (best === -1 || logits[offset + i]! > logits[offset + best]!) best = i;
  }
  return best;
}

/** Draws among the most likely tokens only. Equal logits are ordered by token id, so that the cut is the same always. */
function drawFiltered(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  options: ChooseOptions,
  uniform: number,
  masses: Float64Array,
): number {
  const ranked = Uint32Array.from({ length: vocabulary }, (_, i) => i)
    .filter((i) => masses[i] !== FORBIDDEN)
    .sort((a, b) => logits[offset + b]! - logits[offset + a]! || a - b);
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
