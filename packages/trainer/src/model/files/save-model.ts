/** Writes a model in the layout of Hugging Face checkpoints, which transformers and we load. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '@parallax/lab/node';
import { lazyArrays } from '../../weights/lazy-arrays.ts';
import { type WeightsDtype, writeSafetensors } from '../../weights/safetensors-write.ts';
import { modelConfigFile } from '../config.ts';
import type { VisionLanguageModel } from '../vision-language-model.ts';

/** A checkpoint of one file; sharded ones have an index in its place. */
export const MODEL_WEIGHTS_FILE = 'model.safetensors';

export interface SaveModelOptions {
  /** Element type of model.safetensors; default float32. */
  readonly dtype?: WeightsDtype;
}

/**
 * Writes config.json, generation_config.json and model.safetensors. Tokenizer and processor files belong to the
 * tokenizer's folder and are copied by the caller.
 * @throws LabError `disk-full`, ConfigError `not-writable`
 */
export async function saveModel(
  model: VisionLanguageModel,
  folder: string,
  options: SaveModelOptions = {},
): Promise<void> {
  const { config } = model;
  const dtype = options.dtype ?? 'float32';
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, MODEL_WEIGHTS_FILE), lazyArrays(model.parameters), { dtype });
  await writeJson(join(folder, 'config.json'), { ...modelConfigFile(config), torch_dtype: dtype });
  await writeJson(join(folder, 'generation_config.json'), {
    bos_token_id: config.bosTokenId,
    pad_token_id: config.bosTokenId,
    eos_token_id: [...new Set([config.eosTokenId, config.bosTokenId])],
    do_sample: false,
  });
}
