/** Puts a checkpoint's numbers back into what is learned and its optimizer, bit for bit. */
import { join } from 'node:path';
import { CheckpointError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { tf } from '../backend/tf.ts';
import type { Learner } from '../learner/learner.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import { readSafetensors } from '../weights/index.ts';
import type { FoundCheckpoint } from './latest-checkpoint.ts';
import { OPTIMIZER_FILE, STATE_FILE } from './run-folder.ts';

const TrainerStateSchema = z.object({ schemaVersion: z.literal(1), step: z.int(), optimizerSteps: z.int() });

/** @returns the step that the checkpoint was saved after. @throws CheckpointError `checkpoint-mismatch`. */
export async function restoreCheckpoint(
  found: FoundCheckpoint,
  learner: Learner,
  optimizer: Optimizer,
): Promise<number> {
  const { folder, checkpoint } = found;
  for (const [file, variables] of learner.files) {
    const weights = await readSafetensors(join(folder, file));
    for (const [name, variable] of variables) {
      const array = weights.get(name);
      if (array === undefined || array.shape.join() !== variable.shape.join()) {
        throw mismatch(folder, `${name} is missing in ${file} or of another shape`);
      }
      const value = tf().tensor(array.data, [...array.shape]);
      variable.assign(value);
      value.dispose();
    }
  }
  if (learner.digest() !== checkpoint.weightsDigest) throw mismatch(folder, 'the weights digest differs');
  const state = await readJson(join(folder, STATE_FILE), TrainerStateSchema);
  optimizer.restore(await readSafetensors(join(folder, OPTIMIZER_FILE)), state.optimizerSteps);
  return state.step;
}

function mismatch(folder: string, what: string): CheckpointError {
  return new CheckpointError('checkpoint-mismatch', `${folder}: ${what}.`, {
    remedy: 'Continue with the recipe and base that started this run, or choose another --out folder.',
  });
}
