/** From pictures to the patch rows that the vision tower takes: resize, normalise, cut. */
import { plainKernels } from '../backend/kernels.ts';
import { resizeBicubic } from './resize-bicubic.ts';
import type { RgbImage } from './rgb-image.ts';
import { smartResize } from './smart-resize.ts';

/** The fields of preprocessor_config.json that matter, in our names. */
export interface ImageProcessorConfig {
  readonly minPixels: number;
  readonly maxPixels: number;
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
  readonly imageMean: readonly [number, number, number];
  readonly imageStd: readonly [number, number, number];
}

export interface ProcessedImages {
  /** [patches, channels * time * side * side] of all images one after another. */
  readonly pixelValues: Float32Array;
  /** [frames, rows, columns] of each image, in patches. */
  readonly gridThw: [number, number, number][];
}

/** What packages/trainer/native/addon/patches.cc offers: cutPatches() of one image, on all threads. */
interface PatchKernel {
  /**
   * @param levels [H W 3]
   * @param sizes H, W, side of a patch, time steps, patches along the side of a merge block
   * @param tables levelTables()
   * @param values where the rows of this image go, and no more
   * @throws TypeError when a length does not fit
   */
  cutPatches(levels: Uint8Array, sizes: Int32Array, tables: Float32Array, values: Float32Array): void;
}

/**
 * Rows go merge block by merge block (block row, block column, then the patches inside), columns go channel, time, row,
 * column; a still picture fills every time step. Source: Qwen2-VL image processor of transformers.
 */
export function processImages(images: readonly RgbImage[], config: ImageProcessorConfig): ProcessedImages {
  const { patchSize, temporalPatchSize, mergeSize } = config;
  const factor = patchSize * mergeSize;
  const sized = images.map((image) => {
    const { height, width } = image;
    return resizeBicubic(image, ...smartResize(height, width, factor, config.minPixels, config.maxPixels));
  });
  const width = 3 * temporalPatchSize * patchSize ** 2;
  const gridThw = sized.map((image): [number, number, number] => [
    1,
    image.height / patchSize,
    image.width / patchSize,
  ]);
  const patches = gridThw.reduce((sum, [, rows, columns]) => sum + rows * columns, 0);
  const pixelValues = new Float32Array(patches * width);
  const tables = levelTables(config);
  let at = 0;
  const kernel = plainKernels() as PatchKernel | null; // our own addon
  for (const image of sized) {
    const count = image.height * image.width * 3 * temporalPatchSize;
    const values = pixelValues.subarray(at, at + count);
    if (kernel === null) cutPatches(image, config, tables, values);
    else {
      const sizes = Int32Array.of(image.height, image.width, patchSize, temporalPatchSize, mergeSize);
      kernel.cutPatches(image.data, sizes, tables, values);
    }
    at += count;
  }
  return { pixelValues, gridThw };
}

/** Normalised value of each of the 256 levels, a table a channel: (x - 255 mean) / (255 std) in float32. [3 256] */
function levelTables(config: ImageProcessorConfig): Float32Array {
  return Float32Array.from({ length: 3 * 256 }, (_, i) => {
    const channel = i >> 8;
    const mean = Math.fround(config.imageMean[channel]! * 255);
    const std = Math.fround(config.imageStd[channel]! * 255);
    return Math.fround((i & 255) - mean) / std;
  });
}

function cutPatches(
  image: RgbImage,
  config: ImageProcessorConfig,
  tables: Float32Array,
  out: Float32Array,
): void {
  const { patchSize, temporalPatchSize, mergeSize } = config;
  const area = patchSize ** 2;
  const plane = temporalPatchSize * area;
  const block = patchSize * mergeSize;
  const { data } = image;
  const table = (channel: number): Float32Array => tables.subarray(256 * channel, 256 * (channel + 1));
  const [red, green, blue] = [table(0), table(1), table(2)];
  let at = 0;
  for (let top = 0; top < image.height; top += block) {
    for (let left = 0; left < image.width; left += block) {
      for (let y = top; y < top + block; y += patchSize) {
        for (let x = left; x < left + block; x += patchSize) {
          let to = at;
          for (let row = y; row < y + patchSize; row++) {
            let from = (row * image.width + x) * 3;
            for (const end = to + patchSize; to < end; to++, from += 3) {
              out[to] = red[data[from]!]!;
              out[to + plane] = green[data[from + 1]!]!;
              out[to + 2 * plane] = blue[data[from + 2]!]!;
            }
          }
          for (let channel = 0; channel < 3; channel++, at += plane) {
            for (let step = 1; step < temporalPatchSize; step++) {
              out.copyWithin(at + step * area, at, at + area);
            }
          }
        }
      }
    }
  }
}
