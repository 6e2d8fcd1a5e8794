/** OmniSpatial's scores, from the reading of a letter to the tables. Sources: read-letter.ts, easi/score.ts. */
import type { BenchmarkScorer } from '../benchmark.ts';
import { easiChoiceReport } from '../easi/score.ts';
import { completionsAsScored } from '../pandas/spreadsheet.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import type { OmniSpatialRow } from './row.ts';

/** The official code divides by the count and this. */
const EPSILON = 1e-6;

const scored = (
  rows: readonly OmniSpatialRow[],
  predictions: ReadonlyMap<string, string>,
  read: (completion: string) => string,
) =>
  rows.map(({ id, letter }) => {
    const extracted = read(predictions.get(String(id)) ?? '');
    return { id, extracted, hit: extracted === letter ? 1 : 0 };
  });

/** Percent, of the benchmark's own code: each share is a hair below the plain one. */
export function official(read: (completion: string) => string): BenchmarkScorer<OmniSpatialRow> {
  return {
    score: (rows, predictions) => {
      const items = scored(rows, predictions, read);
      const percent = (indices: readonly number[]) =>
        (indices.reduce((sum, i) => sum + items[i]!.hit, 0) / (indices.length + EPSILON)) * 100;
      const all = rows.map((_, i) => i);
      const tables = [...Map.groupBy(all, (i) => rows[i]!.task)].map(([task, ofTask]) => {
        const parts = [...Map.groupBy(ofTask, (i) => rows[i]!.subTask)];
        return [
          task,
          {
            Total: percent(ofTask),
            ...Object.fromEntries(parts.map(([name, part]) => [name, percent(part)])),
          },
        ] as const;
      });
      return { overall: { accuracy: percent(all) }, categories: Object.fromEntries(tables), items };
    },
    missing: 'it asks the model for every row, five times; a request that fails ten times counts as "A"',
  };
}

/** Fractions, one table of sub tasks and one of tasks. */
export function lmmsEval(read: (completion: string) => string): BenchmarkScorer<OmniSpatialRow> {
  return {
    score: (rows, predictions) => {
      const items = scored(rows, predictions, read);
      const by = (groupOf: (row: OmniSpatialRow) => string) =>
        meanBy(
          items,
          (_, i) => groupOf(rows[i]!),
          ({ hit }) => hit,
        );
      return {
        overall: { omnispatial: mean(items.map(({ hit }) => hit)) },
        categories: by(({ subTask }) => `omnispatial_${subTask.toLowerCase()}`),
        tasks: by(({ task }) => task),
        items,
      };
    },
    missing: 'it asks the model for every row',
  };
}

/** Percent. Its summary looks for other keys than its tables have, so it prints the overall number alone. */
export const easi: BenchmarkScorer<OmniSpatialRow> = {
  score: (rows, predictions) => {
    const completions = completionsAsScored(predictions, { formulas: false });
    const answered = rows.map((row) => ({ ...row, answer: row.letter }));
    const by = (key: 'task' | 'subTask', prefix: string) => {
      const { categories } = easiChoiceReport(
        answered.map((row) => ({ ...row, category: row[key] })),
        completions,
      );
      return Object.entries(categories ?? {}).map(([name, share]) => [`${prefix}.${name}_accuracy`, share]);
    };
    return {
      ...easiChoiceReport(answered, completions),
      categories: Object.fromEntries([...by('task', 'task_type'), ...by('subTask', 'sub_task_type')]),
    };
  },
  missing: 'it scores the rows of the prediction file only',
};
