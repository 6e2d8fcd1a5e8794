/** Samples of an evaluation: one by id, and rows of a list by their positions. */
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Store } from '../../database/index.ts';
import { evalSamples } from '../../tables/index.ts';

export type EvalSampleRecord = typeof evalSamples.$inferSelect;
export type Outcome = EvalSampleRecord['outcome'];

/** What a list shows: the long texts stay in the database, but for the head of the completion. */
export type EvalSampleHead = Omit<EvalSampleRecord, 'prompt' | 'score' | 'imageDigests' | 'completion'> & {
  readonly excerpt: string | null;
};

/** Characters of a completion that a list may show. */
const EXCERPT = 160;

/** Rows in the order of `positions`; positions that are not there are left out. */
export async function listEvalSamplesAt(
  store: Store,
  evaluation: string,
  positions: readonly number[],
): Promise<EvalSampleHead[]> {
  const { prompt: _p, score: _s, imageDigests: _i, completion, ...rest } = getTableColumns(evalSamples);
  const rows = await store.read((db) =>
    db
      .select({ ...rest, excerpt: sql<string | null>`substr(${completion}, 1, ${EXCERPT})` })
      .from(evalSamples)
      .where(and(eq(evalSamples.evaluation, evaluation), inArray(evalSamples.position, [...positions])))
      .orderBy(asc(evalSamples.position)),
  );
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return positions.flatMap((position) => byPosition.get(position) ?? []);
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

/** Ids of the samples at two positions (of neighbours, say); null where there is none. */
export async function findSampleIds<const P extends readonly (number | undefined)[]>(
  store: Store,
  evaluation: string,
  positions: P,
): Promise<{ [K in keyof P]: string | null }> {
  const wanted = positions.filter((position) => position !== undefined);
  const rows = await store.read((db) =>
    db
      .select({ position: evalSamples.position, id: evalSamples.sampleId })
      .from(evalSamples)
      .where(and(eq(evalSamples.evaluation, evaluation), inArray(evalSamples.position, wanted))),
  );
  const ids = positions.map((position) => rows.find((row) => row.position === position)?.id ?? null);
  // One id a position.
  return ids as { [K in keyof P]: string | null };
}
