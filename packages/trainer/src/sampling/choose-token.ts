/** Picks the next token from one row of logits. */

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
 * @param logits the row starts at `offset` and has `vocabulary` entries; left as it was.
 * @param uniform number in [0, 1) that decides; unused at temperature 0.
 */
export function chooseToken(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  options: ChooseOptions,
  uniform: number,
): ChosenToken {
  const forbidden = options.forbidden ?? [];
  // Completions of one prompt choose from the same row, so its numbers are put back.
  const kept = forbidden.map((id) => logits[offset + id]!);
  const chosen = choose(logits, offset, vocabulary, options, uniform);
  forbidden.forEach((id, i) => {
    logits[offset + id] = kept[i]!;
  });
  return chosen;
}

function choose(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  options: ChooseOptions,
  uniform: number,
): ChosenToken {
  const inverse = options.temperature > 0 ? 1 / options.temperature : 1;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = offset; i < offset + vocabulary; i++) if (logits[i]! > peak) peak = logits[i]!;
  let total = 0;
  for (let i = offset; i < offset + vocabulary; i++) total += Math.exp((logits[i]! - peak) * inverse);
  const logprobOf = (at: number): number => (logits[at]! - peak) * inverse - Math.log(total);
  let allowed = total;
  for (const id of options.forbidden ?? []) {
    allowed -= Math.exp((logits[offset + id]! - peak) * inverse);
    logits[offset + id] = Number.NEGATIVE_INFINITY;
  }
  let best = offset;
  for (let i = offset; i < offset + vocabulary; i++) if (logits[i]! > logits[best]!) best = i;
  if (options.temperature === 0) return { token: best - offset, logprob: logprobOf(best) };

  const filtered = (options.topK > 0 && options.topK < vocabulary) || options.topP < 1;
  if (filtered) {
    const at = drawFiltered(logits, offset, vocabulary, options, uniform, (i) =>
      Math.exp((logits[i]! - peak) * inverse),
    );
    return { token: at - offset, logprob: logprobOf(at) };
  }
  let left = uniform * allowed;
  let chosen = best;
  for (let i = offset; i < offset + vocabulary; i++) {
    left -= Math.exp((logits[i]! - peak) * inverse);
    if (left < 0) {
      chosen = i;
      break;
    }
  }
  return { token: chosen - offset, logprob: logprobOf(chosen) };
}

/** Draws among the most likely tokens only. Equal logits are ordered by token id, so that the cut is the same always. */
function drawFiltered(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  options: ChooseOptions,
  uniform: number,
  massOf: (at: number) => number,
): number {
  const ranked = Uint32Array.from({ length: vocabulary }, (_, i) => offset + i).sort(
    (a, b) => logits[b]! - logits[a]! || a - b,
  );
  let kept = options.topK > 0 ? Math.min(options.topK, vocabulary) : vocabulary;
  let total = 0;
  for (let i = 0; i < kept; i++) total += massOf(ranked[i]!);
  if (options.topP < 1) {
    const target = options.topP * total;
    let sum = 0;
    for (let i = 0; i < kept; i++) {
      sum += massOf(ranked[i]!);
      if (sum >= target) kept = i + 1;
    }
    total = sum;
  }
  let left = uniform * total;
  for (let i = 0; i < kept; i++) {
    left -= massOf(ranked[i]!);
    if (left < 0) return ranked[i]!;
  }
  return ranked[kept - 1]!;
}
