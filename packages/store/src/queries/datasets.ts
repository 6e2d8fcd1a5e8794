/** Data sets, their audits and how their labels go together. */
import type { Split } from '@parallax/dataset/schema';
import { and, asc, count, eq, inArray, isNotNull, type SQL } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { audits, datasets, pairs, shards } from '../tables/index.ts';

export type DatasetRecord = typeof datasets.$inferSelect;
export type ShardRecord = typeof shards.$inferSelect;

/** All data sets by name, each with its audit's verdict (null without an audit). */
export async function listDatasets(
  store: Store,
): Promise<(DatasetRecord & { auditPassed: boolean | null })[]> {
  const rows = await store.read((db) =>
    db
      .select()
      .from(datasets)
      .leftJoin(audits, eq(audits.dataset, datasets.name))
      .orderBy(asc(datasets.name)),
  );
  return rows.map((row) => ({ ...row.datasets, auditPassed: row.audits?.passed ?? null }));
}

export async function findDataset(store: Store, name: string): Promise<DatasetRecord | null> {
  const [row] = await store.read((db) => db.select().from(datasets).where(eq(datasets.name, name)));
  return row ?? null;
}

export async function findDatasetsByDigest(
  store: Store,
  digests: readonly string[],
): Promise<DatasetRecord[]> {
  return store.read((db) =>
    db
      .select()
      .from(datasets)
      .where(inArray(datasets.digest, [...digests]))
      .orderBy(asc(datasets.name)),
  );
}

export async function listShards(store: Store, dataset: string): Promise<ShardRecord[]> {
  return store.read((db) =>
    db.select().from(shards).where(eq(shards.dataset, dataset)).orderBy(asc(shards.position)),
  );
}

export async function findAudit(store: Store, dataset: string): Promise<typeof audits.$inferSelect | null> {
  const [row] = await store.read((db) => db.select().from(audits).where(eq(audits.dataset, dataset)));
  return row ?? null;
}

export interface JointLabelCount {
  readonly egoTranslation: string;
  readonly egoRotation: string;
  readonly objectCentricTranslation: string;
  readonly pairs: number;
}

/** How many pairs carry each combination of the three labels; pairs with a label in its dead band are left out. */
export async function countJointLabels(
  store: Store,
  dataset: string,
  split?: Split,
): Promise<JointLabelCount[]> {
  const { egoTranslation, egoRotation, objectCentricTranslation } = pairs;
  const labels = { egoTranslation, egoRotation, objectCentricTranslation };
  const conditions: SQL[] = [
    eq(pairs.dataset, dataset),
    ...Object.values(labels).map((label) => isNotNull(label)),
    ...(split === undefined ? [] : [eq(pairs.split, split)]),
  ];
  const rows = await store.read((db) =>
    db
      .select({ ...labels, pairs: count() })
      .from(pairs)
      .where(and(...conditions))
      .groupBy(egoTranslation, egoRotation, objectCentricTranslation)
      .orderBy(asc(egoTranslation), asc(egoRotation), asc(objectCentricTranslation)),
  );
  // The conditions leave no null behind, which the query builder's types cannot know.
  return rows.map((row) => ({
    egoTranslation: row.egoTranslation!,
    egoRotation: row.egoRotation!,
    objectCentricTranslation: row.objectCentricTranslation!,
    pairs: row.pairs,
  }));
}
