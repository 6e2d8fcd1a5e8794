/** Shards of rendered scenes: own GL context. */
import type { DatasetWriter } from '@parallax/dataset';
import { registerModels } from '../models/register-models.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { makeShard } from './make-shard.ts';
import type { ShardMaker } from './maker.ts';
import type { FromWorker, Work } from './protocol.ts';

export function openSceneMaker(
  writer: DatasetWriter,
  { config, models }: Extract<Work, { type: 'scenes' }>,
  send: (message: FromWorker) => void,
): ShardMaker {
  if (models !== undefined) registerModels(models);
  const renderer = new SceneRenderer(config.imageSizePx);
  const subjects = splitSubjects(config);
  return async (shard) => {
    if (!('firstScene' in shard)) throw new Error('A worker for scenes got a shard of captures.');
    const content = await makeShard(renderer, config, shard, subjects, () => send({ advance: 1 }));
    await writer.writeShard(shard.split, shard.index, content);
  };
}
