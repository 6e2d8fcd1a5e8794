/** Hands out the shards of a data set that are still to be made, also when other processes make some of them. */
import type { LeaseBook } from '@parallax/store/leases';
import type { Shard } from '../protocol.ts';

export interface ShardQueue {
  /** The next shard to make; null when all stand. Waits while others hold all that are left. */
  take(): Promise<Shard | null>;
  /** The shard stands on disk. */
  done(shard: Shard): Promise<void>;
}

export interface ShardQueueOptions {
  readonly shards: readonly Shard[];
  /** Null: nobody else is asked. Two makers of one shard write the same bytes, each atomically. */
  readonly leases: LeaseBook | null;
  readonly stands: (shard: Shard) => Promise<boolean>;
  /** Told of a shard that another process has made meanwhile. */
  readonly onMadeElsewhere: (shard: Shard) => void;
  readonly signal: AbortSignal;
  readonly pollMs?: number;
}

export function createShardQueue(options: ShardQueueOptions): ShardQueue {
  const { leases, stands, onMadeElsewhere, signal, pollMs = 300 } = options;
  const waiting = new Map(options.shards.map((shard) => [keyOf(shard), shard]));
  const next = async (): Promise<Shard | null> => {
    while (waiting.size > 0) {
      signal.throwIfAborted();
      const key = leases === null ? waiting.keys().next().value : await leases.claim([...waiting.keys()]);
      const shard = key == null ? undefined : waiting.get(key);
      if (key == null || shard === undefined) {
        await new Promise((resolve) => setTimeout(resolve, pollMs));
        continue;
      }
      waiting.delete(key);
      // Its last holder may have finished it between our look at the folder and our claim.
      if (leases === null || !(await stands(shard))) return shard;
      await leases.release(key);
      onMadeElsewhere(shard);
    }
    return null;
  };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    take: () => {
      const taken = turn.then(next);
      turn = taken.catch(() => undefined);
      return taken;
    },
    done: async (shard) => leases?.release(keyOf(shard)),
  };
}

function keyOf({ split, index }: Shard): string {
  return `${split}-${index}`;
}
