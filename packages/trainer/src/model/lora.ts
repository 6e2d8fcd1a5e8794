/** PEFT-compatible low-rank adapters: W + (alpha / r) B A, applied on the fly or merged. */
import { join } from 'node:path';
import { CheckpointError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { type Tensor, tf, type Variable } from '../backend/tf.ts';
import { readSafetensors } from '../weights/index.ts';
import { makeVariable } from './init-model.ts';
import { flatName } from './load-model.ts';
import type { VisionLanguageModel } from './vision-language-model.ts';

/** One adapted matrix [out, in]: A is [r, in], B is [out, r]. */
export interface LoraPair {
  readonly a: Variable;
  readonly b: Variable;
}

export interface LoraAdapter {
  /** alpha / r */
  readonly scale: number;
  /** By the flat name of the matrix that it changes (`model.layers.0.self_attn.q_proj.weight`). */
  readonly pairs: ReadonlyMap<string, LoraPair>;
}

const ConfigSchema = z.looseObject({
  peft_type: z.literal('LORA'),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  use_rslora: z.boolean().default(false),
});

/**
 * @param folder adapter_config.json and adapter_model.safetensors as PEFT writes them
 * @throws CheckpointError `adapter-wrong`; ConfigError `file-missing`
 */
export async function loadAdapter(folder: string): Promise<LoraAdapter> {
  const config = await readJson(join(folder, 'adapter_config.json'), ConfigSchema);
  const path = join(folder, 'adapter_model.safetensors');
  const arrays = await readSafetensors(path);
  const pairs = new Map<string, LoraPair>();
  for (const [key, first] of arrays) {
    if (!key.endsWith('.lora_A.weight')) continue;
    const stem = key.slice(0, -'.lora_A.weight'.length);
    const second = arrays.get(`${stem}.lora_B.weight`);
    if (second === undefined || first.shape[0] !== second.shape[1]) {
      throw new CheckpointError('adapter-wrong', `${path}: ${stem} lacks a lora_B that fits its lora_A.`, {
        remedy: 'Copy the adapter again.',
      });
    }
    const name = `${flatName(stem.replace(/^base_model\.model\./, ''))}.weight`;
    pairs.set(name, {
      a: makeVariable(first.data, first.shape),
      b: makeVariable(second.data, second.shape),
    });
  }
  const scale = config.use_rslora ? config.lora_alpha / Math.sqrt(config.r) : config.lora_alpha / config.r;
  return { scale, pairs };
}

/**
 * The model computes with W + (alpha / r) B A from now on; gradients reach A and B. Freeze the base by not asking for
 * its gradients. Call `model.setOverlay(null)` to take the adapter off (the reference policy of GRPO).
 * @throws CheckpointError `adapter-wrong` when a matrix is not part of the model or of another shape
 */
export function applyAdapter(model: VisionLanguageModel, adapter: LoraAdapter): void {
  checkFits(model, adapter);
  model.setOverlay((name, stored) => {
    const pair = adapter.pairs.get(name);
    return pair === undefined ? stored : effectiveWeight(stored, pair, adapter.scale);
  });
}

/** Adds the adapter to the stored matrices for good; the overlay should be taken off. */
export function mergeAdapter(model: VisionLanguageModel, adapter: LoraAdapter): void {
  checkFits(model, adapter);
  for (const [name, pair] of adapter.pairs) {
    const stored = model.parameters.get(name)!; // checkFits
    tf().tidy(() => stored.assign(effectiveWeight(stored, pair, adapter.scale)));
  }
}

function effectiveWeight(stored: Tensor, pair: LoraPair, scale: number): Tensor {
  return tf().add(stored, tf().mul(tf().matMul(pair.b, pair.a), scale));
}

function checkFits(model: VisionLanguageModel, adapter: LoraAdapter): void {
  for (const [name, { a, b }] of adapter.pairs) {
    const stored = model.parameters.get(name);
    if (stored?.shape[0] !== b.shape[0] || stored?.shape[1] !== a.shape[1]) {
      throw new CheckpointError(
        'adapter-wrong',
        `The adapter changes ${name}, which this model does not hold so.`,
        {
          remedy: 'Use the adapter with the base model that it was trained on.',
        },
      );
    }
  }
}
