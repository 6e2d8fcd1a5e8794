import { describe, expect, it } from 'vitest';
import { chiSquarePValue, mutualInformationBits, uniformChiSquare, wilsonLower } from './statistics.ts';

describe('statistics', () => {
  it('meets the chi-square table', () => {
    // Upper 5 % and 1 % points, any statistics table.
    expect(chiSquarePValue(3.841, 1)).toBeCloseTo(0.05, 4);
    expect(chiSquarePValue(5.991, 2)).toBeCloseTo(0.05, 4);
    expect(chiSquarePValue(11.345, 3)).toBeCloseTo(0.01, 4);
    expect(chiSquarePValue(118.498, 100)).toBeCloseTo(0.1, 3);
    // Two degrees of freedom have the closed form exp(-x / 2).
    expect(chiSquarePValue(30, 2)).toBeCloseTo(Math.exp(-15), 12);
    expect(chiSquarePValue(0, 3)).toBe(1);
  });

  it('finds no chi-square in equal counts', () => {
    expect(uniformChiSquare([5, 5, 5])).toBe(0);
    expect(uniformChiSquare([10, 0])).toBe(10);
  });

  it('gives the bits of copied, mirrored and independent labels', () => {
    const copies = Array.from({ length: 300 }, (_, i) => [`${i % 2}`, `${1 - (i % 2)}`] as const);
    expect(mutualInformationBits(copies)).toBeCloseTo(1, 1);
    const independent = Array.from(
      { length: 900 },
      (_, i) => [`${i % 3}`, `${Math.floor(i / 3) % 3}`] as const,
    );
    expect(mutualInformationBits(independent)).toBe(0);
  });

  it("gives Wilson's bound", () => {
    // 8 of 10: (0.4902, 0.9433), the textbook example.
    expect(wilsonLower(8, 10)).toBeCloseTo(0.4902, 4);
    expect(wilsonLower(0, 0)).toBe(0);
  });
});
