/**
 * Seeded random numbers, the same on every machine and in every browser: 32-bit integer arithmetic only.
 * State and step: xoshiro128** (Blackman and Vigna, 2018); the seed's text is hashed by FNV-1a and spread by splitmix32.
 */

export interface Random {
  /** The seed's text; `fork` appends to it. */
  readonly seed: string;
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform in [lo, hi). */
  uniform(lo: number, hi: number): number;
  /** Whole number in [lo, hiExclusive). */
  int(lo: number, hiExclusive: number): number;
  /** @throws RangeError for an empty array. */
  pick<T>(items: readonly T[]): T;
  /** A new array in random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** Gaussian (Box-Muller; uses two draws each time, so the stream does not depend on call history). */
  normal(mean: number, sd: number): number;
  /**
   * An independent stream that depends on this one's seed and the name alone, never on how many numbers were drawn:
   * adding a draw in one place does not change any other. The same name gives the same stream again.
   */
  fork(name: string): Random;
}

const TWO_PI = 2 * Math.PI;

export function createRandom(seed: number | string): Random {
  const text = String(seed);
  const nextUint32 = xoshiro128(text);
  const next = (): number => {
    const high = nextUint32() >>> 5;
    const low = nextUint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  };
  const int = (lo: number, hiExclusive: number): number => {
    if (!(hiExclusive > lo)) throw new RangeError(`int(${lo}, ${hiExclusive}): the range is empty.`);
    return lo + Math.floor(next() * (hiExclusive - lo));
  };
  return {
    seed: text,
    next,
    uniform: (lo, hi) => lo + (hi - lo) * next(),
    int,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('pick: the array is empty.');
      return items[int(0, items.length)]!;
    },
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(0, i + 1);
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
    normal: (mean, sd) => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + sd * radius * Math.cos(TWO_PI * next());
    },
    // The separator keeps fork('a').fork('b') apart from fork('ab').
    fork: (name) => createRandom(`${text}\u001f${name}`),
  };
}

/** Generator of unsigned 32-bit numbers, seeded by text. */
function xoshiro128(seed: string): () => number {
  const mix = splitmix32(seed);
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotateLeft(d, 11);
    return result;
  };
}

/**
 * Spreads text to 32-bit words. Two FNV-1a hashes with different bases, mixed in turn, so that the state has 64 bits
 * of the seed: 10^6 scene seeds then collide with probability below 10^-7, where 32 bits would collide for certain.
 */
function splitmix32(seed: string): () => number {
  const words = [fnv1a(seed, 0x811c9dc5), fnv1a(seed, 0x9747b28c)];
  let turn = 0;
  return () => {
    const i = turn++ % 2;
    words[i] = (words[i]! + 0x9e3779b9) | 0;
    let z = words[i]! ^ (words[1 - i]! >>> 3);
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) | 0;
  };
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash ^ Math.imul(text.length, 0x27d4eb2f);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
