/** Controls as a table for the terminal. */

import { percent } from '../tables/metrics-table.ts';
import { pointsInterval, signedPoints } from '../tables/signed-points.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import type { ControlResult } from './control-results.ts';

export function controlsTable(results: readonly ControlResult[], options: TextTableOptions = {}): string {
  const header = [
    'task',
    'model',
    'control',
    'shared questions',
    'plain there',
    'under control',
    'points',
    '95 % interval',
  ];
  const rows = results.map(({ task, model, control, asked, shared, pair, absent, circular }) => [
    task,
    model,
    circular === null ? control.name : `${control.name} (circular ${percent(circular.every)})`,
    `${shared} of ${asked}`,
    ...(pair === null
      ? ['', '', '', absent ?? '']
      : [
          percent(pair.plain.accuracy),
          percent(pair.under.accuracy),
          signedPoints(pair.difference.difference),
          pointsInterval(pair.difference.interval),
        ]),
  ]);
  return textTable(header, rows, { ...options, rightAlign: [3, 4, 5, 6, 7] });
}
