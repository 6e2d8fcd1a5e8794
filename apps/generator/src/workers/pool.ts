/** Worker processes that share a list of shards. Processes, not threads: a GL driver's crash costs one shard only. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LabError } from '@parallax/lab';
import { type FromWorker, receiveError, type ToWorker, type WorkerStart } from './protocol.ts';
import type { Shard } from './shard-plan.ts';

export interface PoolOptions {
  readonly start: WorkerStart;
  readonly shards: readonly Shard[];
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly onScene: () => void;
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Writes all shards; returns when the last stands on disk.
 * @throws the first error of a worker, LabError `worker-died` when one vanished, or the signal's reason.
 */
export async function runPool({ start, shards, workers, signal, onScene }: PoolOptions): Promise<void> {
  signal.throwIfAborted();
  const waiting = [...shards];
  const children: ChildProcess[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      let open = shards.length;
      if (open === 0) return resolve();
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      for (let k = 0; k < Math.min(workers, shards.length); k++) {
        const child = startWorker();
        children.push(child);
        const hand = (): void => {
          const shard = waiting.shift();
          send(child, shard === undefined ? { stop: true } : { shard });
        };
        child.on('message', (message: FromWorker) => {
          if ('failed' in message) return reject(receiveError(message.failed));
          if ('scene' in message) return onScene();
          if ('written' in message && --open === 0) return resolve();
          hand();
        });
        child.on('error', reject);
        child.on('exit', (code, by) => {
          if (code !== 0) reject(workerDied(code, by));
        });
        send(child, { start });
      }
    });
  } finally {
    for (const child of children) {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
    }
  }
}

function startWorker(): ChildProcess {
  // Cores are shared by processes already: more threads inside each only wait for one another.
  const env = { LP_NUM_THREADS: '0', UV_THREADPOOL_SIZE: '2', ...process.env };
  // Standard output belongs to the verb's result.
  return fork(WORKER, { env, stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
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
