/** Which samples of an evaluation pass a filter. */
import { and, asc, eq, type like, or, type SQL, sql } from 'drizzle-orm';
import type { Store } from '../../database/index.ts';
import { evalSamples } from '../../tables/index.ts';
import type { Outcome } from './samples.ts';

export interface EvalSampleFilter {
  readonly evaluation: string;
  readonly kind?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Found in the completion, the prompt or the id; capitals of ASCII do not matter. */
  readonly text?: string | undefined;
}

/**
 * Positions in rising order. Kind and outcome are answered from an index; a text reads every sample of the evaluation.
 */
export async function selectEvalSamples(store: Store, filter: EvalSampleFilter): Promise<number[]> {
  const { evaluation, kind, outcome, text } = filter;
  const conditions: (SQL | undefined)[] = [eq(evalSamples.evaluation, evaluation)];
  if (kind !== undefined) conditions.push(eq(evalSamples.kind, kind));
  if (outcome !== undefined) conditions.push(eq(evalSamples.outcome, outcome));
  if (text !== undefined) {
    const { completion, prompt, sampleId } = evalSamples;
    conditions.push(or(contains(completion, text), contains(prompt, text), contains(sampleId, text)));
  }
  const rows = await store.read((db) =>
    db
      .select({ position: evalSamples.position })
      .from(evalSamples)
      .where(and(...conditions))
      .orderBy(asc(evalSamples.position)),
  );
  return rows.map(({ position }) => position);
}

function contains(column: Parameters<typeof like>[0], text: string): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${column} like ${pattern} escape '\\'`;
}
