/** The learner that a config asks for. */
import { resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import type { VisionLanguageModel } from '../model/index.ts';
import type { SftConfig } from '../schema.ts';
import type { Learner } from './learner.ts';
import { newAdapter } from './new-adapter.ts';
import { wholeModel } from './whole-model.ts';

export interface MakeLearnerOptions {
  readonly config: Pick<SftConfig, 'base' | 'seed' | 'lora' | 'freezeVision' | 'recompute'>;
  /** `config.base` is relative to it. */
  readonly runFolder: string;
  readonly model: VisionLanguageModel;
}

/** @throws ConfigError `lora-without-base`, `unknown-target`, `no-target` */
export function makeLearner({ config, runFolder, model }: MakeLearnerOptions): Learner {
  const { base, seed, lora, freezeVision } = config;
  model.setRecompute(config.recompute);
  if (lora === null) return wholeModel(model, freezeVision);
  if (base === null) {
    throw new ConfigError('lora-without-base', 'An adapter over a random model cannot be used without it.', {
      remedy: 'Give --base FOLDER, or remove the key lora to train the whole model.',
    });
  }
  return newAdapter({ model, settings: lora, seed, freezeVision, baseFolder: resolve(runFolder, base) });
}
