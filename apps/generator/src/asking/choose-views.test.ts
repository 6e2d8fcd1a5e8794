import { createRandom } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseViews } from './choose-views.ts';

const scene = fc.record({
  length: fc.integer({ min: 0, max: 30 }),
  count: fc.integer({ min: 1, max: 8 }),
  seed: fc.nat(),
});
const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('chooseViews', () => {
  it('gives different choices of different views, the same for the same seed', () => {
    fc.assert(
      fc.property(scene, fc.boolean(), ({ length, count, seed }, ordered) => {
        const choose = () => chooseViews(numbers(length), count, createRandom(seed), { ordered });
        const choices = choose();
        expect(choose()).toEqual(choices);
        expect(choices.length > 0).toBe(length >= count);
        expect(new Set(choices.map((choice) => choice.join(' '))).size).toBe(choices.length);
        for (const choice of choices) {
          expect(choice).toHaveLength(count);
          expect(new Set(choice).size).toBe(count);
          for (const place of choice) expect(place).toBeLessThan(length);
        }
      }),
    );
  });

  it('keeps the order and one spacing where a sequence is asked for', () => {
    fc.assert(
      fc.property(scene, ({ length, count, seed }) => {
        for (const choice of chooseViews(numbers(length), count, createRandom(seed), { ordered: true })) {
          const steps = choice.slice(1).map((place, i) => place - choice[i]!);
          expect(new Set(steps).size).toBeLessThanOrEqual(1);
          for (const step of steps) expect(step).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('shows every view first, in the middle and last equally often', () => {
    const counts = [0, 0, 0].map(() => numbers(6).map(() => 0));
    for (let seed = 0; seed < 600; seed++) {
      const [choice] = chooseViews(numbers(6), 3, createRandom(seed));
      for (const [place, view] of choice!.entries()) counts[place]![view]!++;
    }
    for (const count of counts.flat()) expect(Math.abs(count - 100)).toBeLessThan(45);
  });
});
