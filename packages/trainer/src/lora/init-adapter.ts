/** A new adapter that changes nothing yet: A random, B zero. */
import { ConfigError } from '@parallax/lab';
import { mixSeed, uniformAt } from '../batching/random.ts';
import { applyAdapter, type LoraAdapter, type LoraPair, type VisionLanguageModel } from '../model/index.ts';
import { makeVariable } from '../model/init-model.ts';
import { inVisionTower } from '../model/vision-names.ts';
import type { LoraConfig } from '../schema.ts';
import { targetMatrices } from './target-modules.ts';

/**
 * Puts a new adapter over the model and freezes the model's own parameters. A is uniform within 1 / sqrt(in), which is
 * PEFT's Kaiming-uniform with a = sqrt 5; each matrix draws from the seed and its own name.
 * @param options.vision whether modules of the vision tower that the targets name are adapted; default true
 * @throws ConfigError `unknown-target`, `no-target`
 */
export function initAdapter(
  model: VisionLanguageModel,
  settings: LoraConfig,
  seed: number,
  { vision = true }: { readonly vision?: boolean } = {},
): LoraAdapter {
  const pairs = new Map<string, LoraPair>();
  const scale = adapterScale(settings);
  const named = targetMatrices(model, settings.targetModules);
  const targets = vision ? named : named.filter((name) => !inVisionTower(name));
  if (targets.length === 0) {
    throw new ConfigError('no-target', 'lora.targetModules names modules of the frozen vision tower alone.', {
      remedy: 'Set freezeVision: false, or name modules of the language model.',
    });
  }
  for (const name of targets) {
    const [out, into] = model.parameters.get(name)!.shape as [number, number]; // targetMatrices: two axes
    const word = mixSeed(...Array.from(name, (character) => character.codePointAt(0)!)); // never empty
    const bound = 1 / Math.sqrt(into);
    const a = Float32Array.from(
      { length: settings.rank * into },
      (_, i) => bound * (2 * uniformAt(seed, word, i) - 1),
    );
    pairs.set(name, {
      a: makeVariable(a, [settings.rank, into]),
      b: makeVariable(new Float32Array(out * settings.rank), [out, settings.rank]),
      scale,
    });
  }
  const adapter = { pairs };
  for (const variable of model.parameters.values()) variable.trainable = false;
  applyAdapter(model, adapter);
  return adapter;
}

/** alpha / r; rank-stabilised alpha / sqrt(r) (arXiv 2312.03732). */
export function adapterScale({ alpha, rank, rslora }: Pick<LoraConfig, 'alpha' | 'rank' | 'rslora'>): number {
  return rslora ? alpha / Math.sqrt(rank) : alpha / rank;
}
