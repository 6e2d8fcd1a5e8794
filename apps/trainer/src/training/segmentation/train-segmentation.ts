/** `parallax train segmentation`: the vision tower alone, from masks. */
import {
  type BackendInfo,
  type FinishedRun,
  modelDigest,
  type RunHooks,
  runSegmentation,
  type SegmentationConfig,
} from '@parallax/trainer';
import { describeRun, type RunSettings } from '../run-identity.ts';
import { startModel } from '../start-model.ts';
import { labelledPhotos } from './labelled-photos.ts';

export interface SegmentationJob {
  readonly config: SegmentationConfig;
  readonly dataset: string;
  readonly runFolder: string;
  /** Of a random start. */
  readonly tokenizerFolder: string | null;
  readonly settings: RunSettings;
  readonly backend: BackendInfo;
  readonly hooks: RunHooks;
}

export async function trainSegmentation(job: SegmentationJob): Promise<FinishedRun> {
  const { config, runFolder } = job;
  const source = await labelledPhotos(job.dataset);
  const start = await startModel(config, job.tokenizerFolder, runFolder);
  const parent = config.base === null ? null : modelDigest(start.model);
  return runSegmentation({
    ...start,
    ...job.hooks,
    config,
    runFolder,
    run: describeRun(runFolder, job.settings, parent, job.backend),
    source,
  });
}
