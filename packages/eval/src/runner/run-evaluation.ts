/**
 * Runs a task against a model and records every sample. The folder, in the order of writing: plan.json,
 * samples.jsonl (a journal while running, in task order when done), log.json last.
 * The same call after kill -9 goes on; no recorded sample is asked again.
 */
import { setMaxListeners } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataInvalidError } from '@parallax/lab';
import { canonicalJson, codeCommit, readJson, sha256, writeFileAtomic, writeJson } from '@parallax/lab/node';
import { imageDigest } from '../chat/image-urls.ts';
import { type Budget, BudgetSpentError, type Spending } from '../completers/budget.ts';
import type { Completer, CompletionOutcome } from '../completers/completer.ts';
import { type EvalLog, EvalLogSchema, type EvalSample } from '../schema.ts';
import { promptText, type Task, type TaskSample } from '../tasks/task.ts';
import { batchesOf } from './batches.ts';
import { metricsOf, outcomeOf, type SampleOutcome } from './metrics.ts';
import { OutageGuard } from './outage.ts';
import { claimFolder, type PlanOptions, planEvaluation } from './plan.ts';
import { SamplesFile } from './samples-file.ts';

export interface RunEvaluationOptions<S extends TaskSample = TaskSample> extends PlanOptions<S> {
  readonly completer: Completer;
  readonly folder: string;
  /** Calls of `complete` in flight at a time. */
  readonly concurrency?: number;
  /** Ask samples again that an earlier run recorded with an error. */
  readonly retryErrors?: boolean;
  /** The completer's; what earlier calls of this evaluation recorded is added to what is spent. */
  readonly budget?: Budget;
  readonly signal?: AbortSignal;
  /** After a sample is recorded; `done` counts those of earlier runs too. */
  readonly onSample?: (sample: EvalSample, done: number) => void;
}

/**
 * @throws ConfigError `other-evaluation`; DataInvalidError `no-samples`, `duplicate-sample`;
 * DataFormatError `damaged-journal`; ProviderError when the server is down; LabError `budget-spent`, `disk-full`,
 * `interrupted`.
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
  const done = new Set<string>();
  const file = await SamplesFile.open(samplesPath, (sample) => {
    options.budget?.add(spentOn(sample));
    if (options.retryErrors !== true || sample.error === null) done.add(sample.sampleId);
  });
  // Of each sample only its numbers stay in memory; its texts only where official scorers read them.
  const outcomes: SampleOutcome[] = [];
  const completions = new Map<string, string>();
  let samplesSha256: string;
  try {
    const order = await askAll(options, done, file);
    if (order.size === 0) {
      throw new DataInvalidError('no-samples', `Task ${plan.task} has no sample.`, {
        remedy: 'Choose another split or other kinds.',
      });
    }
    samplesSha256 = await file.sort(order, (sample) => {
      outcomes.push(outcomeOf(sample));
      if (options.task.reports === undefined || sample.error !== null) return;
      if (sample.completion !== null) completions.set(sample.sampleId, sample.completion);
    });
  } finally {
    await file.close();
  }
  const scorersSha256 = await writeReports(options.task, completions, join(folder, 'scorers.json'));
  const log: EvalLog = {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'evaluation',
    ...plan,
    metrics: metricsOf(outcomes),
    samplesSha256,
    ...(scorersSha256 === null ? {} : { scorersSha256 }),
  };
  await writeJson(logPath, log);
  return log;
}

/** The official numbers beside ours; null for a task that has none. */
async function writeReports<S extends TaskSample>(
  task: Task<S>,
  completions: ReadonlyMap<string, string>,
  path: string,
): Promise<string | null> {
  if (task.reports === undefined) return null;
  const content = canonicalJson({ schemaVersion: 1, task: task.name, scorers: task.reports(completions) });
  await writeFileAtomic(path, content);
  return sha256(content);
}

/** A failed sample has its requests recorded, but no tokens. */
function spentOn({ requests = 0, promptTokens = 0, completionTokens }: EvalSample): Spending {
  const paid = requests > 0;
  return {
    requests,
    promptTokens: paid ? promptTokens : 0,
    completionTokens: paid ? (completionTokens ?? 0) : 0,
  };
}

/** Asks what is not done yet; returns all sample ids in task order. */
async function askAll<S extends TaskSample>(
  options: RunEvaluationOptions<S>,
  done: ReadonlySet<string>,
  file: SamplesFile,
): Promise<ReadonlySet<string>> {
  const { task, completer, signal } = options;
  const concurrency = options.concurrency ?? (completer.batchSize > 1 ? 1 : 8);
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const guard = new OutageGuard();
  // A listener a pause before a retry is no leak.
  setMaxListeners(0, either);
  let spent: BudgetSpentError | null = null;
  let recorded = done.size;
  const record = async (samples: readonly EvalSample[]): Promise<void> => {
    await file.append(samples);
    for (const sample of samples) {
      // A batch of which a part was recorded before is asked as a whole.
      if (!done.has(sample.sampleId)) recorded++;
      options.onSample?.(sample, recorded);
    }
  };
  const askBatch = async (batch: readonly S[]): Promise<void> => {
    if (either.aborted || spent !== null) return;
    try {
      const askable = batch.filter(({ failure }) => failure === undefined);
      const outcomes =
        askable.length === 0 ? [] : await completer.complete(requestsOf(askable, options), either);
      const byId = new Map(askable.map(({ id }, i) => [id, outcomes[i]]));
      const samples = batch.map((sample) => toEvalSample(task, sample, byId.get(sample.id)));
      const failed = samples.filter((_, i) => batch[i]?.failure !== undefined);
      await record([...failed, ...guard.pass(samples.filter((_, i) => batch[i]?.failure === undefined))]);
    } catch (error) {
      // A spent budget stops nothing that is under way: it is paid for.
      if (error instanceof BudgetSpentError) spent = error;
      else stop.abort(error);
    }
  };

  const order = new Set<string>();
  const batches = batchesOf(task.samples(), completer.batchSize, ({ id }) => {
    if (order.has(id)) throw doubled(task.name, id);
    order.add(id);
  });
  // Each worker reads its next batch when it has answered the last: no images wait in memory.
  const work = async (): Promise<void> => {
    try {
      while (!either.aborted && spent === null) {
        const { value: batch, done: atEnd } = await batches.next();
        if (atEnd === true) return;
        if (!batch.every(({ id }) => done.has(id))) await askBatch(batch);
      }
    } catch (error) {
      stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  await batches.return(undefined);
  either.throwIfAborted();
  await record(guard.finish());
  if (spent !== null) throw spent;
  return order;
}

function doubled(task: string, id: string): DataInvalidError {
  return new DataInvalidError('duplicate-sample', `Task ${task} has two samples with id ${id}.`, {
    remedy: 'Give every sample an id of its own.',
  });
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
  const error = sample.failure ?? (outcome === undefined ? missing : outcome.error);
  const completion = outcome?.text ?? null;
  return {
    sampleId: sample.id,
    kind: sample.kind,
    groupId: sample.groupId,
    prompt: promptText(sample.messages),
    imageDigests: sample.images.map(imageDigest),
    answer: sample.answer,
    chance: sample.chance,
    ...(sample.forms === undefined ? {} : { forms: sample.forms }),
    completion,
    score: completion === null ? null : task.score(sample, completion),
    error: error === null ? null : { code: error.code, message: error.message },
    latencyMs: Math.round((outcome?.latencyMs ?? 0) * 10) / 10,
    completionTokens: outcome?.completionTokens ?? null,
    ...(outcome?.promptTokens == null ? {} : { promptTokens: outcome.promptTokens }),
    ...(outcome?.requests === undefined ? {} : { requests: outcome.requests }),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
