/** The weights with which one axis of an image is resized: antialiased bicubic as 16-bit integers. */

/** Catmull-Rom, as everywhere where antialiasing is on. */
const CUBIC_A = -0.5;

export interface AxisWeights {
  /** Outputs. */
  readonly size: number;
  /** For each output: its first input, and the bytes of its weights that count (4 for each pair). */
  readonly taps: Int32Array;
  /** `strideBytes` for each output: weights of inputs one after another, filled up with zeros. */
  readonly pairs: Int16Array;
  readonly strideBytes: number;
  /** Weights add up to 2^precision. */
  readonly precision: number;
}

const cache = new Map<string, AxisWeights>();

/**
 * Weights have the largest shift (at most 22) at which they fit 16 bits. Sums stay below 2^31: |weights| add up to less than
 * 2^precision * 1.3 and 255 * 2^15 * a few fits.
 */
export function axisWeights(from: number, to: number): AxisWeights {
  const key = `${from}:${to}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = (Math.ceil(support * 4) + 3) & ~1;
  const taps = new Int32Array(2 * to);
  const exact = new Float64Array(to * stride);
  let largest = 0;
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - 2 * support + 0.5));
    const end = Math.min(from, Math.trunc(centre + 2 * support + 0.5));
    let sum = 0;
    for (let j = start; j < end; j++) {
      const weight = cubic((j - centre + 0.5) / support);
      exact[i * stride + j - start] = weight;
      sum += weight;
    }
    for (let k = 0; k < end - start; k++) {
      exact[i * stride + k]! /= sum;
      largest = Math.max(largest, exact[i * stride + k]!);
    }
    taps[2 * i] = start;
    taps[2 * i + 1] = 4 * Math.ceil((end - start) / 2);
  }
  let precision = 0;
  while (precision < 22 && Math.trunc(0.5 + largest * 2 ** (precision + 1)) < 2 ** 15) precision++;
  const pairs = Int16Array.from(exact, (weight) => {
    const scaled = weight * 2 ** precision;
    return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  });
  const made = { size: to, taps, pairs, strideBytes: 2 * stride, precision };
  if (cache.size > 256) cache.clear();
  cache.set(key, made);
  return made;
}

function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
  if (x < 2) return ((x - 5) * x + 8) * x * CUBIC_A - 4 * CUBIC_A;
  return 0;
}
