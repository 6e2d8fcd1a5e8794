/**
 * Mixes several sources into one epoch by probability.
 *
 * Semantics of LLaMA-Factory's `mix_strategy`, which passes them on to Hugging Face `interleave_datasets`:
 * sources are drawn with the given probabilities and each source is read in order;
 * `interleave_under` ends the epoch when the first source has given its last example (the others are cut short),
 * `interleave_over` ends it when every source has been read to its end at least once (short ones start again).
 */
import { ConfigError } from '@parallax/lab';
import { uniformAt } from './random.ts';

export interface InterleaveOptions {
  /** Number of examples of each source. */
  readonly sizes: readonly number[];
  /** Any positive weights; normalised here. */
  readonly probabilities: readonly number[];
  readonly strategy: 'interleave_under' | 'interleave_over';
  readonly seed: number;
}

/** One epoch: which source and which of its examples, in order. */
export interface Interleaved {
  readonly length: number;
  readonly source: Uint16Array;
  readonly index: Uint32Array;
}

/** @throws ConfigError `empty-source` when a source has no example: its epoch would never end. */
export function interleave(options: InterleaveOptions): Interleaved {
  const { sizes, probabilities, strategy, seed } = options;
  const empty = sizes.findIndex((size) => size < 1);
  if (empty >= 0 || sizes.length === 0) {
    throw new ConfigError('empty-source', `Source ${Math.max(empty, 0)} has no example.`, {
      remedy: 'Remove the source, or name kinds that the data set contains.',
    });
  }
  const total = probabilities.reduce((sum, p) => sum + p, 0);
  const cumulative: number[] = [];
  for (const p of probabilities) cumulative.push((cumulative.at(-1) ?? 0) + p / total);
  const next = sizes.map(() => 0);
  const exhausted = sizes.map(() => false);
  const done = (): boolean =>
    strategy === 'interleave_under' ? exhausted.includes(true) : !exhausted.includes(false);
  const source: number[] = [];
  const index: number[] = [];
  for (let draw = 0; !done(); draw++) {
    const u = uniformAt(seed, 0x696e7465, draw);
    const found = cumulative.findIndex((edge) => u < edge);
    const chosen = found < 0 ? sizes.length - 1 : found;
    source.push(chosen);
    index.push(next[chosen]!);
    next[chosen] = next[chosen]! + 1;
    if (next[chosen] === sizes[chosen]) {
      exhausted[chosen] = true;
      next[chosen] = 0;
    }
  }
  return { length: source.length, source: Uint16Array.from(source), index: Uint32Array.from(index) };
}
