/** Rollouts of a GRPO run, step by step. */
import { and, asc, avg, count, eq } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { rollouts } from '../tables/index.ts';

export type RolloutRecord = typeof rollouts.$inferSelect;

/** Steps that have rollouts, with their number and mean reward. */
export async function listRolloutSteps(
  store: Store,
  run: string,
): Promise<{ step: number; rollouts: number; meanReward: number }[]> {
  const rows = await store.read((db) =>
    db
      .select({ step: rollouts.step, rollouts: count(), meanReward: avg(rollouts.reward) })
      .from(rollouts)
      .where(eq(rollouts.run, run))
      .groupBy(rollouts.step)
      .orderBy(asc(rollouts.step)),
  );
  return rows.map((row) => ({ ...row, meanReward: Number(row.meanReward) }));
}

/** All rollouts of one step, in the order of the file: the members of a group stand together. */
export async function listRollouts(store: Store, run: string, step: number): Promise<RolloutRecord[]> {
  return store.read((db) =>
    db
      .select()
      .from(rollouts)
      .where(and(eq(rollouts.run, run), eq(rollouts.step, step)))
      .orderBy(asc(rollouts.line)),
  );
}

/** Rollouts of any run that answer a question: by run, then in the order of their file. */
export async function listRolloutsOfQuestion(
  store: Store,
  questionId: string,
  limit: number,
): Promise<RolloutRecord[]> {
  return store.read((db) =>
    db
      .select()
      .from(rollouts)
      .where(eq(rollouts.questionId, questionId))
      .orderBy(asc(rollouts.run), asc(rollouts.line))
      .limit(limit),
  );
}

export async function findRollout(store: Store, run: string, line: number): Promise<RolloutRecord | null> {
  const [row] = await store.read((db) =>
    db
      .select()
      .from(rollouts)
      .where(and(eq(rollouts.run, run), eq(rollouts.line, line))),
  );
  return row ?? null;
}
