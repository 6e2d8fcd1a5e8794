/** Names inside a run's folder. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export const CHECKPOINT_FILE = 'checkpoint.json';
export const OPTIMIZER_FILE = 'optimizer.safetensors';
export const STATE_FILE = 'trainer_state.json';

export function checkpointsFolder(runFolder: string): string {
  return join(runFolder, 'checkpoints');
}

export function checkpointName(step: number): string {
  return `step-${String(step).padStart(6, '0')}`;
}

/** Finished checkpoint folders, newest first. Folders still being written carry another name. */
export async function listCheckpoints(runFolder: string): Promise<{ step: number; folder: string }[]> {
  const entries = await readdir(checkpointsFolder(runFolder)).catch(() => [] as string[]);
  return entries
    .flatMap((name) => {
      const step = /^step-(\d+)$/.exec(name)?.[1];
      return step === undefined
        ? []
        : [{ step: Number(step), folder: join(checkpointsFolder(runFolder), name) }];
    })
    .sort((a, b) => b.step - a.step);
}

/** Removes what an interrupted save left behind. */
export async function removePartialCheckpoints(runFolder: string): Promise<void> {
  const entries = await readdir(checkpointsFolder(runFolder)).catch(() => [] as string[]);
  for (const name of entries) {
    if (name.endsWith('.part'))
      await rm(join(checkpointsFolder(runFolder), name), { recursive: true, force: true });
  }
}
