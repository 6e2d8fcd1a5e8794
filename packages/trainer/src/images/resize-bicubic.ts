/**
 * Antialiased bicubic resize of 8-bit images, equal to torchvision's uint8 path bit for bit: integer weights, a
 * horizontal pass, then a vertical one, rounded to 8 bits after each.
 */
import type { RgbImage } from './rgb-image.ts';

/** Catmull-Rom, as everywhere where antialiasing is on. */
const CUBIC_A = -0.5;

interface AxisWeights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` weights an output. */
  readonly weights: Int32Array;
  readonly stride: number;
  readonly precision: number;
}

const cache = new Map<string, AxisWeights>();

/** @returns the same object when the size does not change */
export function resizeBicubic(image: RgbImage, height: number, width: number): RgbImage {
  const wide = width === image.width ? image.data : horizontal(image, width);
  const data = height === image.height ? wide : vertical(wide, image.height, height, width);
  return data === image.data ? image : { width, height, data };
}

function horizontal(image: RgbImage, width: number): Uint8Array {
  const { first, count, weights, stride, precision } = axisWeights(image.width, width);
  const half = 1 << (precision - 1);
  const out = new Uint8Array(image.height * width * 3);
  const source = image.data;
  for (let row = 0, to = 0; row < image.height; row++) {
    const line = row * image.width * 3;
    for (let x = 0; x < width; x++, to += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let from = line + first[x]! * 3;
      for (let k = 0; k < count[x]!; k++, from += 3) {
        const weight = weights[x * stride + k]!;
        red += weight * source[from]!;
        green += weight * source[from + 1]!;
        blue += weight * source[from + 2]!;
      }
      out[to] = clamp(red >> precision);
      out[to + 1] = clamp(green >> precision);
      out[to + 2] = clamp(blue >> precision);
    }
  }
  return out;
}

function vertical(source: Uint8Array, oldHeight: number, height: number, width: number): Uint8Array {
  const { first, count, weights, stride, precision } = axisWeights(oldHeight, height);
  const half = 1 << (precision - 1);
  const rowSize = width * 3;
  const out = new Uint8Array(height * rowSize);
  const sums = new Int32Array(rowSize);
  for (let y = 0; y < height; y++) {
    sums.fill(half);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * stride + k]!;
      const line = (first[y]! + k) * rowSize;
      for (let i = 0; i < rowSize; i++) sums[i]! += weight * source[line + i]!;
    }
    const to = y * rowSize;
    for (let i = 0; i < rowSize; i++) out[to + i] = clamp(sums[i]! >> precision);
  }
  return out;
}

function clamp(value: number): number {
  return value < 0 ? 0 : Math.min(value, 255);
}

/**
 * Weights of one axis as 16-bit integers with the largest shift (at most 22) at which they fit. Sums stay below 2^31:
 * |weights| add up to less than 2^precision * 1.3 and 255 * 2^15 * a few fits.
 */
function axisWeights(from: number, to: number): AxisWeights {
  const key = `${from}:${to}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support * 4) + 2;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
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
    first[i] = start;
    count[i] = end - start;
  }
  let precision = 0;
  while (precision < 22 && Math.trunc(0.5 + largest * 2 ** (precision + 1)) < 2 ** 15) precision++;
  const weights = Int32Array.from(exact, (weight) => {
    const scaled = weight * 2 ** precision;
    return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  });
  const made = { first, count, weights, stride, precision };
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
