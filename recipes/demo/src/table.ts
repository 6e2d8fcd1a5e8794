/** Evaluation metrics as rows of the demo's table and of its --json line. */
import { MetricSchema } from '@parallax/eval/schema';
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';

export interface EvaluationRow {
  readonly model: string;
  readonly task: string;
  readonly kind: string;
  readonly accuracy: number;
  readonly ci95: readonly [number, number];
  readonly chance: number;
  readonly n: number;
}

const EvaluateOutputSchema = z.object({ model: z.string(), metrics: z.array(MetricSchema) });

/** Rows of one `parallax evaluate --json` result. */
export function evaluationRows(task: string, output: Record<string, unknown>): EvaluationRow[] {
  const { model, metrics } = parseRecord('parallax evaluate --json', output, EvaluateOutputSchema);
  return metrics.map(({ kind, accuracy, ci95, chance, n }) => ({
    model,
    task,
    kind,
    accuracy,
    ci95,
    chance,
    n,
  }));
}

/** One line per task and kind, one column per model: accuracy in percent with its 95 % interval. */
export function evaluationTable(rows: readonly EvaluationRow[]): string {
  const models = [...new Set(rows.map((row) => row.model))];
  const lines = [...new Set(rows.map((row) => `${row.task}\t${row.kind}`))].map((key) => {
    const cells = models.map((model) =>
      rows.find((row) => row.model === model && `${row.task}\t${row.kind}` === key),
    );
    const first = cells.find((cell) => cell !== undefined);
    return [
      ...key.split('\t'),
      String(first?.n ?? 0),
      percent(first?.chance ?? 0),
      ...cells.map((cell) =>
        cell === undefined
          ? ''
          : `${percent(cell.accuracy)} [${percent(cell.ci95[0])}, ${percent(cell.ci95[1])}]`,
      ),
    ];
  });
  const table = [['task', 'kind', 'n', 'chance', ...models], ...lines];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  return table
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
