import { expect, it } from 'vitest';
import { parameterCount, parameterShapes } from '../weights/parameter-shapes.ts';
import { modelSize } from './model-size.ts';

it('has the published sizes to the last parameter', () => {
  // Totals that transformers reports for the checkpoints Qwen2.5-VL-3B-Instruct and Qwen2.5-VL-7B-Instruct.
  expect(parameterCount(modelSize('3b'))).toBe(3_754_622_976);
  expect(parameterCount(modelSize('7b'))).toBe(8_292_166_656);
  expect(parameterShapes(modelSize('3b')).size).toBe(824);
});

it('has the published vision tower', () => {
  const visual = [...parameterShapes(modelSize('7b'))].filter(([name]) => name.startsWith('visual.'));
  const total = visual.reduce((sum, [, shape]) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(total).toBe(676_550_144);
});

it('has small sizes in the range that their names promise', () => {
  const count = (name: string): number => parameterCount({ ...modelSize(name), vocabSize: 656 });
  expect(count('nano')).toBeGreaterThan(1e6);
  expect(count('nano')).toBeLessThan(2e6);
  expect(count('micro')).toBeGreaterThan(10e6);
  expect(count('micro')).toBeLessThan(25e6);
});
