/** All scenes of one shard, in order: the same content whoever makes it and whatever was made before. */
import type { PassRow, ShardContent } from '@parallax/dataset';
import { askScene, type SceneContent } from '../asking/ask-scene.ts';
import type { GenerateConfig } from '../config.ts';
import type { SceneRenderer } from '../render/renderer.ts';
import type { splitSubjects } from '../scenes/subjects.ts';
import { type DrawnScene, drawScene } from './draw-scene.ts';
import type { Shard } from './shards/shard-plan.ts';

export async function makeShard(
  renderer: SceneRenderer,
  config: GenerateConfig,
  shard: Shard,
  subjects: ReturnType<typeof splitSubjects>,
  onScene: () => void,
): Promise<ShardContent> {
  const contents: SceneContent[] = [];
  const passes: PassRow[] = [];
  let asked: Promise<unknown> = Promise.resolve();
  for (let k = 0; k < shard.scenes; k++) {
    const drawn = drawScene(renderer, config, shard.split, shard.firstScene + k, subjects[shard.split]);
    // One scene in flight: its pictures are encoded while this one was drawn.
    await asked;
    asked = askScene(config, drawn).then(async (content) => {
      contents.push(content);
      passes.push(...(await passesOf(drawn, content)));
      onScene();
    });
    // The failure is thrown by the next await; without this it would count as unhandled until then.
    asked.catch(() => undefined);
  }
  await asked;
  const discarded: Record<string, number> = {};
  for (const content of contents) {
    for (const [reason, times] of Object.entries(content.discarded)) {
      discarded[reason] = (discarded[reason] ?? 0) + times;
    }
  }
  return {
    rows: contents.flatMap(({ rows }) => rows),
    records: contents.flatMap(({ records }) => records),
    discarded,
    ...(passes.length > 0 && { passes }),
  };
}

/** Views that no question asks of are not kept, nor are their passes. */
async function passesOf({ views }: DrawnScene, { records }: SceneContent): Promise<PassRow[]> {
  const kept = new Set(records.flatMap((record) => (record.type === 'view' ? [record.viewId] : [])));
  return (await views).flatMap(({ view, passes }) => (passes && kept.has(view.viewId) ? [passes] : []));
}
