/** From pictures to the patch rows that the vision tower takes: resize, normalise, cut. */
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
  for (const image of sized) at = cutPatches(image, config, tables, pixelValues, at);
  return { pixelValues, gridThw };
}

/** Normalised value of each of the 256 levels, a table a channel: (x - 255 mean) / (255 std) in float32. */
function levelTables(config: ImageProcessorConfig): Float32Array[] {
  return [0, 1, 2].map((channel) => {
    const mean = Math.fround(config.imageMean[channel]! * 255);
    const std = Math.fround(config.imageStd[channel]! * 255);
    return Float32Array.from({ length: 256 }, (_, level) => Math.fround(level - mean) / std);
  });
}

function cutPatches(
  image: RgbImage,
  config: ImageProcessorConfig,
  tables: readonly Float32Array[],
  out: Float32Array,
  start: number,
): number {
  const { patchSize, temporalPatchSize, mergeSize } = config;
  const area = patchSize ** 2;
  const plane = temporalPatchSize * area;
  const block = patchSize * mergeSize;
  const { data } = image;
  const [red, green, blue] = tables as [Float32Array, Float32Array, Float32Array]; // levelTables() makes three
  let at = start;
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
  return at;
}
