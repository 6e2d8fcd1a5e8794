/** Low-rank adapters: W + s B A, applied on the fly or merged. `lora/` makes, reads and writes them. */
import { CheckpointError } from '@parallax/lab';
import { type Tensor, tf, type Variable } from '../backend/tf.ts';
import type { VisionLanguageModel } from './vision-language-model.ts';

/** One adapted matrix [out, in]: A is [r, in], B is [out, r]. */
export interface LoraPair {
  readonly a: Variable;
  readonly b: Variable;
  /** alpha / r, or alpha / sqrt(r) when rank-stabilised */
  readonly scale: number;
}

export interface LoraAdapter {
  /** By the flat name of the matrix that it changes (`model.layers.0.self_attn.q_proj.weight`). */
  readonly pairs: ReadonlyMap<string, LoraPair>;
}

/**
 * The model computes with W + s B A from now on; gradients reach A and B. Freeze the base by not asking for
 * its gradients. Call `model.setOverlay(null)` to take the adapter off (the reference policy of GRPO).
 * @throws CheckpointError `adapter-wrong` when a matrix is not part of the model or of another shape
 */
export function applyAdapter(model: VisionLanguageModel, adapter: LoraAdapter): void {
  checkFits(model, adapter);
  model.setOverlay((name, stored) => {
    const pair = adapter.pairs.get(name);
    return pair === undefined ? stored : effectiveWeight(stored, pair);
  });
}

/** Adds the adapter to the stored matrices for good; the overlay should be taken off. */
export function mergeAdapter(model: VisionLanguageModel, adapter: LoraAdapter): void {
  checkFits(model, adapter);
  for (const [name, pair] of adapter.pairs) {
    const stored = model.parameters.get(name)!; // checkFits
    tf().tidy(() => stored.assign(effectiveWeight(stored, pair)));
  }
}

function effectiveWeight(stored: Tensor, { a, b, scale }: LoraPair): Tensor {
  return tf().add(stored, tf().mul(tf().matMul(b, a), scale));
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
