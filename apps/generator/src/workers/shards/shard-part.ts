/** `--shard k/n`: the part of a data set that one of n job-engine tasks makes. */
import { ConfigError } from '@parallax/lab';

export interface ShardPart {
  /** From 1 to `of`. */
  readonly part: number;
  readonly of: number;
}

/** @throws ConfigError `bad-shard`. */
export function parseShardPart(text: string | undefined): ShardPart | null {
  if (text === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [part, of] = [Number(match?.[1]), Number(match?.[2])];
  if (part >= 1 && part <= of) return { part, of };
  throw new ConfigError('bad-shard', `--shard ${text} is not of the form k/n with 1 <= k <= n.`, {
    remedy: 'For example --shard 2/4: the second of four parts.',
  });
}

/** Every n-th shard, so that all parts take about equally long. */
export function partOf<S>(shards: readonly S[], part: ShardPart | null): readonly S[] {
  return part === null ? shards : shards.filter((_, i) => i % part.of === part.part - 1);
}
