/**
 * The process that holds the models: TensorFlow blocks its event loop, not the server's. Started by `openModelHost`;
 * it ends when the server goes away, however that ends.
 */
import { exitCodeOf, LabError } from '@parallax/lab';
import { initBackend } from '@parallax/trainer';
import { type Batcher, createBatcher } from './batcher.ts';
import type { ChatJob, ChatToken } from './chat-models.ts';
import { type LoadedModel, loadChatModel, type ReadyJob } from './loaded-model.ts';
import type { Failure, FromWorker, ToWorker } from './protocol.ts';

/** Batches that take turns: with more, each is slower and all hold memory. */
const BATCHES = 2;

interface Work {
  readonly ready: ReadyJob;
  readonly model: LoadedModel;
  readonly id: number;
  tokens: ChatToken[];
}

const models = new Map<string, LoadedModel>();
const cancels = new Map<number, { abort: AbortController; work: Work | null }>();
let batcher: Batcher<Work> | null = null;

// Ctrl-C in a terminal reaches the whole group: the server finishes what is under way, and then lets go of us.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToWorker) => {
  if (message.type === 'load') void load(message);
  else if (message.type === 'job') void take(message.id, message.job);
  else cancel(message.id);
});

function send(message: FromWorker): void {
  // A server that was killed has no ear any more; the end of the channel ends us.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function load(options: Extract<ToWorker, { type: 'load' }>): Promise<void> {
  const onWarning = (message: string): void => send({ type: 'warning', message });
  try {
    const { library, version, device, threads } = await initBackend({ onWarning });
    for (const source of options.models) {
      models.set(source.id, await loadChatModel(source, options.maxTokens, onWarning));
    }
    batcher = createBatcher<Work>({
      rows: options.batchRows,
      running: BATCHES,
      rowsOf: ({ ready }) => ready.job.n,
      keyOf: ({ ready }) => ready.job.model,
      decode,
    });
    const note = `${library} ${version}, ${device}, ${threads} threads`;
    send({ type: 'loaded', models: [...models.values()].map(({ served }) => served), note });
  } catch (error) {
    send({ type: 'load-failed', failure: failureOf(error) });
  }
}

async function take(id: number, job: ChatJob): Promise<void> {
  const abort = new AbortController();
  cancels.set(id, { abort, work: null });
  try {
    const model = models.get(job.model)!; // the server asks for models that were loaded only
    const { prompt, maxTokens } = await model.prepare(job);
    if (abort.signal.aborted) return;
    send({ type: 'event', id, event: { type: 'start', promptTokens: prompt.inputIds.length } });
    const onToken = (token: ChatToken): void => void work.tokens.push(token);
    const ready: ReadyJob = { job, prompt, maxTokens, signal: abort.signal, onToken };
    const work: Work = { ready, model, id, tokens: [] };
    cancels.set(id, { abort, work });
    batcher!.add(work);
  } catch (error) {
    cancels.delete(id);
    send({ type: 'failed', id, failure: failureOf(error) });
  }
}

async function decode(jobs: readonly Work[]): Promise<void> {
  const flush = (): void => {
    for (const work of jobs) {
      if (work.tokens.length === 0) continue;
      send({ type: 'event', id: work.id, event: { type: 'tokens', tokens: work.tokens } });
      work.tokens = [];
    }
  };
  try {
    await jobs[0]!.model.decode(
      jobs.map(({ ready }) => ready),
      async () => {
        flush();
        // A turn of the event loop: messages come in, the other batch has its step.
        await new Promise((done) => setImmediate(done));
      },
    );
    flush();
    for (const { id } of jobs) send({ type: 'end', id });
  } catch (error) {
    for (const { id } of jobs) send({ type: 'failed', id, failure: failureOf(error) });
  } finally {
    for (const { id } of jobs) cancels.delete(id);
  }
}

function cancel(id: number): void {
  const known = cancels.get(id);
  if (known === undefined) return;
  known.abort.abort();
  if (known.work !== null && !batcher!.remove(known.work)) return;
  cancels.delete(id);
}

function failureOf(error: unknown): Failure {
  if (error instanceof LabError) {
    const { code, message, remedy = null } = error;
    const input = exitCodeOf(error) === 2 || code === 'context-length-exceeded';
    return { code, message, remedy, input };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'unexpected', message, remedy: null, input: false };
}
