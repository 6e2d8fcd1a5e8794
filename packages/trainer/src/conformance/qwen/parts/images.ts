/** Target sizes, resized bytes and patches of images against the reference's processor. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataInvalidError } from '@parallax/lab';
import { z } from 'zod';
import {
  decodeImage,
  type ImageProcessorConfig,
  processImages,
  resizeBicubic,
  smartResize,
} from '../../../images/index.ts';
import { type Comparison, compareExact, compareTensor } from '../../compare.ts';
import { goldenJson } from '../../golden-folder.ts';
import { openInputs, type QwenGolden } from '../qwen-golden.ts';

const Size = z.tuple([z.int(), z.int()]);
const SmartResizeSchema = z.looseObject({
  rows: z.array(z.tuple([z.int(), z.int(), z.int(), z.int(), z.int(), Size.nullable()])),
});
const ResizeSchema = z.array(z.looseObject({ source: z.string(), target_hw: Size, torchvision: z.string() }));

export function* checkSmartResize(golden: QwenGolden): Generator<Comparison> {
  const { rows } = goldenJson(golden.root, 'smart_resize.json', SmartResizeSchema);
  for (const [height, width, factor, minPixels, maxPixels, expected] of rows) {
    const name = `smart_resize ${height}x${width} ${minPixels}..${maxPixels}`;
    const found = sizeOrRefusal(() => smartResize(height, width, factor, minPixels, maxPixels));
    yield compareExact(name, found, expected ?? []);
  }
}

export async function* checkResize(golden: QwenGolden): AsyncGenerator<Comparison> {
  const tolerance = golden.tolerance('resized PNG');
  for (const item of goldenJson(golden.root, 'resize.json', ResizeSchema)) {
    const source = await decodeImage(readFileSync(join(golden.root, item.source)));
    const expected = await decodeImage(readFileSync(join(golden.root, item.torchvision)));
    const { data } = resizeBicubic(source, ...item.target_hw);
    const reference = { shape: [...item.target_hw, 3], data: expected.data };
    yield compareTensor(`resize ${item.source}`, data, reference, tolerance);
  }
}

/** From the source files to patches and grids. */
export async function* checkPixels(
  golden: QwenGolden,
  label: string,
  processor: ImageProcessorConfig,
): AsyncGenerator<Comparison> {
  const tolerance = golden.tolerance('pixel_values from the stored resized PNG');
  for (const [name, { images = [] }] of Object.entries(golden.qwen.cases)) {
    if (images.length === 0) continue;
    const inputs = await openInputs(golden, name);
    const decoded = [];
    for (const file of images) decoded.push(await decodeImage(readFileSync(join(golden.root, file))));
    const { pixelValues, gridThw } = processImages(decoded, processor);
    yield compareExact(`${label}/${name}/image_grid_thw`, gridThw.flat(), inputs.get('image_grid_thw').data);
    yield compareTensor(`${label}/${name}/pixel_values`, pixelValues, inputs.get('pixel_values'), tolerance);
  }
}

/** The reference refuses sides of extreme ratio: nothing is expected then. */
function sizeOrRefusal(run: () => readonly [number, number]): readonly number[] {
  try {
    return run();
  } catch (error) {
    if (error instanceof DataInvalidError) return [];
    throw error;
  }
}
