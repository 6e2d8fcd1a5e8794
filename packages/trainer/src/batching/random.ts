/**
 * Random numbers without hidden state: every draw is a function of a seed and the place where it is used
 * (step, row, position). Resuming a run therefore needs no generator state, and a row's draws do not depend on
 * which other rows share its batch.
 */

/** Mixes any number of 32-bit integers into one well-spread 32-bit integer (murmur3 steps and finaliser). */
export function mixSeed(...words: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const word of words) {
    let k = Math.imul(word | 0, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    hash ^= Math.imul(k, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  return finalise(hash ^ (words.length * 4));
}

/** Uniform number in [0, 1) with 53 random bits, a function of the words alone. */
export function uniformAt(...words: readonly number[]): number {
  const high = mixSeed(...words, 0x1) >>> 5;
  const low = mixSeed(...words, 0x2) >>> 6;
  return (high * 67108864 + low) / 9007199254740992;
}

/** A permutation of 0..size-1, a function of the words alone (Fisher-Yates). */
export function permutationAt(size: number, ...words: readonly number[]): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(uniformAt(...words, i) * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

function finalise(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
