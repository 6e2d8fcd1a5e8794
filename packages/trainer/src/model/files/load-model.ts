/** Loads a Qwen2.5-VL checkpoint: one file or shards with an index, published or nested tensor names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { type FloatArray, parameterShapes, readSafetensors } from '../../weights/index.ts';
import { type ModelConfig, parseModelConfig } from '../config.ts';
import { makeVariable } from '../init-model.ts';
import { Qwen25VisionLanguageModel } from '../qwen2_5-vl.ts';
import type { Parameters, VisionLanguageModel } from '../vision-language-model.ts';

const IndexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * @param folder holds config.json and model.safetensors, or model.safetensors.index.json and its shards
 * @throws ConfigError `file-missing`; CheckpointError `config-wrong`, `tensors-missing`, `tensors-extra`,
 *   `tensors-twice`, `tensor-shape`, `truncated`, naming file and tensor
 */
export async function loadModel(folder: string): Promise<VisionLanguageModel> {
  const config = await readModelConfig(folder);
  const arrays = new Map<string, FloatArray>();
  for (const file of await weightFiles(folder)) {
    for (const [name, array] of await readSafetensors(join(folder, file))) {
      const flat = flatName(name);
      if (arrays.has(flat)) throw mismatch(folder, 'tensors-twice', `holds ${flat} twice, again in ${file}`);
      arrays.set(flat, array);
    }
  }
  checkTensors(folder, config, arrays);
  const parameters: Parameters = new Map();
  for (const [name, shape] of parameterShapes(config)) {
    const array = arrays.get(name)!; // checked above
    parameters.set(name, makeVariable(array.data, shape));
    arrays.delete(name); // frees the copy in JavaScript memory
  }
  return new Qwen25VisionLanguageModel(config, parameters);
}

/** @throws ConfigError `file-missing`; CheckpointError `config-wrong` */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, 'config.json');
  return parseModelConfig(await readJson(path, z.unknown()), path);
}

/** Newer transformers nest both towers under `model.`; the published files do not. */
export function flatName(name: string): string {
  if (name.startsWith('model.visual.')) return name.slice('model.'.length);
  if (name.startsWith('model.language_model.')) return `model.${name.slice('model.language_model.'.length)}`;
  return name;
}

async function weightFiles(folder: string): Promise<string[]> {
  const index = join(folder, 'model.safetensors.index.json');
  if (!existsSync(index)) return ['model.safetensors'];
  const { weight_map } = await readJson(index, IndexSchema);
  return [...new Set(Object.values(weight_map))].sort();
}

function checkTensors(folder: string, config: ModelConfig, arrays: Map<string, FloatArray>): void {
  const shapes = parameterShapes(config);
  // A tied checkpoint may carry its head as well; it must not be another matrix, so it is not used.
  if (config.tieWordEmbeddings) arrays.delete('lm_head.weight');
  const missing = [...shapes.keys()].filter((name) => !arrays.has(name));
  const extra = [...arrays.keys()].filter((name) => !shapes.has(name));
  if (missing.length > 0) throw mismatch(folder, 'tensors-missing', `lacks ${list(missing)}`);
  if (extra.length > 0)
    throw mismatch(folder, 'tensors-extra', `has tensors that the model does not: ${list(extra)}`);
  for (const [name, shape] of shapes) {
    const found = arrays.get(name)!.shape; // none is missing here
    if (found.join() !== shape.join()) {
      throw mismatch(folder, 'tensor-shape', `stores ${name} as [${found}], config.json asks for [${shape}]`);
    }
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function mismatch(folder: string, code: string, what: string): CheckpointError {
  return new CheckpointError(code, `The checkpoint in ${folder} ${what}.`, {
    remedy: 'Use the config.json that belongs to these weights, or another checkpoint.',
  });
}
