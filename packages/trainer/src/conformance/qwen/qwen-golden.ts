/** The golden folder made with transformers: its manifest, the models it holds, its cases as batches. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChatMessageSchema } from '@parallax/dataset/schema';
import { z } from 'zod';
import type { ModelBatch, VisionLanguageModel } from '../../model/index.ts';
import { type GoldenFolder, GoldenTensors, goldenJson } from '../golden-folder.ts';

const PerModel = z.record(z.string(), z.record(z.string(), z.number()));
const ManifestSchema = z.looseObject({
  special_token_ids: z.record(z.string(), z.int()),
  models: z.record(z.string(), z.unknown()),
  adamw: z.looseObject({
    lr: z.number(),
    betas: z.tuple([z.number(), z.number()]),
    eps: z.number(),
    weight_decay: z.number(),
    parameters: z.array(z.string()),
  }),
  cases: z.record(
    z.string(),
    z.looseObject({
      images: z.array(z.string()).optional(),
      rows: z.array(z.string()).optional(),
      grad_l2: PerModel.optional(),
    }),
  ),
});

export interface QwenGolden extends GoldenFolder {
  readonly qwen: z.infer<typeof ManifestSchema>;
}

/** One model that the folder has expected values of. */
export interface Subject {
  /** Key in the manifest's `models`, and part of file names. */
  readonly variant: string;
  readonly model: VisionLanguageModel;
}

export const MessagesSchema = z.array(ChatMessageSchema);

export function openQwenGolden(folder: GoldenFolder): QwenGolden {
  return { ...folder, qwen: goldenJson(folder.root, 'manifest.json', ManifestSchema) };
}

/** Cases of one conversation each, that have expected values of the variant. */
export function singleCases(golden: QwenGolden, variant: string): string[] {
  return Object.entries(golden.qwen.cases)
    .filter(([name, item]) => item.rows === undefined && hasExpected(golden, name, variant))
    .map(([name]) => name);
}

/** Cases whose rows are other cases, padded. */
export function batchCases(golden: QwenGolden, variant: string): { name: string; rows: string[] }[] {
  return Object.entries(golden.qwen.cases).flatMap(([name, { rows }]) =>
    rows !== undefined && hasExpected(golden, name, variant) ? [{ name, rows }] : [],
  );
}

export function openExpected(golden: QwenGolden, item: string, variant: string): Promise<GoldenTensors> {
  return GoldenTensors.open(golden.root, expectedFile(item, variant));
}

export function openInputs(golden: QwenGolden, item: string): Promise<GoldenTensors> {
  return GoldenTensors.open(golden.root, `cases/${item}/inputs.safetensors`);
}

/** One batch out of `inputs.safetensors`; `prefix` is '' or 'train.', 'left.', 'right.'. */
export function goldenBatch(inputs: GoldenTensors, prefix = ''): ModelBatch {
  const ids = inputs.get(`${prefix}input_ids`);
  const [batchSize, length] = ids.shape as [number, number]; // the goldens' README: [rows, tokens]
  const mask = inputs.find(`${prefix}attention_mask`);
  const grid = inputs.find('image_grid_thw');
  const pixels = inputs.find('pixel_values');
  const gridThw: [number, number, number][] = [];
  for (let i = 0; i < (grid?.shape[0] ?? 0); i++) {
    gridThw.push([grid!.data[3 * i]!, grid!.data[3 * i + 1]!, grid!.data[3 * i + 2]!]);
  }
  return {
    inputIds: Int32Array.from(ids.data),
    attentionMask: mask === undefined ? new Int32Array(ids.data.length).fill(1) : Int32Array.from(mask.data),
    batchSize,
    length,
    pixelValues: pixels === undefined ? null : Float32Array.from(pixels.data),
    gridThw,
  };
}

/** A padded batch; its pixels are those of its rows' own cases, one after another. */
export async function paddedBatch(
  golden: QwenGolden,
  inputs: GoldenTensors,
  rows: readonly string[],
  prefix: string,
): Promise<ModelBatch> {
  const parts: Float32Array[] = [];
  for (const row of rows) {
    const pixels = (await openInputs(golden, row)).find('pixel_values');
    if (pixels !== undefined) parts.push(Float32Array.from(pixels.data));
  }
  const pixelValues = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    pixelValues.set(part, at);
    at += part.length;
  }
  return { ...goldenBatch(inputs, prefix), pixelValues: pixelValues.length === 0 ? null : pixelValues };
}

function hasExpected(golden: QwenGolden, item: string, variant: string): boolean {
  return existsSync(join(golden.root, expectedFile(item, variant)));
}

function expectedFile(item: string, variant: string): string {
  return `cases/${item}/expected.${variant}.safetensors`;
}
