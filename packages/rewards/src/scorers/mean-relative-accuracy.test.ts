import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { meanRelativeAccuracy } from './mean-relative-accuracy.ts';

const file = new URL('../../../../conformance/statistics/goldens.json', import.meta.url);
const { meanRelativeAccuracy: rows } = JSON.parse(readFileSync(file, 'utf8')) as {
  meanRelativeAccuracy: { prediction: number; target: number; value: number }[];
};

it('equals the published formula in numpy, answers that lie exactly on a tolerance included', () => {
  expect(rows.length).toBeGreaterThan(200);
  for (const { prediction, target, value } of rows) {
    expect
      .soft(meanRelativeAccuracy(prediction, target), `${prediction} against ${target}`)
      .toBeCloseTo(value, 9);
  }
});
