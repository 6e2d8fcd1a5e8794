import { expect, test } from 'vitest';
import { pythonFloat, pythonInt, pythonIsDigit, pythonRound } from './number.ts';

// Those of `round` were printed by CPython 3.11; the others follow the grammar of its documentation.
test('float() takes signs, underscores between digits, every script, infinities; nothing else', () => {
  expect(
    ['1', ' -1.5\n', '+.5', '5.', '1e5', '1_000.5', '\u0663\u0661', '\u{1d7dd}', '-inf', 'Infinity'].map(
      pythonFloat,
    ),
  ).toEqual([1, -1.5, 0.5, 5, 100000, 1000.5, 31, 5, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(pythonFloat('-NaN')).toBeNaN();
  for (const text of ['', '.', '1__0', '_1', '1_', '1e', '0x10', '1,5', '\u22121', '\u00b2', '--1', '1 2']) {
    expect(pythonFloat(text), JSON.stringify(text)).toBeNull();
  }
});

test('isdigit() knows more than int()', () => {
  expect(['12', '\u0663', '\u00b2', '\u2460'].map(pythonIsDigit)).toEqual([true, true, true, true]);
  expect(['', '1.5', '-1', '\u00bd', '\u56db'].map(pythonIsDigit)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['12', '\u0663', '\u00b2', '9'.repeat(4301)].map(pythonInt)).toEqual([12, 3, null, null]);
});

test('round() keeps the even digit at exact ties only', () => {
  const values = [0.0625, -0.0625, 0.1875, 2.5005, 1.0005, -2.675, 1e22, 0.0005, 2.5];
  expect(values.map((value) => pythonRound(value, 3))).toEqual([
    0.062, -0.062, 0.188, 2.501, 1, -2.675, 1e22, 0.001, 2.5,
  ]);
});
