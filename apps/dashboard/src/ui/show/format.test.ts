import { expect, test } from 'vitest';
import { limit, seconds } from './format.ts';

test('seconds are rounded before they are cut into minutes', () => {
  expect([42.45, 59.97, 119.7, 183, 3599.6, 4350].map(seconds)).toEqual([
    ...['42.5 s', '1 min 0 s', '2 min 0 s', '3 min 3 s', '1 h 0 min', '1 h 12 min'],
  ]);
});

test('a limit names the side that the verdict allows', () => {
  expect(limit('pass', 0.122, 0.15)).toBe('≤ 0.15');
  expect(limit('pass', 1, 0.001)).toBe('≥ 0.001');
  expect(limit('pass', 0, 0)).toBe('≤ 0');
  expect(limit('fail', 0.2, 0.15)).toBe('≤ 0.15');
  expect(limit('fail', 0.0001, 0.001)).toBe('≥ 0.001');
  expect(limit('skipped', 0, 0.15)).toBe('0.15');
});
