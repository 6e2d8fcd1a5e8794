import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMixture } from '../registry.ts';

type Sides = readonly number[];
const square = fc
  .tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
  .map(([x, y, w, h]): Sides => [x, y, x + w, y + h]);
const squares = (minLength = 0) => fc.array(square, { minLength, maxLength: 5 });
const answer = (boxes: readonly unknown[]) => `<think>x</think><answer>${JSON.stringify(boxes)}</answer>`;
const part = (name: string, truth: unknown, completion: string, group = [completion]) => {
  const { parts } = findMixture(name).judge({ answer: truth }, 'row')(completion, { group });
  return parts.at(-1)!.value;
};

describe('iou-f1', () => {
  it('is 1 for the truth in any order and written in any of the forms, and falls by what is added or left out', () => {
    fc.assert(
      fc.property(squares(1), squares(), (truth, extra) => {
        expect(part('iou-f1', truth, answer([...truth].reverse()))).toBe(1);
        expect(part('iou-f1', truth, answer(truth.map((bbox_2d) => ({ bbox_2d }))))).toBe(1);
        const more = part('iou-f1', truth, answer([...truth, ...extra]));
        expect(more).toBeCloseTo((2 * truth.length) / (2 * truth.length + extra.length), 12);
        const fewer = part('iou-f1', truth, answer(truth.slice(1)));
        expect(fewer).toBeLessThan(1);
      }),
    );
  });

  it('does not change when truth and answer change places', () => {
    fc.assert(
      fc.property(squares(1), squares(1), (a, b) => {
        expect(part('iou-f1', a, answer(b))).toBeCloseTo(part('iou-f1', b, answer(a)), 12);
      }),
    );
  });

  it('pays one box once, nothing for another label, and all for an empty list where nothing is', () => {
    const box = [0, 0, 10, 10];
    expect(part('iou-f1', [box], answer([box, box, box]))).toBe(0.5);
    const chair = { bbox: box, label: 'Chair' };
    expect(part('iou-f1', [chair], answer([{ ...chair, label: ' chair' }]))).toBe(1);
    expect(part('iou-f1', [chair], answer([{ ...chair, label: 'table' }]))).toBe(0);
    expect(part('iou-f1', [chair], answer([box]))).toBe(1);
    expect(part('iou-f1', [], answer([]))).toBe(1);
    expect(part('iou-f1', [], answer([box]))).toBe(0);
    expect(part('iou-f1', [box], answer([]))).toBe(0);
    expect(part('iou-f1', [box], answer([[0, 0, 5, 5]]))).toBe(0);
    expect(part('iou-f1', [box], '<answer>```json\n[[0, 0, 10, 9]]\n```</answer>')).toBe(1);
    for (const text of ['<answer>[0, 0, 10, 10]</answer>', '<answer>none</answer>', '[[0, 0, 10, 10']) {
      expect(part('iou-f1', [box], text)).toBe(0);
    }
  });
});

describe('fuzzy-f1', () => {
  it('is the plain measure where nothing is half hidden', () => {
    fc.assert(
      fc.property(squares(1), squares(), (truth, given) => {
        const both = { strict: truth, lenient: truth };
        const swapped = { strict: given, lenient: given };
        expect(part('fuzzy-f1', both, answer(given))).toBeCloseTo(
          part('fuzzy-f1', swapped, answer(truth)),
          12,
        );
        expect(part('fuzzy-f1', both, answer(truth))).toBe(1);
      }),
    );
  });

  it('takes a half-hidden object as neither right to leave out nor wrong to name', () => {
    const [plain, hidden, none] = [
      [0, 0, 10, 10],
      [50, 50, 60, 60],
      [90, 0, 99, 9],
    ];
    const truth = { strict: [plain], lenient: [plain, hidden] };
    expect(part('fuzzy-f1', truth, answer([plain]))).toBe(1);
    expect(part('fuzzy-f1', truth, answer([plain, hidden]))).toBe(1);
    expect(part('fuzzy-f1', truth, answer([hidden]))).toBe(0);
    expect(part('fuzzy-f1', truth, answer([plain, none]))).toBeCloseTo(2 / 3, 12);
    expect(part('fuzzy-f1', { strict: [], lenient: [hidden] }, answer([]))).toBe(1);
  });
});

describe('dip-look', () => {
  const [near, far] = [
    [0, 0, 10, 10],
    [50, 50, 60, 60],
  ];
  const say = (look: readonly unknown[], boxes: readonly unknown[]) =>
    `<think>x</think><look>${JSON.stringify(look)}</look><answer>${JSON.stringify(boxes)}</answer>`;
  const looked = (completion: string, group: readonly string[]) =>
    findMixture('dip-look')
      .judge({ answer: [near, far] }, 'row')(completion, { group })
      .parts.find(({ name }) => name === 'look')!.value;

  it('pays in full for the right steps, the objects looked at and the boxes', () => {
    const { value, parts } = findMixture('dip-look').judge(
      { answer: [near, far] },
      'row',
    )(say([near, far], [near, far]));
    expect(value).toBeCloseTo(1, 12);
    expect(parts.map(({ value: part }) => part)).toEqual([1, 1, 1]);
    const unordered = '<look>[]</look><think>x</think><answer>[]</answer>';
    expect(findMixture('dip-look').judge({ answer: [near] }, 'row')(unordered).value).toBe(0);
  });

  it('pays for looking where the group is uncertain, not where it agrees', () => {
    const [sure, unsure] = [say([near], [near]), say([far], [near, far])];
    const group = [sure, sure, unsure, unsure];
    expect(looked(unsure, group)).toBe(1);
    expect(looked(sure, group)).toBe(0);
    // All agree: both objects count alike.
    expect(looked(sure, [sure, sure])).toBeCloseTo(2 / 3, 12);
  });

  it('pays nothing for looking at the whole picture, and less for looking everywhere', () => {
    const whole = say([[0, 0, 100, 100]], []);
    expect(looked(whole, [whole])).toBe(0);
    const everywhere = say([near, far, [0, 50, 10, 60], [50, 0, 60, 10]], []);
    expect(looked(everywhere, [everywhere])).toBeCloseTo(2 / 3, 12);
  });
});
