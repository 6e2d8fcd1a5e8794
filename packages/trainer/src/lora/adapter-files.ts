/** Writes an adapter as PEFT does. `loadAdapter` reads it back. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '@parallax/lab/node';
import type { Variable } from '../backend/tf.ts';
import type { LoraAdapter, VisionLanguageModel } from '../model/index.ts';
import type { LoraConfig } from '../schema.ts';
import { lazyArrays, writeSafetensors } from '../weights/index.ts';
import { modulePath, peftTargets } from './target-modules.ts';

export const ADAPTER_CONFIG_FILE = 'adapter_config.json';
export const ADAPTER_WEIGHTS_FILE = 'adapter_model.safetensors';

export interface SaveAdapterOptions {
  readonly adapter: LoraAdapter;
  readonly settings: Pick<LoraConfig, 'rank' | 'alpha' | 'rslora'>;
  /** The model that the adapter changes. */
  readonly model: Pick<VisionLanguageModel, 'parameters'>;
  /** Folder or published name of the base, as it should stand in adapter_config.json. */
  readonly baseName: string;
}

/**
 * Writes adapter_config.json and adapter_model.safetensors (float32) under the names that PEFT gives to
 * transformers' Qwen2_5_VLForConditionalGeneration, which nests the language model since 4.52.
 * The folder is made; writing it under a temporary name first is the caller's.
 * @throws LabError `disk-full`, ConfigError `not-writable`
 */
export async function saveAdapter(folder: string, options: SaveAdapterOptions): Promise<void> {
  const { adapter, settings, model, baseName } = options;
  await mkdir(folder, { recursive: true });
  await writeSafetensors(join(folder, ADAPTER_WEIGHTS_FILE), lazyArrays(adapterVariables(adapter)));
  await writeJson(join(folder, ADAPTER_CONFIG_FILE), {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: baseName,
    inference_mode: true,
    r: settings.rank,
    lora_alpha: settings.alpha,
    use_rslora: settings.rslora,
    target_modules: peftTargets(model, [...adapter.pairs.keys()]),
    lora_dropout: 0,
    bias: 'none',
    fan_in_fan_out: false,
    init_lora_weights: true,
    modules_to_save: null,
    use_dora: false,
  });
}

/** A and B of every matrix under PEFT's names, in the adapter's order. */
export function adapterVariables(adapter: LoraAdapter): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [name, { a, b }] of adapter.pairs) {
    const stem = `base_model.model.${modulePath(name)}`;
    variables.set(`${stem}.lora_A.weight`, a);
    variables.set(`${stem}.lora_B.weight`, b);
  }
  return variables;
}
