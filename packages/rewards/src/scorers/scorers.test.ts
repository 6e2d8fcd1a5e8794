import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanRelativeAccuracy } from './mean-relative-accuracy.ts';
import { scoreNumber } from './number.ts';
import { scoreQuestion } from './question.ts';

const degrees = { floor: 10, period: 360 };

describe('mean relative accuracy', () => {
  // Counted by hand from the definition: a relative error e passes the tolerances 1 - theta >= e.
  it.each([
    [10, 10, 1],
    [9.5, 10, 1],
    [12.1, 10, 0.6],
    [5, 10, 0.1],
    [4.9, 10, 0],
    [16, 10, 0],
    [-10, 10, 0],
  ])('%d against %d is %d', (prediction, target, value) => {
    expect(meanRelativeAccuracy(prediction, target)).toBeCloseTo(value, 12);
  });

  it('has a floor and wraps for signed degrees', () => {
    expect(meanRelativeAccuracy(0, 0, degrees)).toBe(1);
    expect(meanRelativeAccuracy(5, 0, degrees)).toBeCloseTo(0.1, 12);
    expect(meanRelativeAccuracy(-5, 0, degrees)).toBe(meanRelativeAccuracy(5, 0, degrees));
    expect(meanRelativeAccuracy(-25, -25, degrees)).toBe(1);
    expect(meanRelativeAccuracy(25, -25, degrees)).toBe(0);
    expect(meanRelativeAccuracy(-179, 179, degrees)).toBe(1);
    expect(meanRelativeAccuracy(1, 0)).toBe(0);
    expect(meanRelativeAccuracy(0, 0)).toBe(1);
    expect(meanRelativeAccuracy(Number.NaN, 3)).toBe(0);
  });

  it('is symmetric under mirroring the scene and falls with distance', () => {
    const angle = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(angle, angle, (p, t) => {
        expect(meanRelativeAccuracy(-p, -t, degrees)).toBe(meanRelativeAccuracy(p, t, degrees));
        const closer = (p + t) / 2;
        expect(meanRelativeAccuracy(closer, t, degrees)).toBeGreaterThanOrEqual(
          meanRelativeAccuracy(p, t, degrees),
        );
      }),
    );
  });
});

describe('scores of questions', () => {
  const base = { options: ['left', 'right', 'none'], geometry: { unit: null } };
  const ask = { ...base, answer: 'B', answerType: 'choice' as const };

  it('gives 1, 0, or 0 with the reason why nothing was read', () => {
    expect(scoreQuestion(ask, '<think>x</think>\n<answer>B</answer>').value).toBe(1);
    expect(scoreQuestion(ask, '<answer>C</answer>').value).toBe(0);
    const unread = scoreQuestion(ask, 'perhaps');
    expect(unread.value).toBe(0);
    expect(unread.parsed.failure).toBe('no-answer-tag');
    expect(unread.parts[0]?.reason).toContain('no-answer-tag');
  });

  it('asks for the exact digit of a column and for closeness of an angle', () => {
    expect(scoreNumber('7', '7', 'column').value).toBe(1);
    expect(scoreNumber('7', '8', 'column').value).toBe(0);
    expect(scoreNumber('20', '21', 'degrees').value).toBe(1);
    expect(scoreNumber('20', null, 'degrees').value).toBe(0);
  });
});
