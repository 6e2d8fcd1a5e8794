/** Training of the model's own parameters. Checkpoints are model folders. */
import { modelDigest } from '../checkpoint/weights-digest.ts';
import { MODEL_WEIGHTS_FILE, saveModel, type VisionLanguageModel } from '../model/index.ts';
import type { Learner } from './learner.ts';
import { trainableParameters } from './trainable.ts';

export function wholeModel(model: VisionLanguageModel, freezeVision: boolean): Learner {
  return {
    model,
    trainable: trainableParameters(model, freezeVision),
    files: new Map([[MODEL_WEIGHTS_FILE, model.parameters]]),
    reference: null,
    digest: () => modelDigest(model),
    save: (folder) => saveModel(model, folder, { dtype: 'float32' }),
    record: () => ({}),
  };
}
