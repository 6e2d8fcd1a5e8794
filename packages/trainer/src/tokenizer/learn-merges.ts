/** Learns the merges of a byte-pair encoding from counted words. */

/** One distinct word: its current symbols and how often it occurs. */
interface Word {
  symbols: number[];
  readonly count: number;
}

export interface LearnedMerges {
  /** Symbols of the vocabulary; the first ones are the given alphabet. */
  readonly symbols: string[];
  readonly merges: [string, string][];
}

/**
 * Merges the most frequent neighbouring pair again and again; ties go to the pair with the lower symbol numbers, so the
 * result depends on the texts alone. Source: Sennrich et al. (arXiv 1508.07909).
 * @param words distinct words as symbols of `alphabet`, with counts
 * @param size stop at this many symbols; @param minCount never merge a pair seen less often
 */
export function learnMerges(
  words: ReadonlyMap<string, number>,
  alphabet: readonly string[],
  size: number,
  minCount = 2,
): LearnedMerges {
  const numberOf = new Map(alphabet.map((symbol, index) => [symbol, index]));
  const symbols = [...alphabet];
  const list: Word[] = [];
  for (const [text, count] of words) list.push({ symbols: [...text].map((c) => numberOf.get(c)!), count });
  const counts = new Map<number, number>();
  const places = new Map<number, Set<number>>();
  const add = (index: number, sign: 1 | -1): void => {
    const word = list[index]!;
    for (let i = 0; i + 1 < word.symbols.length; i++) {
      const pair = pairKey(word.symbols[i]!, word.symbols[i + 1]!);
      counts.set(pair, (counts.get(pair) ?? 0) + sign * word.count);
      if (sign === 1) {
        const known = places.get(pair);
        if (known === undefined) places.set(pair, new Set([index]));
        else known.add(index);
      }
    }
  };
  for (let index = 0; index < list.length; index++) add(index, 1);
  const merges: [string, string][] = [];
  while (symbols.length < size) {
    const best = mostFrequent(counts, minCount);
    if (best === undefined) break;
    const left = Math.floor(best / PAIR_BASE);
    const right = best % PAIR_BASE;
    const merged = symbols.length;
    merges.push([symbols[left]!, symbols[right]!]);
    symbols.push(symbols[left]! + symbols[right]!);
    for (const index of places.get(best) ?? []) {
      add(index, -1);
      list[index]!.symbols = mergePair(list[index]!.symbols, left, right, merged);
      add(index, 1);
    }
    counts.delete(best);
    places.delete(best);
  }
  return { symbols, merges };
}

/** Two symbol numbers in one number; vocabularies are far smaller than 2^24. */
const PAIR_BASE = 2 ** 24;

function pairKey(left: number, right: number): number {
  return left * PAIR_BASE + right;
}

function mostFrequent(counts: ReadonlyMap<number, number>, minCount: number): number | undefined {
  let best: number | undefined;
  let bestCount = minCount - 1;
  for (const [pair, count] of counts) {
    if (count > bestCount || (count === bestCount && best !== undefined && pair < best)) {
      best = pair;
      bestCount = count;
    }
  }
  return best;
}

function mergePair(symbols: readonly number[], left: number, right: number, merged: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      out.push(merged);
      i++;
    } else out.push(symbols[i]!);
  }
  return out;
}
