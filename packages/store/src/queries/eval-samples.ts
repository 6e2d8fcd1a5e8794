/** Samples of an evaluation: pages by outcome, one by id, and those on which two evaluations differ. */
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Store } from '../database/index.ts';
import { evalSamples } from '../tables/index.ts';
import { type Page, type PageOptions, pageOf } from './page.ts';

export type EvalSampleRecord = typeof evalSamples.$inferSelect;

/** correct: full score; wrong: parsed, less than that; unparsed: no answer found; error: the request failed. */
export type Outcome = 'correct' | 'wrong' | 'unparsed' | 'error';

export interface EvalSampleFilter {
  readonly evaluation: string;
  readonly kind?: string | undefined;
  readonly outcome?: Outcome | undefined;
}

export async function listEvalSamples(
  store: Store,
  filter: EvalSampleFilter,
  page: PageOptions,
): Promise<Page<EvalSampleRecord>> {
  const conditions: (SQL | undefined)[] = [eq(evalSamples.evaluation, filter.evaluation)];
  if (filter.kind !== undefined) conditions.push(eq(evalSamples.kind, filter.kind));
  if (filter.outcome !== undefined) conditions.push(outcomeCondition(filter.outcome));
  if (page.after !== undefined) conditions.push(gt(evalSamples.position, page.after));
  const rows = await store.read((db) =>
    db
      .select()
      .from(evalSamples)
      .where(and(...conditions))
      .orderBy(asc(evalSamples.position))
      .limit(page.limit + 1),
  );
  return pageOf(rows, page.limit);
}

export async function findEvalSample(
  store: Store,
  evaluation: string,
  sampleId: string,
): Promise<EvalSampleRecord | null> {
  const [row] = await store.read((db) =>
    db
      .select()
      .from(evalSamples)
      .where(and(eq(evalSamples.evaluation, evaluation), eq(evalSamples.sampleId, sampleId))),
  );
  return row ?? null;
}

/** Ids of the samples before and after a line. */
export async function findSampleNeighbours(
  store: Store,
  evaluation: string,
  position: number,
): Promise<{ previous: string | null; next: string | null }> {
  const rows = await store.read((db) =>
    db
      .select({ position: evalSamples.position, id: evalSamples.sampleId })
      .from(evalSamples)
      .where(
        and(
          eq(evalSamples.evaluation, evaluation),
          inArray(evalSamples.position, [position - 1, position + 1]),
        ),
      ),
  );
  const at = (wanted: number): string | null => rows.find((row) => row.position === wanted)?.id ?? null;
  return { previous: at(position - 1), next: at(position + 1) };
}

export interface Comparison {
  /** Samples that both evaluations have. */
  readonly shared: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Of the shared ones: how many A scores higher, how many B. */
  readonly aBetter: number;
  readonly bBetter: number;
  /** Shared samples whose scores or parsed answers differ, in A's order. */
  readonly page: Page<{ position: number; a: EvalSampleRecord; b: EvalSampleRecord }>;
}

/** Two evaluations side by side on the samples that have the same id. A missing score counts as 0. */
export async function compareEvaluations(
  store: Store,
  nameA: string,
  nameB: string,
  page: PageOptions,
): Promise<Comparison> {
  const a = alias(evalSamples, 'a');
  const b = alias(evalSamples, 'b');
  const joined = and(eq(b.sampleId, a.sampleId), eq(b.evaluation, nameB));
  const scoreA = sql<number>`coalesce(${a.value}, 0)`;
  const scoreB = sql<number>`coalesce(${b.value}, 0)`;
  const differs = or(ne(scoreA, scoreB), ne(sql`coalesce(${a.parsed}, '')`, sql`coalesce(${b.parsed}, '')`));
  const [sums, rows, sizeA, sizeB] = await Promise.all([
    store.read((db) =>
      db
        .select({
          shared: count(),
          aBetter: sql<number>`coalesce(sum(${scoreA} > ${scoreB}), 0)`,
          bBetter: sql<number>`coalesce(sum(${scoreB} > ${scoreA}), 0)`,
        })
        .from(a)
        .innerJoin(b, joined)
        .where(eq(a.evaluation, nameA)),
    ),
    store.read((db) =>
      db
        .select({ position: a.position, a, b })
        .from(a)
        .innerJoin(b, joined)
        .where(
          and(
            eq(a.evaluation, nameA),
            differs,
            ...(page.after === undefined ? [] : [gt(a.position, page.after)]),
          ),
        )
        .orderBy(asc(a.position))
        .limit(page.limit + 1),
    ),
    countSamples(store, nameA),
    countSamples(store, nameB),
  ]);
  const { shared = 0, aBetter = 0, bBetter = 0 } = sums[0] ?? {};
  return {
    shared,
    aBetter,
    bBetter,
    onlyA: sizeA - shared,
    onlyB: sizeB - shared,
    page: pageOf(rows, page.limit),
  };
}

async function countSamples(store: Store, evaluation: string): Promise<number> {
  const [row] = await store.read((db) =>
    db.select({ n: count() }).from(evalSamples).where(eq(evalSamples.evaluation, evaluation)),
  );
  return row?.n ?? 0;
}

function outcomeCondition(outcome: Outcome): SQL | undefined {
  const { value, failure, errorCode } = evalSamples;
  switch (outcome) {
    case 'correct':
      return eq(value, 1);
    case 'wrong':
      return and(lt(value, 1), isNull(failure), isNull(errorCode));
    case 'unparsed':
      return isNotNull(failure);
    case 'error':
      return isNotNull(errorCode);
  }
}
