/**
 * Entry of a worker process: one shard after another as the verb hands them out. A worker whose parent is gone
 * (kill -9) ends itself; a shard that was not finished leaves nothing behind.
 */
import { flushCompileCache } from 'node:module';
import { openDatasetWriter } from '@parallax/dataset';
import type { ShardMaker } from './maker.ts';
import { type FromWorker, sendError, type ToWorker, type WorkerStart } from './protocol.ts';

let maker: ShardMaker | undefined;

process.on('disconnect', () => process.exit(1));
// The terminal sends Ctrl-C to the whole group: the verb decides, workers follow.
process.on('SIGINT', () => undefined);
process.on('message', (message: ToWorker) => {
  handle(message).catch((error: unknown) => send({ failed: sendError(error) }));
});

async function handle(message: ToWorker): Promise<void> {
  if ('start' in message) {
    maker = await setUp(message.start);
    // A worker is killed at the end, and what it compiled would be lost with it.
    flushCompileCache();
    send({ ready: true });
  } else if ('shard' in message) {
    if (maker === undefined) throw new Error('A worker got a shard before it was started.');
    await maker(message.shard);
    send({ written: message.shard });
  } else {
    process.exit(0);
  }
}

async function setUp({ folder, writer: options, work }: WorkerStart): Promise<ShardMaker> {
  const writer = await openDatasetWriter(folder, options);
  // Loaded when needed: the renderer takes memory that a worker for captures has no use for.
  if (work.type === 'scenes') {
    const { openSceneMaker } = await import('./scene-maker.ts');
    return openSceneMaker(writer, work, send);
  }
  const { openCaptureMaker } = await import('../captures/sets/capture-maker.ts');
  return openCaptureMaker(writer, work, send);
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}
