/** What is answered without pictures, as a table for the terminal. */
import { intervalText, percent } from '../tables/metrics-table.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import type { AnsweredBlind } from './answered-blind.ts';

export function answeredBlindTable(rows: readonly AnsweredBlind[], options: TextTableOptions = {}): string {
  const header = [
    'task',
    'model',
    'questions',
    'without pictures',
    '95 % interval',
    'chance',
    'finding',
    'right both ways',
    'by luck',
  ];
  const cells = rows.map((row) => [
    row.task,
    row.model,
    String(row.questions),
    percent(row.score),
    intervalText(row),
    percent(row.chance),
    row.verdict,
    `${row.rightBoth} of ${row.right} right`,
    row.bothByLuck.toFixed(1),
  ]);
  return textTable(header, cells, { ...options, rightAlign: [2, 3, 4, 5, 7, 8] });
}
