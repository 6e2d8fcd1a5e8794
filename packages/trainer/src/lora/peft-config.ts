/** adapter_config.json as PEFT writes it: what we compute with, and what would make the adapter compute something else. */
import { join } from 'node:path';
import { CheckpointError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { ADAPTER_CONFIG_FILE } from './adapter-files.ts';
import { adapterScale } from './init-adapter.ts';

const PatternSchema = z
  .record(z.string(), z.number().positive())
  .nullish()
  .transform((value) => value ?? {});
const FileSchema = z.looseObject({
  peft_type: z.literal('LORA'),
  base_model_name_or_path: z.string().nullish(),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  use_rslora: z.boolean().default(false),
  rank_pattern: PatternSchema,
  alpha_pattern: PatternSchema,
});

/** Keys that change nothing of what a stored adapter computes: which modules have one is seen from the tensors. */
const HARMLESS = new Set([
  ...['task_type', 'inference_mode', 'revision', 'peft_version', 'auto_mapping', 'lora_dropout'],
  ...['target_modules', 'exclude_modules', 'layers_to_transform', 'layers_pattern', 'ensure_weight_tying'],
  ...['megatron_config', 'megatron_core', 'qalora_group_size', 'runtime_config', 'eva_config'],
]);
/** Starts that store another base than the one named: the adapter belongs to what they left of it. */
const CHANGED_BASE = /^(pissa|olora|corda|loftq|lora_ga)/;

export interface PeftConfig {
  readonly path: string;
  readonly baseName: string | null;
  /** @param module its path in transformers, `model.language_model.layers.0.mlp.up_proj` */
  rankAndScale(module: string): { readonly rank: number; readonly scale: number };
}

/** @throws CheckpointError `adapter-unsupported` naming the key and what to do; ConfigError `file-missing` */
export async function readPeftConfig(folder: string): Promise<PeftConfig> {
  const path = join(folder, ADAPTER_CONFIG_FILE);
  const file = await readJson(path, FileSchema);
  for (const [key, value] of Object.entries(file)) checkKey(path, key, value);
  return {
    path,
    baseName: file.base_model_name_or_path ?? null,
    rankAndScale(module) {
      const rank = matching(path, file.rank_pattern, module) ?? file.r;
      const alpha = matching(path, file.alpha_pattern, module) ?? file.lora_alpha;
      return { rank, scale: adapterScale({ alpha, rank, rslora: file.use_rslora }) };
    },
  };
}

function checkKey(path: string, key: string, value: unknown): void {
  if (key in FileSchema.shape || HARMLESS.has(key)) return;
  if (key === 'init_lora_weights') {
    if (typeof value !== 'string' || !CHANGED_BASE.test(value)) return;
  } else if (isOff(value) || (key === 'bias' && value === 'none')) return;
  throw new CheckpointError(
    'adapter-unsupported',
    `${path}: key ${key} is ${JSON.stringify(value)}, which is not implemented.`,
    {
      remedy:
        key === 'init_lora_weights'
          ? 'Convert it to a plain adapter (save_pretrained with path_initial_model_for_weight_conversion).'
          : `Merge the adapter with PEFT (merge_and_unload) and use the merged model, or train it without ${key}.`,
    },
  );
}

/** PEFT writes every key, those that do nothing as one of these. */
function isOff(value: unknown): boolean {
  if (value === null || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Value of the first pattern that the module's path, or its end after a dot, is matched by whole. */
function matching(path: string, patterns: Readonly<Record<string, number>>, module: string): number | null {
  for (const [pattern, value] of Object.entries(patterns)) {
    let expression: RegExp;
    try {
      expression = new RegExp(`^(.*\\.)?(${pattern})$`);
    } catch (cause) {
      throw new CheckpointError('adapter-unsupported', `${path}: the pattern ${pattern} cannot be read.`, {
        remedy: 'Write the modules of rank_pattern and alpha_pattern out by name.',
        cause,
      });
    }
    if (expression.test(module)) return value;
  }
  return null;
}
