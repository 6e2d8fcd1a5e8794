/** run.json: written once, before the first step; a later start of the same run must mean the same run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { readJson, writeJson } from '@parallax/lab/node';
import { type TrainingRun, TrainingRunSchema } from '../schema.ts';

/**
 * Writes run.json, or checks that the one in the folder describes the same training.
 * @returns the record that stands in the folder: an interrupted run keeps its id.
 * @throws ConfigError `run-differs` naming the first key that differs.
 */
export async function claimRun(runFolder: string, run: TrainingRun): Promise<TrainingRun> {
  const path = join(runFolder, 'run.json');
  if (!existsSync(path)) {
    await writeJson(path, run);
    return run;
  }
  const existing = await readJson(path, TrainingRunSchema);
  assertSameRun(runFolder, existing, run);
  return existing;
}

/** What makes two runs the same training. */
export type RunIdentity = Pick<TrainingRun, 'stage' | 'config' | 'datasetDigests' | 'parentWeights'>;

/** @throws ConfigError `run-differs` naming the first key in which the two trainings differ. */
export function assertSameRun(runFolder: string, existing: RunIdentity, wanted: RunIdentity): void {
  const difference =
    firstDifference('stage', existing.stage, wanted.stage) ??
    firstDifference('config', learning(existing.config), learning(wanted.config)) ??
    firstDifference('datasetDigests', existing.datasetDigests, wanted.datasetDigests) ??
    firstDifference('parentWeights', existing.parentWeights, wanted.parentWeights);
  if (difference === null) return;
  throw new ConfigError('run-differs', `${runFolder} holds another run: ${difference}.`, {
    remedy: 'Give another --out folder, delete this one to train again, or use the settings of its run.json.',
  });
}

/** A config without the keys that say only how a run is recorded. */
function learning({ writers: _, ...config }: TrainingRun['config']): TrainingRun['config'] {
  return config;
}

/** Path and both values of the first place where two JSON values differ, or null. */
export function firstDifference(path: string, a: unknown, b: unknown): string | null {
  if (isObject(a) && isObject(b)) {
    for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
      const found = firstDifference(`${path}.${key}`, a[key], b[key]);
      if (found !== null) return found;
    }
    return null;
  }
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? null : `key ${path} is ${left ?? 'absent'} there and ${right ?? 'absent'} here`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
