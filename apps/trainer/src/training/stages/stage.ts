/** A stage of training: a section of a recipe and what trains by it. A new one is one new file and a line in the verb. */
import { dirname, resolve } from 'node:path';
import type { VerbResult } from '@parallax/lab/node';
import type {
  BackendInfo,
  FinishedRun,
  GrpoConfig,
  RunHooks,
  SegmentationConfig,
  SftConfig,
} from '@parallax/trainer';
import type { PlanRunOptions } from '../plan-run.ts';
import type { RunSettings } from '../run-identity.ts';

export type StageConfig = SegmentationConfig | SftConfig | GrpoConfig;

export interface Stage<Config extends StageConfig> {
  readonly name: RunSettings['stage'];
  /** Reads the section of this name. */
  load(recipe: string, overrides: readonly string[]): Promise<Config>;
  /** What a training would need; null where that is not known. */
  readonly plan:
    | ((config: Config, options: Omit<PlanRunOptions, 'stage' | 'config'>) => Promise<VerbResult>)
    | null;
  train(job: StageJob<Config>): Promise<FinishedRun>;
}

export interface StageJob<Config extends StageConfig> {
  /** Its models are named relative to the run folder. */
  readonly config: Config;
  /** The file that the config is from. */
  readonly recipe: string;
  readonly dataset: string;
  readonly runFolder: string;
  readonly settings: RunSettings;
  readonly backend: BackendInfo;
  readonly hooks: RunHooks;
}

/** Folders in a recipe are relative to it. */
export function besideRecipe<Path extends string | null>(recipe: string, path: Path): Path | string {
  return path === null ? path : resolve(dirname(recipe), path);
}
