import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizeBicubic } from './resize-bicubic.ts';

/** One axis by the published formula, number by number: weights in 64 bits, 16-bit integers, rounded sum, clamped. */
function resizeLine(line: readonly number[], size: number): number[] {
  const scale = line.length / size;
  const support = Math.max(scale, 1);
  const rows = Array.from({ length: size }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - 2 * support + 0.5));
    const last = Math.min(line.length, Math.trunc(centre + 2 * support + 0.5));
    const raw = Array.from({ length: last - first }, (_, k) => keys((first + k - centre + 0.5) / support));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
  const largest = Math.max(...rows.flatMap(({ weights }) => weights));
  let precision = 0;
  while (precision < 22 && Math.trunc(0.5 + largest * 2 ** (precision + 1)) < 2 ** 15) precision++;
  return rows.map(({ first, weights }) => {
    const whole = weights.map(
      (weight) => Math.sign(weight) * Math.trunc(0.5 + Math.abs(weight) * 2 ** precision),
    );
    const total = whole.reduce((sum, weight, k) => sum + weight * line[first + k]!, 2 ** (precision - 1));
    return Math.max(0, Math.min(255, Math.floor(total / 2 ** precision)));
  });
}

/** The cubic convolution kernel of Keys (1981) with a = -0.5. */
function keys(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
}

const side = fc.integer({ min: 1, max: 40 });
/** Many levels at the ends of the range, where sums overshoot and are clamped. */
const level = fc.oneof(fc.constantFrom(0, 255), fc.integer({ min: 0, max: 255 }));
const picture = fc
  .tuple(side, side)
  .chain(([height, width]) =>
    fc
      .array(level, { minLength: height * width * 3, maxLength: height * width * 3 })
      .map((levels) => ({ height, width, data: Uint8Array.from(levels) })),
  );

describe('resizeBicubic', () => {
  it('is the formula, along each axis, for any sizes', () => {
    fc.assert(
      fc.property(picture, side, side, (image, height, width) => {
        const at = (data: Uint8Array, columns: number, y: number, x: number, channel: number): number =>
          data[(y * columns + x) * 3 + channel]!;
        const across = resizeBicubic(image, image.height, width);
        for (let channel = 0; channel < 3; channel++) {
          for (let y = 0; y < image.height; y++) {
            const line = Array.from({ length: image.width }, (_, x) =>
              at(image.data, image.width, y, x, channel),
            );
            const wanted = width === image.width ? line : resizeLine(line, width);
            expect(wanted.map((_, x) => at(across.data, width, y, x, channel))).toEqual(wanted);
          }
        }
        const both = resizeBicubic(image, height, width);
        for (let channel = 0; channel < 3; channel++) {
          for (let x = 0; x < width; x++) {
            const line = Array.from({ length: image.height }, (_, y) =>
              at(across.data, width, y, x, channel),
            );
            const wanted = height === image.height ? line : resizeLine(line, height);
            expect(wanted.map((_, y) => at(both.data, width, y, x, channel))).toEqual(wanted);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('hands back what keeps its size, and leaves the picture as it was', () => {
    const image = { height: 5, width: 7, data: Uint8Array.from({ length: 105 }, (_, i) => i * 2) };
    expect(resizeBicubic(image, 5, 7)).toBe(image);
    const before = Uint8Array.from(image.data);
    const first = resizeBicubic(image, 9, 3).data;
    const kept = Uint8Array.from(first);
    resizeBicubic(image, 40, 50); // reuses and grows the memory of the kernel
    expect(first).toEqual(kept);
    expect(image.data).toEqual(before);
  });
});
