/** Which scenes stand in which shard: consecutive scene numbers of one split. */
import type { Split } from '@parallax/dataset/schema';
import type { GenerateConfig } from '../../config.ts';

export interface Shard {
  readonly split: Split;
  readonly index: number;
  readonly firstScene: number;
  readonly scenes: number;
}

export function planShards({
  scenes,
  scenesPerShard,
}: Pick<GenerateConfig, 'scenes' | 'scenesPerShard'>): Shard[] {
  return (['train', 'validation', 'test'] as const).flatMap((split) =>
    Array.from({ length: Math.ceil(scenes[split] / scenesPerShard) }, (_, index) => {
      const firstScene = index * scenesPerShard;
      return { split, index, firstScene, scenes: Math.min(scenesPerShard, scenes[split] - firstScene) };
    }),
  );
}
