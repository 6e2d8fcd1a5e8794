/** preprocessor_config.json, read and written. */
import { join } from 'node:path';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import type { ImageProcessorConfig } from './process-images.ts';

/** Mean and deviation of the images that CLIP was trained on, which Qwen2.5-VL keeps. */
const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073] as const;
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711] as const;

const triple = z.tuple([z.number(), z.number(), z.number()]);
const FileSchema = z.object({
  min_pixels: z.int().positive().optional(),
  max_pixels: z.int().positive().optional(),
  size: z
    .object({ shortest_edge: z.int().positive(), longest_edge: z.int().positive() })
    .partial()
    .optional(),
  patch_size: z.int().positive().default(14),
  temporal_patch_size: z.int().positive().default(2),
  merge_size: z.int().positive().default(2),
  image_mean: triple.default([...CLIP_MEAN]),
  image_std: triple.default([...CLIP_STD]),
});

/** @throws ConfigError `file-missing`, DataFormatError `wrong-shape` */
export async function loadImageProcessor(folder: string): Promise<ImageProcessorConfig> {
  const file = await readJson(join(folder, 'preprocessor_config.json'), FileSchema);
  return {
    minPixels: file.min_pixels ?? file.size?.shortest_edge ?? 3136,
    maxPixels: file.max_pixels ?? file.size?.longest_edge ?? 12_845_056,
    patchSize: file.patch_size,
    temporalPatchSize: file.temporal_patch_size,
    mergeSize: file.merge_size,
    imageMean: file.image_mean,
    imageStd: file.image_std,
  };
}

/** Content of preprocessor_config.json as transformers reads it. */
export function imageProcessorFile(config: ImageProcessorConfig): Record<string, unknown> {
  return {
    image_processor_type: 'Qwen2VLImageProcessor',
    processor_class: 'Qwen2_5_VLProcessor',
    min_pixels: config.minPixels,
    max_pixels: config.maxPixels,
    size: { shortest_edge: config.minPixels, longest_edge: config.maxPixels },
    patch_size: config.patchSize,
    temporal_patch_size: config.temporalPatchSize,
    merge_size: config.mergeSize,
    image_mean: [...config.imageMean],
    image_std: [...config.imageStd],
  };
}

/** Processor that fits a model's vision tower; images keep their size as long as it lies within the bounds. */
export function imageProcessorFor(
  vision: { readonly patchSize: number; readonly temporalPatchSize: number; readonly mergeSize: number },
  bounds: { readonly minPixels?: number; readonly maxPixels?: number } = {},
): ImageProcessorConfig {
  const cell = (vision.patchSize * vision.mergeSize) ** 2;
  return {
    minPixels: bounds.minPixels ?? 4 * cell,
    maxPixels: bounds.maxPixels ?? 256 * cell,
    patchSize: vision.patchSize,
    temporalPatchSize: vision.temporalPatchSize,
    mergeSize: vision.mergeSize,
    imageMean: [...CLIP_MEAN],
    imageStd: [...CLIP_STD],
  };
}
