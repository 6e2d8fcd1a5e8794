import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceCorrected } from './chance-corrected.ts';
import { clusteredInterval } from './clustered.ts';
import { consistency } from './consistency.ts';
import { passAtK, passAtKInterval } from './pass-at-k.ts';
import { wilsonInterval } from './wilson.ts';

describe('intervals', () => {
  it('an interval holds the mean, has width, and stays in 0..1', () => {
    const values = fc.array(fc.constantFrom(0, 1, 0.3), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (scores, groups) => {
        const ids = scores.map((_, i) => `g${i % groups}`);
        const { mean, interval } = clusteredInterval(scores, ids);
        expect(interval[0]).toBeLessThanOrEqual(mean + 1e-12);
        expect(interval[1]).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(interval[1]).toBeGreaterThan(interval[0]);
        expect(interval[0]).toBeGreaterThanOrEqual(0);
        expect(interval[1]).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('copies of one item add no certainty when they share a group', () => {
    const scores = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const ids = scores.map((_, i) => String(i));
    const once = clusteredInterval(scores, ids);
    const copied = clusteredInterval([...scores, ...scores, ...scores], [...ids, ...ids, ...ids]);
    expect(copied.interval[0]).toBeCloseTo(once.interval[0], 12);
    expect(copied.interval[1]).toBeCloseTo(once.interval[1], 12);
  });

  it('a 95 % clustered interval covers the truth about 95 times in 100', () => {
    let seed = 7;
    const next = (): number => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    let covered = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const values: number[] = [];
      const ids: string[] = [];
      for (let group = 0; group < 50; group++) {
        const rate = next() < 0.5 ? 0.2 : 0.8;
        for (let i = 0; i < 6; i++) {
          values.push(next() < rate ? 1 : 0);
          ids.push(String(group));
        }
      }
      const [low, high] = clusteredInterval(values, ids).interval;
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.91);
    expect(covered / trials).toBeLessThan(0.985);
  });

  it('Wilson covers a true share about 95 times in 100: every outcome counted, no draw', () => {
    for (const n of [30, 200]) {
      const intervals = Array.from({ length: n + 1 }, (_, hits) => wilsonInterval(hits, n));
      const coverages = Array.from({ length: 99 }, (_, i) => {
        const share = (i + 1) / 100;
        return sumOf(intervals, ([low, high], hits) =>
          low <= share && share <= high ? binomial(n, hits, share) : 0,
        );
      });
      expect(coverages.reduce((sum, value) => sum + value, 0) / 99).toBeCloseTo(0.952, 2);
      expect(Math.min(...coverages)).toBeGreaterThan(0.83);
    }
  });

  it('Wilson grows with the hits, narrows with the items, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(), (n, seed) => {
        const hits = seed % n;
        const here = wilsonInterval(hits, n);
        const more = wilsonInterval(hits + 1, n);
        expect(more[0]).toBeGreaterThan(here[0]);
        expect(more[1]).toBeGreaterThanOrEqual(here[1]);
        const double = wilsonInterval(2 * hits, 2 * n);
        expect(double[1] - double[0]).toBeLessThan(here[1] - here[0]);
        const mirrored = wilsonInterval(n - hits, n);
        expect(mirrored[0]).toBeCloseTo(1 - here[1], 12);
      }),
    );
  });

  it('pass@k is unbiased: its mean over all outcomes is 1 - (1 - p)^k', () => {
    for (const p of [0.05, 0.3, 0.9]) {
      for (const k of [1, 3, 8]) {
        const outcomes = Array.from({ length: 11 }, (_, right) => passAtK(10, right, k));
        const mean = sumOf(outcomes, (value, right) => value * binomial(10, right, p));
        expect(mean).toBeCloseTo(1 - (1 - p) ** k, 10);
      }
    }
    expect(() => passAtK(4, 5, 1)).toThrow(RangeError);
    expect(() => passAtK(4, 1, 5)).toThrow(RangeError);
    const items = [0, 1, 2, 4].map((right, i) => ({ total: 4, right, groupId: `g${i}` }));
    expect(passAtKInterval(items, 1).mean).toBeCloseTo(7 / 16, 12);
    expect(passAtKInterval(items, 4).mean).toBeCloseTo(3 / 4, 12);
  });

  it('a uniform guesser scores 0 above chance, whatever the number of options', () => {
    const options = Array.from({ length: 720 }, (_, i) => 2 + (i % 4));
    // Exactly one hit in every run of questions with as many options.
    const seen = new Map<number, number>();
    const values = options.map((count) => {
      const turn = seen.get(count) ?? 0;
      seen.set(count, turn + 1);
      return turn % count === 0 ? 1 : 0;
    });
    const chances = options.map((count) => 1 / count);
    const ids = options.map((_, i) => `q${i}`);
    const guess = chanceCorrected(values, chances, ids);
    expect(guess.mean).toBeCloseTo(0, 12);
    expect(guess.interval[0]).toBeLessThan(0);
    expect(
      chanceCorrected(
        values.map(() => 1),
        chances,
        ids,
      ).mean,
    ).toBeCloseTo(1, 12);
    expect(
      chanceCorrected(
        values,
        values.map(() => 1),
        ids,
      ),
    ).toMatchObject({ mean: 0, interval: [-1, 1] });
  });

  it('consistency: right in every form is never more than right in one', () => {
    const form = fc.record({ question: fc.nat(5), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(form, { minLength: 1, maxLength: 40 }), (forms) => {
        const outcomes = forms.map(({ question, right }) => ({
          sourceId: `q${question}`,
          groupId: 'g',
          right,
        }));
        const result = consistency(outcomes);
        expect(result.questions).toBe(new Set(forms.map(({ question }) => question)).size);
        expect(result.every).toBeLessThanOrEqual(result.same + 1e-12);
        expect(consistency(outcomes.toReversed()).every).toBe(result.every);
      }),
    );
    const outcome = (sourceId: string, right: boolean) => ({ sourceId, groupId: sourceId, right });
    const three = [true, true, true, true, false, true, false, false, false].map((right, i) =>
      outcome(`q${Math.floor(i / 3)}`, right),
    );
    expect(consistency(three)).toMatchObject({ questions: 3, single: 5 / 9, every: 1 / 3, same: 2 / 3 });
    expect(consistency([...three, outcome('q9', true)], 3).questions).toBe(3);
  });
});

function binomial(n: number, k: number, p: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value *= ((n - k + i) / i) * p;
  return value * (1 - p) ** (n - k);
}

function sumOf<T>(items: readonly T[], value: (item: T, index: number) => number): number {
  return items.reduce((sum, item, i) => sum + value(item, i), 0);
}
