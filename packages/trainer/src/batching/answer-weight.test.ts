import { describe, expect, it } from 'vitest';
import { targetsOf } from '../sampling/token-logprobs.ts';
import { answerWeights } from './answer-weight.ts';

const marks = { open: 90, close: 91 };
const length = 6;
// A chain with a marked answer, a bare answer, an answer that was cut, a chain of which a part is learnt.
const labels = Int32Array.from([
  ...[-100, 5, marks.open, 7, marks.close, 6],
  ...[-100, -100, -100, -100, 8, 6],
  ...[-100, -100, 5, marks.open, 7, 7],
  ...[-100, 5, 5, -100, -100, -100],
]);
const inputIds = labels.map((label) => (label < 0 ? 3 : label));
inputIds.set([marks.open, 7, marks.close], 3 * length + 3);
const targets = targetsOf(labels, length);

describe('answerWeights', () => {
  it('weighs what stands between the marks, all of a bare answer, what follows an open mark, and no part of a chain', () => {
    expect([...answerWeights(targets, { inputIds, length }, marks, 2.5)!]).toEqual([
      1, 1, 2.5, 1, 1, 2.5, 2.5, 1, 1, 2.5, 2.5, 1, 1,
    ]);
  });

  it('gives no weights at weight 1', () => {
    expect(answerWeights(targets, { inputIds, length }, marks, 1)).toBeUndefined();
  });
});
