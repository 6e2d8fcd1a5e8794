import { createRandom } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochbergAdjust, holmAdjust } from './adjust.ts';
import { mcnemar, mcnemarChiSquare } from './mcnemar.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { pairedDetectableGain, pairedItemsNeeded } from './paired-power.ts';

const counts = fc.integer({ min: 0, max: 400 });
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('paired tests', () => {
  it('McNemar does not care which model is called A, and more unevenness is less likely', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(mcnemar(a, b)).toBe(mcnemar(b, a));
        expect(mcnemarChiSquare(a, b)).toEqual(mcnemarChiSquare(b, a));
        if (a >= b && b > 0) expect(mcnemar(a + 1, b - 1)).toBeLessThanOrEqual(mcnemar(a, b) + 1e-12);
      }),
    );
  });

  it('the chi-square comes near the exact test where pairs are many', () => {
    for (const [a, b] of [
      [300, 240],
      [1000, 900],
      [520, 470],
    ] as const) {
      expect(mcnemarChiSquare(a, b).p / mcnemar(a, b)).toBeGreaterThan(0.97);
      expect(mcnemarChiSquare(a, b).p / mcnemar(a, b)).toBeLessThan(1.03);
    }
  });

  it('adjusted values are never below the plain ones, keep their order, and Holm is the stricter', () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const holm = holmAdjust(p);
        const rate = benjaminiHochbergAdjust(p);
        for (const [i, value] of p.entries()) {
          expect(rate[i]!).toBeGreaterThanOrEqual(value - 1e-15);
          expect(holm[i]!).toBeGreaterThanOrEqual(rate[i]! - 1e-12);
          expect(holm[i]!).toBeLessThanOrEqual(1);
          for (const [j, other] of p.entries()) {
            if (value < other) expect(rate[i]!).toBeLessThanOrEqual(rate[j]!);
          }
        }
      }),
    );
  });

  it('the bootstrap interval covers the true difference about 95 times in 100', () => {
    const random = createRandom('bootstrap-coverage');
    let covered = 0;
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      const items = Array.from({ length: 40 }, (_, group) => {
        const easy = random.next();
        return Array.from({ length: 4 }, () => ({
          a: random.next() < easy * 0.8 ? 1 : 0,
          b: random.next() < easy ? 1 : 0,
          groupId: String(group),
        }));
      }).flat();
      const [low, high] = pairedBootstrap(items, { resamples: 600, seed: trial }).interval;
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.985);
  });

  it('with as many items as are needed, four tests of five find the difference', () => {
    const random = createRandom('paired-power');
    const [discordance, difference] = [0.3, 0.08];
    const items = Math.ceil(pairedItemsNeeded(discordance, difference));
    let found = 0;
    const trials = 1500;
    for (let trial = 0; trial < trials; trial++) {
      let [onlyA, onlyB] = [0, 0];
      for (let i = 0; i < items; i++) {
        const draw = random.next();
        if (draw < (discordance - difference) / 2) onlyA++;
        else if (draw < discordance) onlyB++;
      }
      if ((onlyB - onlyA) ** 2 / (onlyA + onlyB) > 3.8415) found++;
    }
    expect(found / trials).toBeGreaterThan(0.77);
    expect(found / trials).toBeLessThan(0.84);
  });

  it('knows what cannot be found', () => {
    expect(pairedItemsNeeded(0.2, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(() => pairedItemsNeeded(0.1, 0.2)).toThrow(RangeError);
    expect(pairedDetectableGain(0, 1000)).toBeNull();
    expect(pairedDetectableGain(0.1, 20)).toBeNull();
    expect(pairedDetectableGain(0.1, 4000)!).toBeLessThan(pairedDetectableGain(0.2, 4000)!);
  });
});
