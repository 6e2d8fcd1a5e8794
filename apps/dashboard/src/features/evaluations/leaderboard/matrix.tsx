/** Models against tasks, one overall score a cell. */
import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { type EvaluationBoard, overallOf, type ShownTest, testOf } from './boards.ts';
import { type ScoreCell, type ScoreRow, ScoreTable } from './score-table.tsx';

interface MatrixProps {
  readonly boards: readonly EvaluationBoard[];
  readonly tests: readonly ShownTest[];
  readonly reference: string | null;
}

export function Matrix({ boards, tests, reference }: MatrixProps) {
  const tasks = boards.map(({ task }) => task);
  const columns = boards.map(({ key, task, dataset }) => ({
    key,
    label: tasks.filter((other) => other === task).length > 1 ? `${task} (${dataset ?? 'files'})` : task,
  }));
  return (
    <ScoreTable
      caption="Models against tasks"
      columns={columns}
      rows={rowsOf(boards, tests)}
      reference={reference}
    />
  );
}

/** A model that was evaluated twice on one task (another setting) has a second row. */
function rowsOf(boards: readonly EvaluationBoard[], tests: readonly ShownTest[]): ScoreRow[] {
  const byModel = new Map<string, Map<string, EvaluationSummary[]>>();
  for (const { key, evaluations } of boards) {
    for (const evaluation of evaluations) {
      const own = byModel.get(evaluation.model) ?? new Map<string, EvaluationSummary[]>();
      byModel.set(evaluation.model, own);
      own.set(key, [...(own.get(key) ?? []), evaluation]);
    }
  }
  return [...byModel].flatMap(([model, own]) => {
    const most = Math.max(...[...own.values()].map(({ length }) => length));
    return Array.from({ length: most }, (_, i): ScoreRow => {
      const cells = [...own].flatMap(([key, list]): [string, ScoreCell][] => {
        const evaluation = list[i];
        const metric = evaluation && overallOf(evaluation);
        if (evaluation === undefined || metric === undefined) return [];
        const { name } = evaluation;
        return [[key, { evaluation: name, metric, test: testOf(tests, name, 'overall') }]];
      });
      const note = most > 1 ? cells[0]?.[1].evaluation : undefined;
      return { key: `${model} ${i}`, model, note, cells: new Map(cells) };
    });
  });
}
