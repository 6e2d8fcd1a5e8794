/**
 * Entry of a worker process: own GL context, one shard after another as the verb hands them out. A worker whose
 * parent is gone (kill -9) ends itself; a shard that was not finished leaves nothing behind.
 */
import { type DatasetWriter, openDatasetWriter } from '@parallax/dataset';
import type { GenerateConfig } from '../config.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { makeShard } from './make-shard.ts';
import { type FromWorker, sendError, type ToWorker, type WorkerStart } from './protocol.ts';
import type { Shard } from './shard-plan.ts';

interface Bench {
  readonly config: GenerateConfig;
  readonly writer: DatasetWriter;
  readonly renderer: SceneRenderer;
  readonly subjects: ReturnType<typeof splitSubjects>;
}

let bench: Bench | undefined;

process.on('disconnect', () => process.exit(1));
// The terminal sends Ctrl-C to the whole group: the verb decides, workers follow.
process.on('SIGINT', () => undefined);
process.on('message', (message: ToWorker) => {
  handle(message).catch((error: unknown) => send({ failed: sendError(error) }));
});

async function handle(message: ToWorker): Promise<void> {
  if ('start' in message) {
    bench = await setUp(message.start);
    send({ ready: true });
  } else if ('shard' in message) {
    await write(bench, message.shard);
  } else {
    process.exit(0);
  }
}

async function setUp({ folder, writer, config }: WorkerStart): Promise<Bench> {
  return {
    config,
    writer: await openDatasetWriter(folder, writer),
    renderer: new SceneRenderer(config.imageSizePx),
    subjects: splitSubjects(config),
  };
}

async function write(ready: Bench | undefined, shard: Shard): Promise<void> {
  if (ready === undefined) throw new Error('A worker got a shard before it was started.');
  const { config, writer, renderer, subjects } = ready;
  const content = await makeShard(renderer, config, shard, subjects, () => send({ scene: true }));
  await writer.writeShard(shard.split, shard.index, content);
  send({ written: shard });
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}
