/** run.json of a training about to start, and the check that a folder's own is the same training. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { canonicalJson, codeCommit, readJson, sha256 } from '@parallax/lab/node';
import { assertSameRun, type BackendInfo, type TrainingRun, TrainingRunSchema } from '@parallax/trainer';

export type RunSettings = Pick<TrainingRun, 'stage' | 'config' | 'datasetDigests'>;

export function describeRun(
  out: string,
  settings: RunSettings,
  parentWeights: string | null,
  backend: BackendInfo,
): TrainingRun {
  const name = basename(resolve(out));
  const identity = sha256(canonicalJson({ ...settings, parentWeights })).slice(0, 8);
  return {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'run',
    runId: `${name}-${identity}`,
    name,
    ...settings,
    parentWeights,
    backend: { ...backend },
  };
}

/** For a run that has ended, before any model is loaded. @throws ConfigError `run-differs`. */
export async function checkFinishedRun(out: string, settings: RunSettings): Promise<void> {
  const path = join(out, 'run.json');
  if (!existsSync(path)) return;
  const existing = await readJson(path, TrainingRunSchema);
  assertSameRun(out, existing, { ...settings, parentWeights: existing.parentWeights });
}
