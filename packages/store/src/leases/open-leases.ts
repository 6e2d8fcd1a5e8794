/**
 * Leases of the shards of one data set: several processes make it together, each shard made by one of them. A holder
 * puts its leases off while it lives; those of a process that died run out and another takes them.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { LabError } from '@parallax/lab';
import { and, eq, gte, ne, sql } from 'drizzle-orm';
import { type OpenStoreOptions, openStore, type Store } from '../database/index.ts';
import { leases } from '../tables/index.ts';

export interface OpenLeasesOptions {
  readonly store: OpenStoreOptions;
  /** What is shared: the data set's folder and the digest of its plan. */
  readonly job: string;
  /** How long a lease outlives a holder that died. Put off every third of it. Hosts that share it need equal clocks. */
  readonly leaseMs?: number;
  /** Who holds what is claimed here; made up if not given. */
  readonly owner?: string;
}

export interface LeaseBook {
  /** The first of these that nobody else holds, now held here; null when others hold all of them. */
  claim(shards: readonly string[]): Promise<string | null>;
  release(shard: string): Promise<void>;
  /** Gives back what is held. */
  close(): Promise<void>;
}

const DEFAULT_LEASE_MS = 30_000;

/** @throws as `openStore`. A database that is locked for a while is no failure: nothing is claimed meanwhile. */
export async function openLeases(options: OpenLeasesOptions): Promise<LeaseBook> {
  const { job, leaseMs = DEFAULT_LEASE_MS } = options;
  const owner = options.owner ?? `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  let store = await openStore(options.store);
  const held = new Set<string>();
  const heartbeat = setInterval(() => void renew().catch(() => undefined), leaseMs / 3);
  // A process that has nothing else to do may end.
  heartbeat.unref();

  async function renew(): Promise<void> {
    if (await store.isReplaced()) {
      // `db rebuild` has put a database without leases in its place.
      const old = store;
      store = await openStore(options.store);
      await old.close();
    }
    await patiently(async () => {
      for (const shard of held) await take(store, { job, shard, owner }, leaseMs);
    });
  }

  return {
    claim: async (shards) => {
      const taken = await othersHold(store, job, owner);
      for (const shard of shards) {
        if (taken.has(shard)) continue;
        const won = await patiently(() => take(store, { job, shard, owner }, leaseMs));
        if (won !== true) continue;
        held.add(shard);
        return shard;
      }
      return null;
    },
    release: async (shard) => {
      held.delete(shard);
      await patiently(() => drop(store, { job, shard, owner }));
    },
    close: async () => {
      clearInterval(heartbeat);
      for (const shard of held) await patiently(() => drop(store, { job, shard, owner }));
      held.clear();
      await store.close();
    },
  };
}

interface Lease {
  readonly job: string;
  readonly shard: string;
  readonly owner: string;
}

/** Of several processes that try at once, one gets it. */
async function take(store: Store, { job, shard, owner }: Lease, leaseMs: number): Promise<boolean> {
  const now = Date.now();
  const expiresAt = now + leaseMs;
  const entered = await store.runOne((db) =>
    db
      .insert(leases)
      .values({ job, shard, owner, expiresAt })
      .onConflictDoUpdate({
        target: [leases.job, leases.shard],
        set: { owner, expiresAt },
        setWhere: sql`${leases.owner} = ${owner} or ${leases.expiresAt} < ${now}`,
      })
      .returning({ owner: leases.owner }),
  );
  return entered.length > 0;
}

async function drop(store: Store, { job, shard, owner }: Lease): Promise<void> {
  const mine = and(eq(leases.job, job), eq(leases.shard, shard), eq(leases.owner, owner));
  await store.runOne((db) => db.delete(leases).where(mine));
}

async function othersHold(store: Store, job: string, owner: string): Promise<ReadonlySet<string>> {
  const rows = await store.read((db) =>
    db
      .select({ shard: leases.shard })
      .from(leases)
      .where(and(eq(leases.job, job), gte(leases.expiresAt, Date.now()), ne(leases.owner, owner))),
  );
  return new Set(rows.map(({ shard }) => shard));
}

/** A write that another process's long write keeps out is tried again at the next occasion. */
async function patiently<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof LabError && error.code === 'database-locked') return undefined;
    throw error;
  }
}
