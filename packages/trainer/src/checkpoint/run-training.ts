/**
 * The frame of every training loop: claims the run folder, resumes from the newest whole checkpoint, counts steps,
 * writes metrics.jsonl, saves checkpoints and, last, result.json. What a step does is the caller's.
 *
 * Resume is exact because a step depends only on the weights, the optimizer state, the seed and the step's number.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { codeCommit, readJson, writeJson } from '@parallax/lab/node';
import { releaseMemory } from '../backend/release-memory.ts';
import { tf } from '../backend/tf.ts';
import type { Learner } from '../learner/learner.ts';
import { openJsonLines } from '../metrics/json-lines.ts';
import { openMetricsWriters } from '../metrics/open-metrics.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import {
  type Checkpoint,
  type MetricsLine,
  type MetricsWriterName,
  type TrainingResult,
  TrainingResultSchema,
  type TrainingRun,
} from '../schema.ts';
import { type FoundCheckpoint, latestCheckpoint } from './latest-checkpoint.ts';
import { restoreCheckpoint } from './restore-checkpoint.ts';
import { lockRun } from './run-lock.ts';
import { claimRun } from './run-record.ts';
import { saveCheckpoint } from './save-checkpoint.ts';

export interface RunHooks {
  /** Called once with the step that training continues after (0 = from the start). */
  readonly onStart?: (resumedStep: number) => void;
  readonly onStep?: (line: MetricsLine) => void;
  readonly onWarning?: (message: string) => void;
  /** Aborting saves a checkpoint of the last finished step, then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface RunTrainingOptions extends RunHooks {
  readonly runFolder: string;
  readonly run: TrainingRun;
  readonly learner: Learner;
  readonly optimizer: Optimizer;
  /** Folder whose tokenizer and processor files go into every checkpoint. */
  readonly assetsFolder: string;
  readonly config: {
    readonly steps: number;
    readonly checkpointEverySteps: number;
    readonly keepCheckpoints: number;
    readonly writers: readonly MetricsWriterName[];
  };
  /** Opens further files of the run at the resumed step. */
  readonly prepare?: (resumedStep: number) => Promise<void>;
  /** Does step `step` (1-based) and returns what to record of it. */
  readonly step: (step: number) => Promise<Readonly<Record<string, number>>>;
}

export interface FinishedRun {
  readonly checkpointFolder: string;
  readonly checkpoint: Checkpoint;
  readonly result: TrainingResult;
}

const RELEASE_EVERY_STEPS = 20;

/** @throws ConfigError `run-differs`; CheckpointError; LabError `disk-full`, `interrupted`. */
export async function runTraining(options: RunTrainingOptions): Promise<FinishedRun> {
  const unlock = await lockRun(options.runFolder);
  try {
    return await train(options);
  } finally {
    await unlock();
  }
}

async function train(options: RunTrainingOptions): Promise<FinishedRun> {
  const { runFolder, learner, optimizer, config } = options;
  const { steps } = config;
  const run = await claimRun(runFolder, options.run);
  let saved = await latestCheckpoint(runFolder, options);
  let done = saved === null ? 0 : await restoreCheckpoint(saved, learner, optimizer);
  const metrics = await openJsonLines<MetricsLine>(join(runFolder, 'metrics.jsonl'), done);
  const others = await openMetricsWriters(config.writers, {
    runFolder,
    run,
    resumedStep: done,
    earlierLines: await readMetrics(runFolder),
  });
  await options.prepare?.(done);
  options.onStart?.(done);
  const save = (step: number): Promise<FoundCheckpoint> =>
    saveCheckpoint({ ...options, runId: run.runId, step, keep: config.keepCheckpoints });

  while (done < steps) {
    if (options.signal?.aborted) {
      if (done > 0 && saved?.checkpoint.step !== done) await save(done);
      throw options.signal.reason;
    }
    const startedAt = performance.now();
    const measured = await options.step(done + 1);
    done++;
    const line: MetricsLine = {
      step: done,
      ...measured,
      stepMs: Math.round(performance.now() - startedAt),
      memoryMb: Math.round(process.memoryUsage.rss() / 1e6),
      tensors: tf().memory().numTensors,
    };
    await metrics.append([line]);
    await others.append(line);
    options.onStep?.(line);
    if (done % RELEASE_EVERY_STEPS === 0) releaseMemory();
    if (done % config.checkpointEverySteps === 0 || done === steps) saved = await save(done);
  }
  await others.finish?.();
  return finish(options, run, saved!);
}

/** The result of a run that has ended, or null; lets a second start answer at once. */
export async function readResult(runFolder: string): Promise<TrainingResult | null> {
  const path = join(runFolder, 'result.json');
  return existsSync(path) ? readJson(path, TrainingResultSchema) : null;
}

async function finish(
  options: RunTrainingOptions,
  run: TrainingRun,
  saved: FoundCheckpoint,
): Promise<FinishedRun> {
  const lines = await readMetrics(options.runFolder);
  const result: TrainingResult = {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'training-result',
    runId: run.runId,
    finalCheckpoint: relative(options.runFolder, saved.folder),
    weightsDigest: saved.checkpoint.weightsDigest,
    steps: options.config.steps,
    seconds: lines.reduce((sum, line) => sum + (line['stepMs'] ?? 0), 0) / 1000,
    metrics: lines.at(-1) ?? { step: options.config.steps },
  };
  await writeJson(join(options.runFolder, 'result.json'), result);
  return { checkpointFolder: saved.folder, checkpoint: saved.checkpoint, result };
}

async function readMetrics(runFolder: string): Promise<MetricsLine[]> {
  const text = await readFile(join(runFolder, 'metrics.jsonl'), 'utf8');
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as MetricsLine); // written by this module
}
