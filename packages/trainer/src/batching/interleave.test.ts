import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleave } from './interleave.ts';
import { dataOrder } from './order.ts';
import { permutationAt, uniformAt } from './random.ts';

const mixes = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
  weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }),
  seed: fc.integer(),
});
const mix = (
  sizes: number[],
  weights: number[],
  seed: number,
  strategy: 'interleave_under' | 'interleave_over',
) => interleave({ sizes, probabilities: weights.slice(0, sizes.length), strategy, seed });

describe('interleave', () => {
  it('under: ends exactly when a source gives its last example, and repeats nothing', () => {
    fc.assert(
      fc.property(mixes, ({ sizes, weights, seed }) => {
        const { source, index, length } = mix(sizes, weights, seed, 'interleave_under');
        const counts = sizes.map((_, s) => source.filter((value) => value === s).length);
        expect(counts.filter((count, s) => count === sizes[s])).toHaveLength(1);
        expect(counts[source[length - 1]!]).toBe(sizes[source[length - 1]!]);
        const pairs = [...source].map((s, i) => `${s}:${index[i]}`);
        expect(new Set(pairs).size).toBe(length);
      }),
    );
  });

  it('over: every example of every source occurs, in the order of its source, starting again at its end', () => {
    fc.assert(
      fc.property(mixes, ({ sizes, weights, seed }) => {
        const { source, index } = mix(sizes, weights, seed, 'interleave_over');
        sizes.forEach((size, s) => {
          const own = [...index].filter((_, i) => source[i] === s);
          expect(own).toEqual(own.map((_, i) => i % size));
          expect(own.length).toBeGreaterThanOrEqual(size);
        });
      }),
    );
  });

  it('draws with the given probabilities', () => {
    const { source, length } = mix([9000, 9000], [0.9, 0.1], 3, 'interleave_under');
    expect(source.filter((s) => s === 1).length / length).toBeCloseTo(0.1, 1);
  });

  it('refuses an empty source', () => {
    expect(() => mix([4, 0], [1, 1], 1, 'interleave_over')).toThrow(/Source 1/);
  });
});

describe('dataOrder', () => {
  it('visits everything once an epoch, in another order each time, from any position', () => {
    const order = dataOrder(50, 7);
    const epochs = [0, 1].map((e) => Array.from({ length: 50 }, (_, i) => order(e * 50 + i)));
    for (const epoch of epochs) expect([...epoch].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(dataOrder(50, 7)(73)).toBe(epochs[1]![23]);
  });
});

describe('random', () => {
  it('is uniform and differs by every word', () => {
    const draws = Array.from({ length: 20_000 }, (_, i) => uniformAt(1, 2, i));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    const cells = new Array(20).fill(0);
    for (const u of draws) cells[Math.floor(u * 20)]++;
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(43.8); // 19 degrees of freedom, p = 0.001
    expect(new Set([uniformAt(1, 2), uniformAt(2, 1), uniformAt(1, 2, 0), uniformAt(1)]).size).toBe(4);
    expect([...permutationAt(3, 5)].sort()).toEqual([0, 1, 2]);
  });
});
