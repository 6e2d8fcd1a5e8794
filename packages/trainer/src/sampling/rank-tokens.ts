/** Log-probabilities that a server reports beside a sampled token. */

export interface RankedToken {
  /** log softmax(logits)[token]: of the model itself, whatever the sampling temperature. */
  readonly logprob: number;
  /** The most likely tokens, best first; equal ones in the order of their ids. */
  readonly top: readonly { readonly id: number; readonly logprob: number }[];
}

/** @param logits the row starts at `offset` and has `vocabulary` entries. */
export function rankTokens(
  logits: Float32Array,
  offset: number,
  vocabulary: number,
  token: number,
  count: number,
): RankedToken {
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = offset; i < offset + vocabulary; i++) if (logits[i]! > peak) peak = logits[i]!;
  let total = 0;
  for (let i = offset; i < offset + vocabulary; i++) total += Math.exp(logits[i]! - peak);
  const norm = peak + Math.log(total);
  // `count` is small: one pass with an ordered list of the best.
  const best: { id: number; logit: number }[] = [];
  for (let id = 0; id < vocabulary; id++) {
    const logit = logits[offset + id]!;
    if (best.length === count && (count === 0 || logit <= best.at(-1)!.logit)) continue;
    const place = best.findLastIndex((one) => one.logit >= logit) + 1;
    best.splice(place, 0, { id, logit });
    if (best.length > count) best.pop();
  }
  return {
    logprob: logits[offset + token]! - norm,
    top: best.map(({ id, logit }) => ({ id, logprob: logit - norm })),
  };
}
