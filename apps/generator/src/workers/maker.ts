/** What a worker does with a shard that it is handed. */
import type { Shard } from './protocol.ts';

/** Makes the shard and writes it; returns when it stands on disk. */
export type ShardMaker = (shard: Shard) => Promise<void>;
