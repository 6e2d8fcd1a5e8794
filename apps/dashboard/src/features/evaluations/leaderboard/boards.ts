/** Evaluations of one task and data set: only these can be compared in one column. */
import type { EvaluationSummary, ReferenceTests } from '@parallax/eval-api/schema';

export interface EvaluationBoard {
  readonly key: string;
  readonly task: string;
  /** Name of the data set in this lab, or the head of its digest. */
  readonly dataset: string | null;
  readonly evaluations: readonly EvaluationSummary[];
}

export type ShownTest = ReferenceTests['tests'][number];

/** Those of plain tasks: a control's score is no score of the model. */
export function withoutControls(evaluations: readonly EvaluationSummary[]): readonly EvaluationSummary[] {
  return evaluations.filter(({ control }) => control === null);
}

export function boardsOf(evaluations: readonly EvaluationSummary[]): EvaluationBoard[] {
  const groups = Map.groupBy(evaluations, (each) => `${each.task} ${each.datasetDigest ?? ''}`);
  return [...groups]
    .map(([key, members]) => {
      const { task = '', dataset = null, datasetDigest = null } = members[0] ?? {};
      return { key, task, dataset: dataset ?? datasetDigest?.slice(0, 10) ?? null, evaluations: members };
    })
    .sort((a, b) => a.key.localeCompare(b.key));
}

export function overallOf(evaluation: EvaluationSummary): EvaluationSummary['metrics'][number] | undefined {
  return evaluation.metrics.find(({ kind }) => kind === 'overall');
}

/** The model with the highest mean over the boards that it is on, those on most boards first. */
export function leaderOf(boards: readonly EvaluationBoard[]): string | null {
  const sums = new Map<string, { boards: number; sum: number }>();
  for (const { evaluations } of boards) {
    for (const [model, own] of Map.groupBy(evaluations, (each) => each.model)) {
      const best = Math.max(...own.map((each) => overallOf(each)?.accuracy ?? 0));
      const known = sums.get(model) ?? { boards: 0, sum: 0 };
      sums.set(model, { boards: known.boards + 1, sum: known.sum + best });
    }
  }
  const order = [...sums].sort(([, a], [, b]) => b.boards - a.boards || b.sum / b.boards - a.sum / a.boards);
  return order[0]?.[0] ?? null;
}

export function testOf(tests: readonly ShownTest[], evaluation: string, kind: string): ShownTest | undefined {
  return tests.find((test) => test.evaluation === evaluation && test.kind === kind);
}
