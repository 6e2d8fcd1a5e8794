/** Worker processes that share a queue of shards. Processes, not threads: a GL driver's crash costs one shard only. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { removeUnfinishedShards } from '@parallax/dataset';
import { LabError } from '@parallax/lab';
import type { SkippedCapture } from '../captures/import-plan.ts';
import { type FromWorker, receiveError, type ToWorker, type WorkerStart } from './protocol.ts';
import type { ShardQueue } from './shards/shard-queue.ts';

export interface PoolOptions {
  readonly start: WorkerStart;
  readonly queue: ShardQueue;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onAdvance: (units: number) => void;
  readonly onSkipped: (skipped: SkippedCapture) => void;
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Writes all shards of the queue; returns when the last stands on disk.
 * @throws the first error of a worker, LabError `worker-died` when one vanished, or the signal's reason.
 */
export async function runPool(options: PoolOptions): Promise<void> {
  const { start, queue, workers, signal, onAdvance, onSkipped } = options;
  signal.throwIfAborted();
  const children: ChildProcess[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      let working = workers;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      for (let k = 0; k < workers; k++) {
        const child = startWorker(start);
        children.push(child);
        const hand = async (): Promise<void> => {
          const shard = await queue.take();
          if (shard !== null) return send(child, { shard });
          send(child, { stop: true });
          if (--working === 0) resolve();
        };
        child.on('message', (message: FromWorker) => {
          if ('failed' in message) reject(receiveError(message.failed));
          else if ('advance' in message) onAdvance(message.advance);
          else if ('skipped' in message) onSkipped(message.skipped);
          else if ('written' in message) queue.done(message.written).then(hand).catch(reject);
          else hand().catch(reject);
        });
        child.on('error', reject);
        child.on('exit', (code, by) => {
          if (code !== 0) reject(workerDied(code, by));
        });
        send(child, { start });
      }
    });
  } finally {
    await endAll(children);
    const pids = children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    await removeUnfinishedShards(start.folder, pids);
  }
}

/**
 * Returns when none of them can write any more. One worker's failure ends the others in the middle of a shard; those that
 * are done would end by themselves too, after their driver's long goodbye.
 */
async function endAll(children: readonly ChildProcess[]): Promise<void> {
  const running = children.filter(
    ({ pid, exitCode, signalCode }) => pid !== undefined && exitCode === null && signalCode === null,
  );
  await Promise.all(
    running.map((child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      return ended;
    }),
  );
}

/**
 * A worker for captures keeps one shard: a young generation of 16 MB costs a tenth less time than one of 2 MB, and an old
 * one that is bounded near to what a shard needs is collected before it takes more.
 */
function captureHeap(questionsPerShard: number): string[] {
  return ['--max-semi-space-size=16', `--max-old-space-size=${Math.round(96 + questionsPerShard / 16)}`];
}

function startWorker({ work }: WorkerStart): ChildProcess {
  // Cores are shared by processes already: more threads inside each only wait for one another.
  const env = { LP_NUM_THREADS: '0', UV_THREADPOOL_SIZE: '2', ...process.env };
  const execArgv = [
    ...process.execArgv,
    ...(work.type === 'captures' ? captureHeap(work.config.questionsPerShard) : []),
  ];
  // Standard output belongs to the verb's result.
  return fork(WORKER, { env, execArgv, stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
}

function send(child: ChildProcess, message: ToWorker): void {
  // A child that is gone reports by its exit event.
  if (child.connected) child.send(message, () => undefined);
}

function workerDied(code: number | null, signal: string | null): LabError {
  const how = signal === null ? `with exit code ${code}` : `by signal ${signal}`;
  return new LabError('worker-died', `A generate worker ended ${how}.`, {
    remedy: 'Run the same command again: it continues. If memory ran out, use fewer --workers.',
  });
}
