/**
 * Antialiased bicubic resize of 8-bit images, equal to torchvision's uint8 path bit for bit: integer weights, a
 * horizontal pass, then a vertical one, rounded to 8 bits after each.
 */
import { axisWeights } from './axis-weights.ts';
import { runPasses } from './resize-kernel.ts';
import type { RgbImage } from './rgb-image.ts';

/** @returns the same object when the size does not change */
export function resizeBicubic(image: RgbImage, height: number, width: number): RgbImage {
  const across = width === image.width ? null : axisWeights(image.width, width);
  const down = height === image.height ? null : axisWeights(image.height, height);
  if (across === null && down === null) return image;
  return { width, height, data: runPasses(image, across, down) };
}
