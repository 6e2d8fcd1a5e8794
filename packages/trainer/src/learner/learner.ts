/** What a run changes, and what its checkpoints hold of it: a whole model, or an adapter over one that stays as it is. */
import type { Variable } from '../backend/tf.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import type { Policy } from '../sampling/token-logprobs.ts';
import type { Checkpoint } from '../schema.ts';

export interface Learner {
  /** Computes with what is learned. */
  readonly model: VisionLanguageModel;
  /** What the optimizer changes, by its name in the checkpoint. */
  readonly trainable: ReadonlyMap<string, Variable>;
  /** Everything in the checkpoint's files of weights: file name -> the variables by their names there. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, Variable>>;
  /** The model as it was before the first step, when it is still at hand without a copy. */
  readonly reference: Policy | null;
  /** Names the weights that the model computes with. */
  digest(): string;
  /** Writes the files of weights and the configs that belong to them. */
  save(folder: string): Promise<void>;
  /** What checkpoint.json says beyond that, of a checkpoint that will stand in `folder`. */
  record(folder: string): Pick<Checkpoint, 'base'>;
}
