/**
 * Runs a task against a model and records every sample. The folder, in the order of writing: plan.json,
 * samples.jsonl (a journal while running, in task order when done), log.json last.
 * The same call after kill -9 goes on; no recorded sample is asked again.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataInvalidError } from '@parallax/lab';
import { codeCommit, readJson, sha256, writeFileAtomic, writeJson } from '@parallax/lab/node';
import pLimit from 'p-limit';
import type { Completer, CompletionOutcome } from '../completers/completer.ts';
import { type EvalLog, EvalLogSchema, type EvalSample } from '../schema.ts';
import { promptText, type Task, type TaskSample } from '../tasks/task.ts';
import { batchesOf } from './batches.ts';
import { computeMetrics } from './metrics.ts';
import { OutageGuard } from './outage.ts';
import { claimFolder, type PlanOptions, planEvaluation } from './plan.ts';
import { encodeSamples, SamplesFile, samplesDigest } from './samples-file.ts';

export interface RunEvaluationOptions<S extends TaskSample = TaskSample> extends PlanOptions<S> {
  readonly completer: Completer;
  readonly folder: string;
  /** Calls of `complete` in flight at a time. */
  readonly concurrency?: number;
  /** Ask samples again that an earlier run recorded with an error. */
  readonly retryErrors?: boolean;
  readonly signal?: AbortSignal;
  /** After a sample is recorded; `done` counts those of earlier runs too. */
  readonly onSample?: (sample: EvalSample, done: number) => void;
}

/**
 * @throws ConfigError `other-evaluation`; DataInvalidError `no-samples`, `duplicate-sample`;
 * DataFormatError `damaged-journal`; ProviderError when the server is down; LabError `disk-full`, `interrupted`.
 */
export async function runEvaluation<S extends TaskSample>(
  options: RunEvaluationOptions<S>,
): Promise<EvalLog> {
  const { folder } = options;
  const plan = planEvaluation(options);
  await mkdir(folder, { recursive: true });
  await claimFolder(folder, plan);
  const logPath = join(folder, 'log.json');
  if (options.retryErrors !== true && (await exists(logPath))) return readJson(logPath, EvalLogSchema);

  const samplesPath = join(folder, 'samples.jsonl');
  const { file, finished } = await SamplesFile.open(samplesPath);
  const done = new Map<string, EvalSample>();
  for (const sample of finished) {
    if (options.retryErrors !== true || sample.error === null) done.set(sample.sampleId, sample);
  }
  let order: string[];
  try {
    order = await askAll(options, done, file);
  } finally {
    await file.close();
  }
  if (order.length === 0) {
    throw new DataInvalidError('no-samples', `Task ${plan.task} has no sample.`, {
      remedy: 'Choose another split or other kinds.',
    });
  }
  const samples = order.map((id) => done.get(id)!);
  await writeFileAtomic(samplesPath, encodeSamples(samples));
  const log: EvalLog = {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'evaluation',
    ...plan,
    metrics: computeMetrics(samples),
    samplesSha256: samplesDigest(samples),
  };
  await writeJson(logPath, log);
  return log;
}

/** Asks what is not done yet and fills `done`; returns all sample ids in task order. */
async function askAll<S extends TaskSample>(
  options: RunEvaluationOptions<S>,
  done: Map<string, EvalSample>,
  file: SamplesFile,
): Promise<string[]> {
  const { task, completer, signal } = options;
  const limit = pLimit(options.concurrency ?? (completer.batchSize > 1 ? 1 : 8));
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const guard = new OutageGuard();
  const known = new Set(done.keys());
  let writing: Promise<void> = Promise.resolve();
  const record = (samples: readonly EvalSample[]): Promise<void> => {
    // One writer: appends queue up, each returns when its lines are on the disk.
    writing = writing.then(async () => {
      await file.append(samples);
      for (const sample of samples) {
        done.set(sample.sampleId, sample);
        options.onSample?.(sample, done.size);
      }
    });
    return writing;
  };
  const askBatch = async (batch: readonly S[]): Promise<void> => {
    if (either.aborted) return;
    try {
      const outcomes = await completer.complete(requestsOf(batch, options), either);
      await record(guard.pass(batch.map((sample, i) => toEvalSample(task, sample, outcomes[i]))));
    } catch (error) {
      stop.abort(error);
    }
  };

  const order: string[] = [];
  const seen = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  for await (const sample of ordered(task, order, seen, completer.batchSize)) {
    if (either.aborted) break;
    if (sample.every(({ id }) => known.has(id))) continue;
    const job = limit(() => askBatch(sample)).finally(() => inFlight.delete(job));
    inFlight.add(job);
    // Read ahead a little and no more: images of waiting samples are in memory.
    if (limit.pendingCount > limit.concurrency) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  await writing.catch(() => undefined);
  either.throwIfAborted();
  await record(guard.finish());
  return order;
}

/** The batches of the task, noting every id in task order on the way. */
async function* ordered<S extends TaskSample>(
  task: Task<S>,
  order: string[],
  seen: Set<string>,
  batchSize: number,
): AsyncGenerator<S[]> {
  async function* noted(): AsyncGenerator<S> {
    for await (const sample of task.samples()) {
      if (seen.has(sample.id)) {
        throw new DataInvalidError(
          'duplicate-sample',
          `Task ${task.name} has two samples with id ${sample.id}.`,
          {
            remedy: 'Give every sample an id of its own.',
          },
        );
      }
      seen.add(sample.id);
      order.push(sample.id);
      yield sample;
    }
  }
  yield* batchesOf(noted(), batchSize);
}

function requestsOf<S extends TaskSample>(batch: readonly S[], options: RunEvaluationOptions<S>) {
  const { maxTokens, temperature = 0, seed = 1, stop } = options;
  return batch.map(({ id, messages, images }) => ({
    id,
    messages,
    images,
    maxTokens,
    temperature,
    seed,
    ...(stop === undefined ? {} : { stop }),
  }));
}

function toEvalSample<S extends TaskSample>(
  task: Task<S>,
  sample: S,
  outcome: CompletionOutcome | undefined,
): EvalSample {
  const missing = { code: 'no-outcome', message: 'The completer returned fewer outcomes than requests.' };
  const error = outcome === undefined ? missing : outcome.error;
  const completion = outcome?.text ?? null;
  return {
    sampleId: sample.id,
    kind: sample.kind,
    groupId: sample.groupId,
    prompt: promptText(sample.messages),
    imageDigests: sample.images.map((bytes) => sha256(bytes)),
    answer: sample.answer,
    chance: sample.chance,
    completion,
    score: completion === null ? null : task.score(sample, completion),
    error: error === null ? null : { code: error.code, message: error.message },
    latencyMs: Math.round((outcome?.latencyMs ?? 0) * 10) / 10,
    completionTokens: outcome?.completionTokens ?? null,
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
