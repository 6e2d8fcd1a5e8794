import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredInterval } from './clustered.ts';
import { holmAdjust } from './holm.ts';
import { mcnemar } from './mcnemar.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { detectableGain, itemsNeeded } from './power.ts';
import { normalQuantile, studentQuantile } from './quantiles.ts';
import { wilsonInterval } from './wilson.ts';

interface Goldens {
  wilson: { hits: number; n: number; confidence: number; low: number; high: number }[];
  clustered: {
    values: number[];
    groups: string[];
    mean: number;
    standardError: number;
    low: number;
    high: number;
  }[];
  mcnemar: { onlyA: number; onlyB: number; p: number }[];
  quantiles: { t: { p: number; df: number; value: number }[]; normal: { p: number; value: number }[] };
  holm: { p: number[]; adjusted: number[] }[];
  pairedBootstrap: { a: number[]; b: number[]; difference: number; low: number; high: number };
  power: { base: number; gain: number; n: number }[];
}
const file = new URL('../../../../conformance/statistics/goldens.json', import.meta.url);
const goldens = JSON.parse(readFileSync(file, 'utf8')) as Goldens;

describe('against scipy and statsmodels', () => {
  it('quantiles', () => {
    for (const { p, df, value } of goldens.quantiles.t) {
      expect.soft(studentQuantile(p, df) / value, `t ${p} ${df}`).toBeCloseTo(1, 9);
    }
    for (const { p, value } of goldens.quantiles.normal) {
      expect.soft(normalQuantile(p), `z ${p}`).toBeCloseTo(value, 10);
    }
  });

  it('Wilson intervals', () => {
    for (const row of goldens.wilson) {
      const [low, high] = wilsonInterval(row.hits, row.n, row.confidence);
      expect.soft(low, `${row.hits}/${row.n}`).toBeCloseTo(row.low, 10);
      expect.soft(high, `${row.hits}/${row.n}`).toBeCloseTo(row.high, 10);
    }
  });

  it('cluster-robust intervals', () => {
    for (const row of goldens.clustered) {
      const result = clusteredInterval(row.values, row.groups);
      expect.soft(result.mean).toBeCloseTo(row.mean, 10);
      expect.soft(result.standardError).toBeCloseTo(row.standardError, 10);
      expect.soft(result.interval[0]).toBeCloseTo(Math.max(0, row.low), 8);
      expect.soft(result.interval[1]).toBeCloseTo(Math.min(1, row.high), 8);
    }
  });

  it('exact McNemar and Holm', () => {
    for (const { onlyA, onlyB, p } of goldens.mcnemar) {
      expect.soft(mcnemar(onlyA, onlyB), `${onlyA} ${onlyB}`).toBeCloseTo(p, 9);
    }
    for (const { p, adjusted } of goldens.holm) {
      for (const [i, value] of holmAdjust(p).entries()) expect.soft(value).toBeCloseTo(adjusted[i]!, 10);
    }
  });

  it('paired bootstrap, within the noise of resampling', () => {
    const { a, b, difference, low, high } = goldens.pairedBootstrap;
    const items = a.map((value, i) => ({ a: value, b: b[i]!, groupId: String(i) }));
    const result = pairedBootstrap(items, { resamples: 20_000 });
    expect(result.difference).toBeCloseTo(difference, 12);
    expect(Math.abs(result.interval[0] - low)).toBeLessThan(0.004);
    expect(Math.abs(result.interval[1] - high)).toBeLessThan(0.004);
    expect(pairedBootstrap(items)).toEqual(pairedBootstrap(items));
  });

  it('power', () => {
    for (const { base, gain, n } of goldens.power) {
      expect.soft(itemsNeeded(base, gain) / n).toBeCloseTo(1, 6);
      expect.soft(detectableGain(base, n)).toBeCloseTo(gain, 6);
    }
    expect(detectableGain(0.5, 3)).toBeNull();
  });
});

describe('properties', () => {
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
});
