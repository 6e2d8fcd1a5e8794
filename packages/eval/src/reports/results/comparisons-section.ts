/** Which gains are real: each model against the one before it on the same items. */

import { type Html, html } from '@parallax/lab';
import { isPlain } from '../controls/control-results.ts';
import { formatNumber } from '../lab/curve.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { logLabels } from '../tables/log-labels.ts';
import { pairedPowerHint } from '../tables/metrics-table.ts';
import { pointsInterval, signedPoints } from '../tables/signed-points.ts';
import { type Comparison, compareLogs } from './compare-logs.ts';
import { firstRuns } from './repeated-results.ts';

export function comparisonsSection(evaluations: readonly ReportEvaluation[]): Html | null {
  const plain = firstRuns(evaluations).filter(({ log }) => isPlain(log));
  const labels = logLabels(evaluations.map(({ log }) => log));
  const labelOf = (item: ReportEvaluation): string => labels[evaluations.indexOf(item)] ?? item.log.model;
  const tasks = [...new Set(plain.map(({ log }) => log.task))];
  const blocks = tasks.flatMap((task) => {
    const ofTask = plain.filter(({ log, samples }) => log.task === task && samples.length > 0);
    return ofTask.slice(1).map((later, i) => {
      const earlier = ofTask[i]!;
      const rows = compareLogs(earlier.samples, later.samples);
      return rows.length === 0 ? null : block(task, labelOf(earlier), labelOf(later), rows);
    });
  });
  const shown = blocks.filter((item) => item !== null);
  if (shown.length === 0) return null;
  return html`<section id="comparisons"><h2>Differences between models</h2>
<p class="note">Same items, paired. Interval: bootstrap over scenes. p: exact McNemar test, corrected over the kinds so that
hardly any finding is false (Holm); q: so that few of the findings are (Benjamini and Hochberg).
Bold where the interval excludes zero.</p>${shown}</section>`;
}

function block(task: string, earlier: string, later: string, rows: readonly Comparison[]): Html {
  return html`<h3>${earlier} \u2192 ${later} <small>${task}</small></h3><div class="scroll"><table><thead><tr>
<th>kind</th><th class="num">points</th><th class="num">95 % interval</th><th class="num">p</th><th class="num">q</th>
<th class="num wide">won</th><th class="num wide">lost</th><th class="num wide">n</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>
<p class="note">${pairedPowerHint(rows[0]!)}</p>`;
}

function row(comparison: Comparison): Html {
  const { kind, difference, interval, pAdjusted, q, onlyA, onlyB, items } = comparison;
  const clear = interval[0] > 0 || interval[1] < 0;
  return html`<tr class="${clear ? 'clear' : ''}"><th scope="row">${kind}</th><td class="num key">${signedPoints(difference)}</td>
<td class="num">${pointsInterval(interval)}</td><td class="num">${formatNumber(pAdjusted)}</td><td class="num">${formatNumber(q)}</td>
<td class="num wide">${onlyB}</td><td class="num wide">${onlyA}</td><td class="num wide">${items}</td></tr>`;
}
