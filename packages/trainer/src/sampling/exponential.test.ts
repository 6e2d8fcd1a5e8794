import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponential } from './exponential.ts';

test('is exp to thirteen digits for all that is not positive', () => {
  fc.assert(
    fc.property(fc.double({ min: -707.9, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-13);
    }),
    { numRuns: 20_000 },
  );
  expect(exponential(0)).toBe(1);
  expect(exponential(-0)).toBe(1);
});

test('falls to 0 where a double is no longer normal, and keeps what is no number', () => {
  expect(exponential(-708)).toBeGreaterThan(0);
  expect(exponential(-800)).toBe(0);
  expect(exponential(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(exponential(Number.NaN)).toBeNaN();
});
