/** Target tasks and guard tasks side by side. */
import { type Html, html } from '@parallax/lab';
import type { ReportInput } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { pointsInterval, signedPoints } from '../tables/signed-points.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { compareGuard, type GuardRow } from './compare-guard.ts';

const CLASSES = { gains: 'pass', holds: 'pass', loses: 'fail', unclear: 'unsure' } as const;

export function guardSection({ evaluations, guard }: ReportInput): Html | null {
  if (guard === undefined) return null;
  const rows = compareGuard(evaluations, guard);
  if (rows.length === 0) return null;
  return html`<section id="guard"><h2>Target and guard</h2>
<p class="note">Every model against ${rows[0]!.base} on the items both were asked. A target task was trained for, a guard task was not.
Gains, loses: the whole interval lies above or below zero. Holds: it excludes a loss of more than ${percent(guard.margin)} points.
Unclear: neither a change nor its absence is shown. A base that cannot be read (see unparsed above) makes any later model a gain.</p>
<div class="scroll"><table class="verdicts"><thead><tr><th>task</th><th>model</th><th class="num wide">${rows[0]!.base}</th>
<th class="num wide">model</th><th class="num">points</th>
<th class="num">95 % interval</th><th>verdict</th><th class="num wide">n</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div></section>`;
}

function row({
  role,
  task,
  model,
  baseScore,
  modelScore,
  difference,
  interval,
  verdict,
  items,
}: GuardRow): Html {
  return html`<tr class="${CLASSES[verdict]}"><th scope="row">${task} <small>${role}</small></th><td>${model}</td>
<td class="num wide">${percent(baseScore)}</td><td class="num wide">${percent(modelScore)}</td><td class="num strong">${signedPoints(difference)}</td><td class="num">${pointsInterval(interval)}</td>
<td class="verdict">${verdict}</td><td class="num wide">${items}</td></tr>`;
}

export function guardTable(rows: readonly GuardRow[], options: TextTableOptions = {}): string {
  const cells = rows.map(({ role, task, base, model, difference, interval, verdict, items }) => [
    role,
    task,
    `${base} -> ${model}`,
    String(items),
    signedPoints(difference),
    pointsInterval(interval),
    verdict,
  ]);
  const header = ['role', 'task', 'models', 'n', 'points', '95 % interval', 'verdict'];
  return textTable(header, cells, { ...options, rightAlign: [3, 4, 5] });
}
