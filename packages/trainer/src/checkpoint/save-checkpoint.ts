/**
 * Saves a checkpoint so that a reader, or a machine that loses power, sees a whole one or none: written into a folder
 * of another name, every file flushed, then renamed. Only then are older ones removed, so the last good checkpoint
 * outlives a disk that runs full.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeCommit, describeWriteFailure, sha256OfFile, syncFolder, writeJson } from '@parallax/lab/node';
import type { Learner } from '../learner/learner.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import type { Checkpoint } from '../schema.ts';
import { writeSafetensors } from '../weights/index.ts';
import {
  CHECKPOINT_FILE,
  checkpointName,
  checkpointsFolder,
  listCheckpoints,
  OPTIMIZER_FILE,
  removePartialCheckpoints,
  STATE_FILE,
} from './run-folder.ts';

/** Files of a Hugging Face folder that belong to the tokenizer and processor, copied along when they exist. */
const ASSET_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'preprocessor_config.json',
  'chat_template.jinja',
  'chat_template.json',
  'generation_config.json',
];

export interface SaveCheckpointOptions {
  readonly runFolder: string;
  readonly runId: string;
  readonly step: number;
  readonly learner: Learner;
  readonly optimizer: Optimizer;
  /** Folder whose tokenizer and processor files go with the weights. */
  readonly assetsFolder: string;
  /** How many checkpoints stay, this one included. */
  readonly keep: number;
}

/** @throws LabError `disk-full`: the checkpoints saved before are untouched. */
export async function saveCheckpoint(
  options: SaveCheckpointOptions,
): Promise<{ folder: string; checkpoint: Checkpoint }> {
  const { runFolder, runId, step, learner, optimizer } = options;
  const folder = join(checkpointsFolder(runFolder), checkpointName(step));
  const partial = `${folder}.${process.pid}.part`;
  try {
    await removePartialCheckpoints(runFolder);
    await mkdir(partial, { recursive: true });
    await learner.save(partial);
    await copyAssets(options.assetsFolder, partial);
    await writeSafetensors(join(partial, OPTIMIZER_FILE), optimizer.state());
    await writeJson(join(partial, STATE_FILE), { schemaVersion: 1, step, optimizerSteps: optimizer.steps });
    const checkpoint: Checkpoint = {
      schemaVersion: 1,
      codeCommit: codeCommit(),
      type: 'checkpoint',
      checkpointId: `${runId}/${checkpointName(step)}`,
      runId,
      step,
      weightsDigest: learner.digest(),
      ...learner.record(folder),
      files: await flushAndDigest(partial),
    };
    await writeJson(join(partial, CHECKPOINT_FILE), checkpoint);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    await syncFolder(checkpointsFolder(runFolder));
    for (const old of (await listCheckpoints(runFolder)).slice(options.keep)) {
      await rm(old.folder, { recursive: true, force: true });
    }
    return { folder, checkpoint };
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw describeWriteFailure(folder, cause);
  }
}

/** Copies tokenizer and processor files that `to` does not have yet. */
export async function copyAssets(from: string, to: string): Promise<void> {
  for (const name of ASSET_FILES) {
    const source = join(from, name);
    if (existsSync(source) && !existsSync(join(to, name))) await copyFile(source, join(to, name));
  }
}

/** Forces every file to the disk, then names its digest. */
async function flushAndDigest(folder: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    const handle = await open(join(folder, name), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    digests[name] = await sha256OfFile(join(folder, name));
  }
  return digests;
}
