/** Finds the newest checkpoint that is whole: every file has the digest that checkpoint.json names. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CheckpointError, LabError } from '@parallax/lab';
import { readJson, sha256OfFile } from '@parallax/lab/node';
import { type Checkpoint, CheckpointSchema } from '../schema.ts';
import { CHECKPOINT_FILE, listCheckpoints } from './run-folder.ts';

export interface FoundCheckpoint {
  readonly folder: string;
  readonly checkpoint: Checkpoint;
}

export interface LatestCheckpointOptions {
  /** Told about each damaged checkpoint that is passed over. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Newest whole checkpoint of a run, or null when the run has none yet.
 * @throws CheckpointError `no-usable-checkpoint` when there are some and all are damaged.
 */
export async function latestCheckpoint(
  runFolder: string,
  options: LatestCheckpointOptions = {},
): Promise<FoundCheckpoint | null> {
  const listed = await listCheckpoints(runFolder);
  const damages: string[] = [];
  for (const { folder } of listed) {
    try {
      const checkpoint = await verifyCheckpoint(folder);
      if (damages.length > 0) {
        options.onWarning?.(`${damages.join(' ')} Falling back to ${basename(folder)}.`);
      }
      return { folder, checkpoint };
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      damages.push(error.message);
    }
  }
  if (listed.length === 0) return null;
  throw new CheckpointError(
    'no-usable-checkpoint',
    `No checkpoint of ${runFolder} is whole. ${damages.join(' ')}`,
    {
      remedy: 'Restore the files from a copy, or delete the run folder to train again from the start.',
    },
  );
}

/** @throws CheckpointError `checkpoint-incomplete`, `checkpoint-damaged`, naming the file. */
export async function verifyCheckpoint(folder: string): Promise<Checkpoint> {
  const path = join(folder, CHECKPOINT_FILE);
  const remedy = 'Restore the file from a copy, or delete the folder so that the one before it is used.';
  if (!existsSync(path)) {
    throw new CheckpointError('checkpoint-incomplete', `${folder} has no ${CHECKPOINT_FILE}.`, { remedy });
  }
  const checkpoint = await readJson(path, CheckpointSchema);
  for (const [name, digest] of Object.entries(checkpoint.files)) {
    const file = join(folder, name);
    if (!existsSync(file)) {
      throw new CheckpointError('checkpoint-incomplete', `${file} is missing.`, { remedy });
    }
    if ((await sha256OfFile(file)) !== digest) {
      throw new CheckpointError('checkpoint-damaged', `${file} does not have the digest it was saved with.`, {
        remedy,
      });
    }
  }
  return checkpoint;
}
