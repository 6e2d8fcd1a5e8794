/**
 * 3DSRBench by VLMEvalKit: accuracy over rows, and over groups of flips, rotations, and both.
 * Source: vlmeval/dataset/image_mcq.py, class _3DSRBench, at e8e78f05 (behaviour, not code).
 */
import { DataInvalidError } from '@parallax/lab';
import type { BenchmarkScorer } from '../benchmark.ts';
import type { Dialect } from '../vlmevalkit/can-infer.ts';
import { reportAcc } from '../vlmevalkit/report-acc.ts';
import type { VlmRow } from '../vlmevalkit/row.ts';
import { type ScoredVlmRow, scoredItem, scoreVlmRows } from '../vlmevalkit/score-rows.ts';

export const QID_CHARACTERS = 8;
const FLIP_CHARACTERS = QID_CHARACTERS + '-flip'.length;

/** Question id -> id of the row that stands for its group. */
export const GROUPINGS = {
  flip: (qid: string) => qid.replaceAll('-flip', ''),
  circular: (qid: string) => qid.slice(0, qid.includes('-flip') ? FLIP_CHARACTERS : QID_CHARACTERS),
  both: (qid: string) => qid.slice(0, QID_CHARACTERS),
} as const;

export function threeDsrOfficial(dialect: Dialect): BenchmarkScorer<VlmRow> {
  return {
    score: (rows, predictions) => {
      const scored = scoreVlmRows(rows, predictions, dialect);
      const categories = {
        vanilla: settingOf(scored),
        flip_eval: settingOf(headsOf(scored, GROUPINGS.flip)),
        circ_eval: settingOf(headsOf(scored, GROUPINGS.circular)),
        flip_circ_eval: settingOf(headsOf(scored, GROUPINGS.both)),
      };
      return {
        overall: Object.fromEntries(
          Object.entries(categories).map(([name, table]) => [name, table['Overall']]),
        ),
        categories,
        items: scored.map(scoredItem),
      };
    },
    missing: 'it scores the rows of the prediction file only, and stops where a group lacks its first row',
  };
}

/** Rows that stand for a group, with the product of its hits. @throws DataInvalidError `missing-group-head`. */
function headsOf(scored: readonly ScoredVlmRow[], headOf: (qid: string) => string): ScoredVlmRow[] {
  const groups = Map.groupBy(scored, ({ row }) => headOf(row.cells['qid']!));
  const present = new Set(scored.map(({ row }) => row.cells['qid']!));
  for (const [head, [first]] of groups) {
    if (present.has(head)) continue;
    throw new DataInvalidError(
      'missing-group-head',
      `${first?.row.place.path}: rows such as ${first?.row.cells['qid']} belong to ${head}, which is not there.`,
      { remedy: 'The official code stops here too. Add the row, or use --scorer lmms-eval.' },
    );
  }
  return scored
    .filter(({ row }) => groups.has(row.cells['qid']!))
    .map((one) => ({ ...one, hit: Math.min(...groups.get(one.row.cells['qid']!)!.map(({ hit }) => hit)) }));
}

/** One table: the official layout has no splits. */
function settingOf(scored: readonly ScoredVlmRow[]): Readonly<Record<string, number | null>> {
  const tables = Object.values(reportAcc(scored));
  if (tables.length === 1) return tables[0]!;
  throw new DataInvalidError(
    'several-splits',
    `${scored[0]?.row.place.path}: 3DSRBench has one split, this table has ${tables.length}.`,
    { remedy: 'Score each split by itself.' },
  );
}
