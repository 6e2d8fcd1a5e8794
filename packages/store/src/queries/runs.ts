/** Training runs and checkpoints. */
import { asc, eq, max } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { checkpoints, metrics, runs } from '../tables/index.ts';

export type RunRecord = typeof runs.$inferSelect;
export type CheckpointRecord = typeof checkpoints.$inferSelect;

/** All runs by name, each with the last step that its metrics speak of (null before the first). */
export async function listRuns(store: Store): Promise<(RunRecord & { lastStep: number | null })[]> {
  const [rows, steps] = await Promise.all([
    store.read((db) => db.select().from(runs).orderBy(asc(runs.name))),
    store.read((db) =>
      db
        .select({ run: metrics.run, step: max(metrics.step) })
        .from(metrics)
        .groupBy(metrics.run),
    ),
  ]);
  const last = new Map(steps.map(({ run, step }) => [run, step]));
  return rows.map((row) => ({ ...row, lastStep: last.get(row.name) ?? null }));
}

export async function findRun(store: Store, name: string): Promise<RunRecord | null> {
  const [row] = await store.read((db) => db.select().from(runs).where(eq(runs.name, name)));
  return row ?? null;
}

export async function listCheckpoints(store: Store, run: string): Promise<CheckpointRecord[]> {
  return store.read((db) =>
    db.select().from(checkpoints).where(eq(checkpoints.run, run)).orderBy(asc(checkpoints.step)),
  );
}

/** Checkpoints with these weights: which run made the model of an evaluation. */
export async function findCheckpointsByWeights(
  store: Store,
  weightsDigest: string,
): Promise<CheckpointRecord[]> {
  return store.read((db) =>
    db
      .select()
      .from(checkpoints)
      .where(eq(checkpoints.weightsDigest, weightsDigest))
      .orderBy(asc(checkpoints.run), asc(checkpoints.step)),
  );
}
