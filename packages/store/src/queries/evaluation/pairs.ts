/** Two evaluations joined on the samples that have the same id. */
import { asc, count, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Store } from '../../database/index.ts';
import { evalSamples } from '../../tables/index.ts';

export interface SamplePair {
  readonly kind: string;
  readonly groupId: string;
  /** Lines of the two samples.jsonl. */
  readonly positionA: number;
  readonly positionB: number;
  /** The two scores; a sample without one counts as 0. */
  readonly a: number;
  readonly b: number;
}

export interface SamplePairs {
  /** In A's order. */
  readonly pairs: readonly SamplePair[];
  /** Samples that only one of the two evaluations has. */
  readonly onlyInA: number;
  readonly onlyInB: number;
}

export async function pairEvalSamples(store: Store, nameA: string, nameB: string): Promise<SamplePairs> {
  const a = alias(evalSamples, 'a');
  const b = alias(evalSamples, 'b');
  const pairs = await store.read((db) =>
    db
      .select({
        kind: a.kind,
        groupId: a.groupId,
        positionA: a.position,
        positionB: b.position,
        a: sql<number>`coalesce(${a.value}, 0)`,
        b: sql<number>`coalesce(${b.value}, 0)`,
      })
      .from(a)
      .innerJoin(b, sql`${b.sampleId} = ${a.sampleId} and ${b.evaluation} = ${nameB}`)
      .where(eq(a.evaluation, nameA))
      .orderBy(asc(a.position)),
  );
  const [sizeA, sizeB] = [await countSamples(store, nameA), await countSamples(store, nameB)];
  return { pairs, onlyInA: sizeA - pairs.length, onlyInB: sizeB - pairs.length };
}

async function countSamples(store: Store, evaluation: string): Promise<number> {
  const [row] = await store.read((db) =>
    db.select({ n: count() }).from(evalSamples).where(eq(evalSamples.evaluation, evaluation)),
  );
  return row?.n ?? 0;
}
