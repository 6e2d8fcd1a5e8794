/** Published figures beside our own. */
import { type Html, html } from '@parallax/lab';
import type { ReportInput } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { signedPoints } from '../tables/signed-points.ts';
import { type DeltaRow, deltaTable, reasonsText } from './delta-table.ts';

const CLASSES = { ok: 'pass', warn: 'unsure', fail: 'fail', 'not comparable': 'unsure' } as const;

export function deltaSection({ evaluations, publishedAs }: ReportInput): Html | null {
  const rows = deltaTable(evaluations, publishedAs);
  if (rows.length === 0) return null;
  return html`<section id="published"><h2>Published and ours</h2>
<p class="note">ok: the published figure lies in our 95 % interval, and questions, scorer, prompt and temperature are the same;
warn: within twice the interval, or inside it with a setting that one side does not state; fail: beyond; not comparable: a setting
differs. Harness and number of frames alone can move a score by five points.</p>
<div class="scroll"><table class="verdicts"><thead><tr><th>benchmark</th><th class="num">published</th><th class="num">ours</th>
<th class="num wide">95 % interval</th><th class="num">delta</th><th>verdict</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div></section>`;
}

function row(delta: DeltaRow): Html {
  const { published, model, ours, verdict } = delta;
  const reasons = reasonsText(delta);
  const interval = ours === null ? '\u2013' : `${percent(ours.ci95[0])}\u2013${percent(ours.ci95[1])}`;
  return html`<tr class="${CLASSES[verdict]}"><th scope="row">${published.benchmark} <small>${model}, ${published.kind}: ${published.source}</small></th>
<td class="num">${published.percent.toFixed(1)}</td><td class="num strong">${ours === null ? '\u2013' : percent(ours.value)}
${ours !== null && html`<small>${ours.scorer}</small>`}</td>
<td class="num wide">${interval}</td><td class="num">${delta.delta === null ? '\u2013' : signedPoints(delta.delta)}</td>
<td><span class="verdict">${verdict}</span>${reasons !== '' && html`<small>${reasons}</small>`}</td></tr>`;
}
