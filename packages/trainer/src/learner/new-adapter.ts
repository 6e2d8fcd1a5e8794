/** Training of a low-rank adapter: the model's own parameters are frozen, checkpoints are adapters in PEFT's layout. */
import { relative } from 'node:path';
import { modelDigest, weightsDigest } from '../checkpoint/weights-digest.ts';
import {
  ADAPTER_WEIGHTS_FILE,
  adapterVariables,
  basePolicy,
  initAdapter,
  saveAdapter,
} from '../lora/index.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import type { LoraConfig } from '../schema.ts';
import type { Learner } from './learner.ts';

export interface NewAdapterOptions {
  readonly model: VisionLanguageModel;
  readonly settings: LoraConfig;
  readonly seed: number;
  /** Leaves the vision tower without an adapter whatever the targets are. */
  readonly freezeVision: boolean;
  /** Folder that the model was loaded from; its path relative to a checkpoint goes into the checkpoint. */
  readonly baseFolder: string;
}

/** @throws ConfigError `unknown-target`, `no-target` */
export function newAdapter(options: NewAdapterOptions): Learner {
  const { model, settings, seed, freezeVision, baseFolder } = options;
  const base = modelDigest(model);
  const adapter = initAdapter(model, settings, seed, { vision: !freezeVision });
  const variables = adapterVariables(adapter);
  const { rank, alpha, rslora } = settings;
  return {
    model,
    trainable: variables,
    files: new Map([[ADAPTER_WEIGHTS_FILE, variables]]),
    reference: basePolicy(model, adapter),
    // The same A and B over another base, or scaled otherwise, are other weights.
    digest: () => weightsDigest(asArrays(variables), `adapter of ${base}, ${alpha}/${rank} ${rslora}\n`),
    save: (folder) =>
      saveAdapter(folder, { adapter, settings, model, baseName: relative(folder, baseFolder) }),
    record: (folder) => ({ base: { folder: relative(folder, baseFolder), weightsDigest: base } }),
  };
}

function asArrays(variables: ReturnType<typeof adapterVariables>): Parameters<typeof weightsDigest>[0] {
  return [...variables].map(([name, variable]) => [
    name,
    // float32 by construction (makeVariable)
    () => ({ shape: variable.shape, data: variable.dataSync() as Float32Array }),
  ]);
}
