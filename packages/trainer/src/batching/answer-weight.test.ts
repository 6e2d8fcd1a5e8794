import { describe, expect, it } from 'vitest';
import { targetsOf } from '../sampling/token-logprobs.ts';
import { answerWeights } from './answer-weight.ts';

const marks = { open: 90, close: 91 };
const length = 6;
// Three rows: a chain with a marked answer, a bare answer, an answer that was cut.
const labels = Int32Array.from([
  ...[-100, 5, marks.open, 7, marks.close, 6],
  ...[-100, -100, -100, -100, 8, 6],
  ...[-100, -100, 5, marks.open, 7, 7],
]);
const targets = targetsOf(labels, length);

describe('answerWeights', () => {
  it('weighs what stands between the marks, all of a bare answer, and what follows an open mark', () => {
    expect([...answerWeights(targets, length, marks, 2.5)!]).toEqual([
      1, 1, 2.5, 1, 1, 2.5, 2.5, 1, 1, 2.5, 2.5,
    ]);
  });

  it('gives no weights at weight 1', () => {
    expect(answerWeights(targets, length, marks, 1)).toBeUndefined();
  });
});
