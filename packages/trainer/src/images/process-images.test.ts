/** Patch rows by the kernel and in plain JavaScript: the same bits, in the order that the reference documents. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { plainKernels } from '../backend/kernels.ts';
import { type ImageProcessorConfig, processImages } from './process-images.ts';
import type { RgbImage } from './rgb-image.ts';

const config: ImageProcessorConfig = {
  minPixels: 1,
  maxPixels: 1e6,
  patchSize: 3,
  temporalPatchSize: 2,
  mergeSize: 2,
  imageMean: [0.48, 0.46, 0.41],
  imageStd: [0.27, 0.26, 0.28],
};
const picture = (height: number, width: number, seed: number): RgbImage => ({
  height,
  width,
  data: Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 37 + seed * 101 + (i >> 4)) % 256),
});
const images = [picture(12, 18, 1), picture(6, 6, 2), picture(24, 12, 3)];

/** Written down index by index: merge block row and column, the patch inside, channel, time, row, column. */
function byHand(image: RgbImage): number[] {
  const { patchSize: side, temporalPatchSize: times, mergeSize: merge } = config;
  const out: number[] = [];
  const each = (count: number, work: (i: number) => void): void => {
    for (let i = 0; i < count; i++) work(i);
  };
  each(image.height / side / merge, (blockRow) =>
    each(image.width / side / merge, (blockColumn) =>
      each(merge, (inRow) =>
        each(merge, (inColumn) =>
          each(3, (channel) =>
            each(times, () =>
              each(side, (row) =>
                each(side, (column) => {
                  const y = (blockRow * merge + inRow) * side + row;
                  const x = (blockColumn * merge + inColumn) * side + column;
                  const level = image.data[(y * image.width + x) * 3 + channel]!;
                  const mean = Math.fround(config.imageMean[channel]! * 255);
                  const std = Math.fround(config.imageStd[channel]! * 255);
                  out.push(Math.fround(Math.fround(level - mean) / std));
                }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
  return out;
}

describe('patch rows', () => {
  let plain: Float32Array;
  beforeAll(async () => {
    expect(plainKernels()).toBeNull(); // nothing has been started yet
    plain = processImages(images, config).pixelValues;
    await initBackend({ threads: 2 });
    if (plainKernels() === null)
      process.stdout.write('skipped: this machine has no kernels (PARALLAX_KERNELS)\n');
  });

  it('come in the order of the reference, picture after picture', () => {
    expect([...plain]).toEqual(images.flatMap(byHand));
  });

  it('are the same bits by the kernel', () => {
    if (plainKernels() !== null) expect(processImages(images, config).pixelValues).toEqual(plain);
  });

  it('are refused where the numbers do not fit', () => {
    const kernel = plainKernels() as { cutPatches(...args: unknown[]): void } | null;
    if (kernel === null) return;
    const [levels, tables, values] = [new Uint8Array(108), new Float32Array(768), new Float32Array(216)];
    const cut = (sizes: number[]) => () => kernel.cutPatches(levels, Int32Array.from(sizes), tables, values);
    expect(cut([6, 6, 3, 2, 2])).not.toThrow();
    expect(cut([6, 6, 3, 1, 2])).toThrow(/values has 216 numbers, not 108/);
    expect(cut([6, 6, 3, 2, 4])).toThrow(/merge blocks/);
    expect(cut([6, 12, 3, 2, 2])).toThrow(/levels/);
    expect(cut([6, 6, 0, 2, 2])).toThrow(/positive/);
  });
});
