import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureTileOrder } from './tile-order.ts';

const question = {
  answer: 'B',
  answerType: 'choice' as const,
  options: ['1 2 4 3', '2 1 4 3', '4 3 2 1', '3 4 1 2'],
  geometry: { unit: 'tiles' },
};
const value = (answer: string): number => measureTileOrder(question, `<answer>${answer}</answer>`).value;

describe('orders of tiles', () => {
  it('pay for every tile in its place, given as numbers or as a letter', () => {
    expect(value('2 1 4 3')).toBe(1);
    expect(value('[2, 1, 4, 3]')).toBe(1);
    expect(value('B')).toBe(1);
    expect(value('A')).toBe(0.5);
    expect(value('1 2 4 3')).toBe(0.5);
    expect(value('C')).toBe(0);
    expect(value('2 3 4 1')).toBe(0.5);
  });

  it('must hold each tile once, and stand in the answer', () => {
    for (const answer of ['2 2 4 3', '2 1 4', '2 1 4 3 5', '0 1 4 3', '', 'E', '2143'])
      expect(value(answer)).toBe(0);
    expect(measureTileOrder(question, '<think>2 1 4 3').value).toBe(0);
    expect(measureTileOrder({ ...question, options: ['left', 'right'] }, '<answer>B</answer>').value).toBe(0);
  });

  it('fall by the tiles that are displaced', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), (order) => {
        const placed = order.filter((tile, place) => tile === [2, 1, 4, 3][place]).length;
        expect(value(order.join(' '))).toBe(placed / 4);
      }),
    );
  });
});
