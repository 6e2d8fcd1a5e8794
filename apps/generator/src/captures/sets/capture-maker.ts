/** Shards of captures: poses are read, pictures are not. */
import type { DatasetWriter } from '@parallax/dataset';
import type { ShardMaker } from '../../workers/maker.ts';
import type { FromWorker, Work } from '../../workers/protocol.ts';
import { makeCaptureShard } from './make-capture-shard.ts';

export function openCaptureMaker(
  writer: DatasetWriter,
  work: Extract<Work, { type: 'captures' }>,
  send: (message: FromWorker) => void,
): ShardMaker {
  return async (shard) => {
    if (!('pieces' in shard)) throw new Error('A worker for captures got a shard of scenes.');
    const content = await makeCaptureShard(shard, {
      ...work,
      onSkipped: (skipped) => send({ skipped }),
    });
    await writer.writeReferencedShard(shard.split, shard.index, content);
    send({ advance: content.rows.length });
  };
}
