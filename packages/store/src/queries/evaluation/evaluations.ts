/** Evaluations with their metrics, and reports. */
import { asc, eq } from 'drizzle-orm';
import type { Store } from '../../database/index.ts';
import { evaluationMetrics, evaluations, reports } from '../../tables/index.ts';

export type EvaluationRecord = typeof evaluations.$inferSelect;
export type EvaluationMetricRecord = typeof evaluationMetrics.$inferSelect;
export type ReportRecord = typeof reports.$inferSelect;

/** All evaluations by name, each with all its metrics in the order of the log. */
export async function listEvaluations(
  store: Store,
): Promise<(EvaluationRecord & { metrics: EvaluationMetricRecord[] })[]> {
  const [rows, metrics] = await Promise.all([
    store.read((db) => db.select().from(evaluations).orderBy(asc(evaluations.name))),
    store.read((db) =>
      db
        .select()
        .from(evaluationMetrics)
        .orderBy(asc(evaluationMetrics.evaluation), asc(evaluationMetrics.position)),
    ),
  ]);
  const byEvaluation = Map.groupBy(metrics, (metric) => metric.evaluation);
  return rows.map((row) => ({ ...row, metrics: byEvaluation.get(row.name) ?? [] }));
}

export async function findEvaluation(store: Store, name: string): Promise<EvaluationRecord | null> {
  const [row] = await store.read((db) => db.select().from(evaluations).where(eq(evaluations.name, name)));
  return row ?? null;
}

export async function listEvaluationMetrics(
  store: Store,
  evaluation: string,
): Promise<EvaluationMetricRecord[]> {
  return store.read((db) =>
    db
      .select()
      .from(evaluationMetrics)
      .where(eq(evaluationMetrics.evaluation, evaluation))
      .orderBy(asc(evaluationMetrics.position)),
  );
}

export async function listReports(store: Store): Promise<ReportRecord[]> {
  return store.read((db) => db.select().from(reports).orderBy(asc(reports.name)));
}

export async function findReport(store: Store, name: string): Promise<ReportRecord | null> {
  const [row] = await store.read((db) => db.select().from(reports).where(eq(reports.name, name)));
  return row ?? null;
}
