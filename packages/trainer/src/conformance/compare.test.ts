import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareExact, compareTensor, compareText } from './compare.ts';

const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 });

test('what differs by less than allowed passes, by more fails, whichever term allows it', () => {
  const terms = [
    [{ atol: 0.01 }, () => 0.01],
    [{ atol: 0, rtol: 0.1 }, (value: number) => 0.1 * Math.abs(value)],
    [{ atol: 0, ofLargest: 0.1 }, (_: number, largest: number) => 0.1 * largest],
    [{ atol: 0.5, rtol: 0.1 }, (value: number) => 0.5 + 0.1 * Math.abs(value)],
  ] as const;
  fc.assert(
    fc.property(numbers, fc.nat(), fc.constantFrom(...terms), (data, seed, [tolerance, allowance]) => {
      const at = seed % data.length;
      const largest = Math.max(...data.map(Math.abs));
      fc.pre(Math.abs(data[at]!) > 1e-3);
      for (const [share, pass] of [
        [0.99, true],
        [1.01, false],
      ] as const) {
        const found = data.map((value, i) => (i === at ? value + share * allowance(value, largest) : value));
        const line = compareTensor('x', found, { shape: [data.length], data }, tolerance);
        expect(line.pass).toBe(pass);
        expect(line.maxAbs).toBeCloseTo(share * allowance(data[at]!, largest), 6);
      }
    }),
  );
});

test('NaN, an infinity or another length never passes and has no difference to print', () => {
  for (const found of [[1, Number.NaN], [1, Number.POSITIVE_INFINITY], [1], [1, 2, 3], []]) {
    const line = compareTensor('x', found, { shape: [2], data: [1, 2] }, { atol: 1e9, rtol: 1 });
    expect(line).toMatchObject({ pass: false, maxAbs: null, maxRel: null });
  }
});

test('the relative difference is to each value, zeros left out', () => {
  const expected = { shape: [3], data: [0, 2, -4] };
  expect(compareTensor('x', [0.5, 2.2, -4.1], expected, { atol: 1 }).maxRel).toBeCloseTo(0.1, 12);
});

test('integers and text are equal or fail', () => {
  expect(compareExact('ids', Int32Array.of(1, 2), [1, 2]).pass).toBe(true);
  expect(compareExact('ids', Int32Array.of(1, 3), [1, 2])).toMatchObject({ pass: false, maxAbs: 1 });
  expect(compareText('text', '相机 🙂', '相机 🙂').pass).toBe(true);
  expect(compareText('text', 'ab ', 'ab').pass).toBe(false);
});
