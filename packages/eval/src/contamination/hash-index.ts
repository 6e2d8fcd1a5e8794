/** Finds all hashes within a few bits of a given one without looking at every hash. */
import { hashDistance, type PictureHash } from './picture-hash.ts';

const BAND_BITS = 16;
const BANDS = 4;

export interface HashMatch {
  /** What was added under the hash that matches. */
  readonly id: number;
  readonly distance: number;
}

export interface HashIndex {
  add(hash: PictureHash, id: number): void;
  /** Everything within `maxDistance` of one of the hashes, each id once: the nearest first, of equals the one with the smallest id. */
  within(...hashes: readonly PictureHash[]): readonly HashMatch[];
}

/**
 * Multi-index hashing: two hashes within `maxDistance` bits agree in one of four 16-bit bands but for a quarter of those
 * bits, so a query looks into the buckets of one band pattern and its neighbours. Exact; for 10^6 hashes and 7 bits a
 * query reads about a thousand of them.
 * @param maxDistance 0..11 bits
 * Source: Norouzi, Punjani and Fleet 2012.
 */
export function createHashIndex(maxDistance: number): HashIndex {
  if (!(maxDistance >= 0 && maxDistance < 12))
    throw new RangeError(`createHashIndex(${maxDistance}): 0..11 bits.`);
  const flips = patternsWithin(Math.floor(maxDistance / BANDS));
  const buckets = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  const hashes: PictureHash[] = [];
  const ids: number[] = [];
  const forEachNear = (hash: PictureHash, visit: (at: number, distance: number) => void): void => {
    for (const [band, bucket] of buckets.entries()) {
      const key = bandOf(hash, band);
      for (const flip of flips) {
        const list = bucket.get(key ^ flip);
        if (list === undefined) continue;
        for (const at of list) {
          const distance = hashDistance(hash, hashes[at]!);
          if (distance <= maxDistance) visit(at, distance);
        }
      }
    }
  };
  return {
    add(hash, id) {
      const at = hashes.push(hash) - 1;
      ids.push(id);
      for (const [band, bucket] of buckets.entries()) {
        const key = bandOf(hash, band);
        const list = bucket.get(key);
        if (list === undefined) bucket.set(key, [at]);
        else list.push(at);
      }
    },
    within(...asked) {
      const found = new Map<number, number>();
      for (const hash of asked) {
        forEachNear(hash, (at, distance) => {
          const id = ids[at]!;
          if (distance < (found.get(id) ?? Number.POSITIVE_INFINITY)) found.set(id, distance);
        });
      }
      return [...found]
        .map(([id, distance]) => ({ id, distance }))
        .sort((a, b) => a.distance - b.distance || a.id - b.id);
    },
  };
}

function bandOf(hash: PictureHash, band: number): number {
  const half = band < 2 ? hash[0] : hash[1];
  return (half >>> ((band % 2) * BAND_BITS)) & 0xffff;
}

/** All 16-bit patterns of at most `bits` ones. */
function patternsWithin(bits: number): number[] {
  let patterns = [0];
  for (let i = 0; i < bits; i++) {
    const more = patterns.flatMap((pattern) =>
      Array.from({ length: BAND_BITS }, (_, bit) => pattern | (1 << bit)),
    );
    patterns = [...new Set([...patterns, ...more])];
  }
  return patterns;
}
