import { describe, expect, it } from 'vitest';
import { targetsOf } from '../sampling/token-logprobs.ts';
import { weighAnswers } from './answer-weight.ts';

const [OPEN, CLOSE] = [90, 91];
const length = 6;
// Two rows: a chain with a marked answer, and a bare answer.
const labels = Int32Array.from([-100, 5, OPEN, 7, CLOSE, 6, -100, -100, -100, -100, 8, 6]);

describe('weighAnswers', () => {
  it('repeats what stands between the marks, and all of a bare answer', () => {
    const { positions, tokens } = weighAnswers(
      targetsOf(labels, length),
      length,
      { open: OPEN, close: CLOSE },
      3,
    );
    expect([...tokens]).toEqual([5, OPEN, 7, 7, 7, CLOSE, 6, 8, 8, 8, 6, 6, 6]);
    // Every copy is predicted from the place of its original.
    positions.forEach((position, i) => void expect(labels[position + 1]).toBe(tokens[i]));
  });

  it('changes nothing at weight 1', () => {
    const targets = targetsOf(labels, length);
    expect(weighAnswers(targets, length, { open: OPEN, close: CLOSE }, 1)).toBe(targets);
  });
});
