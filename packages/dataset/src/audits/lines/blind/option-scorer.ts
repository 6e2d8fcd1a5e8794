/** One hidden layer over hashed words: a score for each option, softmax over the options, plain SGD. */
import type { Random } from '@parallax/geometry';

const BUCKETS = 4_096;
const HIDDEN = 16;
const RATE = 0.1;
const LAST_WORDS = 24;

/** The hashed words of each option of a question. */
export type HashedOptions = readonly (readonly number[])[];

export class OptionScorer {
  readonly #embedding: Float64Array;
  readonly #output: Float64Array;

  constructor(random: Random) {
    this.#embedding = Float64Array.from({ length: BUCKETS * HIDDEN }, () => random.uniform(-0.3, 0.3));
    this.#output = Float64Array.from({ length: HIDDEN }, () => random.uniform(-0.3, 0.3));
  }

  /** Index of the option with the highest score; the first of equals. */
  choose(options: HashedOptions): number {
    const scores = options.map((buckets) => this.#score(buckets).score);
    return scores.indexOf(Math.max(...scores));
  }

  /** One step of gradient descent on the cross-entropy of the right option. */
  learn(options: HashedOptions, right: number): void {
    const passes = options.map((buckets) => this.#score(buckets));
    const top = Math.max(...passes.map(({ score }) => score));
    const powers = passes.map(({ score }) => Math.exp(score - top));
    const sum = powers.reduce((total, value) => total + value, 0);
    for (const [i, { hidden }] of passes.entries()) {
      const error = powers[i]! / sum - (i === right ? 1 : 0);
      const list = options[i]!;
      for (let h = 0; h < HIDDEN; h++) {
        const back = error * this.#output[h]! * (1 - hidden[h]! ** 2);
        this.#output[h]! -= RATE * error * hidden[h]!;
        for (const bucket of list)
          this.#embedding[bucket * HIDDEN + h]! -= (RATE * back) / Math.sqrt(list.length);
      }
    }
  }

  #score(buckets: readonly number[]): { score: number; hidden: Float64Array } {
    const hidden = new Float64Array(HIDDEN);
    for (const bucket of buckets) {
      for (let h = 0; h < HIDDEN; h++) hidden[h]! += this.#embedding[bucket * HIDDEN + h]!;
    }
    let score = 0;
    for (let h = 0; h < HIDDEN; h++) {
      hidden[h] = Math.tanh(hidden[h]! / Math.sqrt(buckets.length));
      score += hidden[h]! * this.#output[h]!;
    }
    return { score, hidden };
  }
}

/** Hashes of each option, its letter, and each word and pair of words of the question joined with it. */
export function hashOptions(text: string, options: readonly string[]): HashedOptions {
  const words = (text.split(/ A: /)[0] ?? '').toLowerCase().match(/[a-z0-9]+/g) ?? [];
  // The published wordings are long and always the same: the end of a question is where it differs.
  const last = words.slice(-LAST_WORDS);
  return options.map((option, i) => {
    const features = [`letter ${i}`, `option ${option}`, `letter ${i} option ${option}`];
    for (const [k, word] of last.entries()) {
      features.push(`${word} | ${option}`, `${word} ${last[k + 1] ?? ''} | ${option}`);
    }
    return features.map(bucketOf);
  });
}

/** FNV-1a. */
function bucketOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
