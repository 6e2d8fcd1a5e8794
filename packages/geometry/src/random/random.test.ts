import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('repeats itself for a seed, and differs between seeds', () => {
    const draw = (seed: number | string): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw('7'));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw('scene/1')).not.toEqual(draw('scene/10'));
  });

  it('is uniform: mean, variance, and a chi-square over 64 cells', () => {
    const random = createRandom('uniformity');
    const cells = new Array<number>(64).fill(0);
    let [sum, squares] = [0, 0];
    const draws = 64_000;
    for (let i = 0; i < draws; i++) {
      const value = random.next();
      sum += value;
      squares += value * value;
      cells[Math.floor(value * 64)]!++;
    }
    expect(Math.abs(sum / draws - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(squares / draws - 1 / 3)).toBeLessThan(0.005);
    const chiSquare = cells.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(116); // 63 degrees of freedom, p > 5e-5.
  });

  it('gives first draws of numbered seeds that are uniform too', () => {
    const cells = new Array<number>(32).fill(0);
    for (let i = 0; i < 32_000; i++) cells[createRandom(`seed/${i}`).int(0, 32)]!++;
    const chiSquare = cells.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(70); // 31 degrees of freedom, p > 5e-5.
  });

  it('forks by name alone, whatever was drawn before', () => {
    const one = createRandom(1);
    const two = createRandom(1);
    two.next();
    expect(one.fork('a').next()).toBe(two.fork('a').next());
    expect(one.fork('a').next()).not.toBe(one.fork('b').next());
    expect(one.fork('a').fork('b').next()).not.toBe(one.fork('ab').next());
  });

  it('stays inside its bounds and permutes', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (seed, lo, span) => {
          const random = createRandom(seed);
          const whole = random.int(lo, lo + span);
          expect(whole).toBeGreaterThanOrEqual(lo);
          expect(whole).toBeLessThan(lo + span);
          const items = Array.from({ length: span }, (_, i) => i);
          expect(random.shuffle(items).sort((a, b) => a - b)).toEqual(items);
          expect(items).toContain(random.pick(items));
        },
      ),
    );
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
    expect(() => createRandom(1).int(3, 3)).toThrow(RangeError);
  });

  it('draws a Gaussian with the asked mean and spread', () => {
    const random = createRandom('normal');
    const values = Array.from({ length: 20_000 }, () => random.normal(3, 2));
    const mean = values.reduce((a, b) => a + b) / values.length;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean - 3)).toBeLessThan(0.06);
    expect(Math.abs(sd - 2)).toBeLessThan(0.05);
  });
});
