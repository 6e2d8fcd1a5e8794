import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SplitRatiosSchema, splitOfSubject } from './split-of-subject.ts';

describe('splitOfSubject', () => {
  it('depends on subject and seed alone, and meets the ratios', () => {
    const ratios = SplitRatiosSchema.parse({ train: 7, validation: 1, test: 2 });
    const counts = { train: 0, validation: 0, test: 0 };
    for (let i = 0; i < 5_000; i++) {
      const split = splitOfSubject(`chair-${i}`, 'seed', ratios);
      expect(splitOfSubject(`chair-${i}`, 'seed', ratios)).toBe(split);
      counts[split]++;
    }
    expect(counts.train / 5_000).toBeCloseTo(0.7, 1);
    expect(counts.test / 5_000).toBeCloseTo(0.2, 1);
  });

  it('never gives a split whose ratio is zero', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (subject, seed) => {
        expect(splitOfSubject(subject, seed, { train: 1, validation: 0, test: 0 })).toBe('train');
        expect(splitOfSubject(subject, seed, { train: 0, validation: 1, test: 0 })).toBe('validation');
        expect(splitOfSubject(subject, seed, { train: 0, validation: 0, test: 1 })).toBe('test');
        expect(splitOfSubject(subject, seed, { train: 1, validation: 0, test: 1 })).not.toBe('validation');
      }),
    );
  });

  it('refuses ratios that are all zero', () => {
    expect(() => splitOfSubject('a', 1, { train: 0, validation: 0, test: 0 })).toThrow(/zero/);
  });
});
