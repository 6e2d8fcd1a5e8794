import { expect, test } from 'vitest';
import { countDifferences } from './config-tree.tsx';

test('differences are counted at the leaves, and a missing key is one', () => {
  const a = { steps: 5, seed: 1, optimizer: { learningRate: 0.001, warmupSteps: 2 }, kinds: ['x', 'y'] };
  expect(countDifferences(a, structuredClone(a))).toBe(0);
  expect(countDifferences(a, { ...a, steps: 30 })).toBe(1);
  expect(countDifferences(a, { ...a, optimizer: { learningRate: 0.1, warmupSteps: 3 } })).toBe(2);
  expect(countDifferences(a, { ...a, kinds: ['y', 'x'] })).toBe(1);
  const { seed: _, ...without } = a;
  expect(countDifferences(a, without)).toBe(1);
  expect(countDifferences(without, a)).toBe(1);
});

test('a branch beside a plain value is one difference', () => {
  expect(countDifferences({ a: { b: 1, c: 2 } }, { a: 3 })).toBe(1);
});
