import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smooth } from './smooth.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });

test('a flat curve stays flat from its first point on, whatever the weight', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 50 }),
      (weight, n) => {
        for (const value of smooth(
          Array.from({ length: n }, () => 3),
          weight,
        ))
          expect(value).toBeCloseTo(3, 9);
      },
    ),
  );
});

test('a smoothed curve stays between the lowest and the highest value', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 0.999, noNaN: true }), (curve, weight) => {
      const [low, high] = [Math.min(...curve), Math.max(...curve)];
      const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
      for (const value of smooth(curve, weight)) {
        expect(value).toBeGreaterThanOrEqual(low - slack);
        expect(value).toBeLessThanOrEqual(high + slack);
      }
    }),
  );
});

test('weight 0 changes nothing', () => {
  fc.assert(
    fc.property(values, (curve) => {
      expect(smooth(curve, 0)).toEqual(curve);
    }),
  );
});
