/** Controls as a table for the terminal. */

import { intervalText, percent } from '../tables/metrics-table.ts';
import { pointsInterval, signedPoints } from '../tables/signed-points.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import type { ControlResult } from './control-results.ts';

export function controlsTable(results: readonly ControlResult[], options: TextTableOptions = {}): string {
  const header = [
    'task',
    'model',
    'control',
    'n',
    'plain',
    'under control',
    '95 % interval',
    'points',
    'interval',
  ];
  const rows = results.map(({ task, model, control, plain, under, difference, circular }) => [
    task,
    model,
    circular === null ? control.name : `${control.name} (circular ${percent(circular.every)})`,
    String(under.n),
    percent(plain.accuracy),
    percent(under.accuracy),
    intervalText(under),
    difference === null ? '' : signedPoints(difference.difference),
    difference === null ? '' : pointsInterval(difference.interval),
  ]);
  return textTable(header, rows, { ...options, rightAlign: [3, 4, 5, 6, 7, 8] });
}
