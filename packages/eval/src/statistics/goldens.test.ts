import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chanceCorrected } from './intervals/chance-corrected.ts';
import { clusteredInterval } from './intervals/clustered.ts';
import { passAtK } from './intervals/pass-at-k.ts';
import { wilsonInterval } from './intervals/wilson.ts';
import { benjaminiHochbergAdjust, holmAdjust } from './paired/adjust.ts';
import { mcnemar, mcnemarChiSquare } from './paired/mcnemar.ts';
import { pairedBootstrap } from './paired/paired-bootstrap.ts';
import { pairedDetectableGain, pairedItemsNeeded } from './paired/paired-power.ts';
import { detectableGain, itemsNeeded } from './paired/power.ts';
import { normalQuantile, studentQuantile } from './quantiles.ts';

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
  mcnemarChiSquare: { onlyA: number; onlyB: number; statistic: number; p: number }[];
  benjaminiHochberg: { p: number[]; adjusted: number[] }[];
  pairedPower: { discordance: number; n: number; difference: number }[];
  passAtK: { n: number; c: number; k: number; value: number }[];
  chanceCorrected: {
    values: number[];
    chances: number[];
    groups: string[];
    mean: number;
    low: number;
    high: number;
  }[];
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

  it("McNemar's chi-square, Benjamini-Hochberg and paired power", () => {
    for (const { onlyA, onlyB, statistic, p } of goldens.mcnemarChiSquare) {
      const result = mcnemarChiSquare(onlyA, onlyB);
      expect.soft(result.statistic).toBeCloseTo(statistic, 9);
      expect.soft(result.p / p).toBeCloseTo(1, 9);
    }
    for (const { p, adjusted } of goldens.benjaminiHochberg) {
      for (const [i, value] of benjaminiHochbergAdjust(p).entries()) {
        expect.soft(value).toBeCloseTo(adjusted[i]!, 10);
      }
    }
    for (const { discordance, n, difference } of goldens.pairedPower) {
      expect.soft(pairedDetectableGain(discordance, n)).toBeCloseTo(difference, 9);
      expect.soft(pairedItemsNeeded(discordance, -difference) / n).toBeCloseTo(1, 9);
    }
  });

  it('pass@k, by listing every draw', () => {
    for (const { n, c, k, value } of goldens.passAtK) {
      expect.soft(passAtK(n, c, k), `${n} ${c} ${k}`).toBeCloseTo(value, 10);
    }
  });

  it('the score corrected for chance, with its interval', () => {
    for (const { values, chances, groups, mean, low, high } of goldens.chanceCorrected) {
      const result = chanceCorrected(values, chances, groups);
      expect.soft(result.mean).toBeCloseTo(mean, 10);
      expect.soft(result.interval[0]).toBeCloseTo(low, 8);
      expect.soft(result.interval[1]).toBeCloseTo(Math.min(1, high), 8);
    }
  });
});
