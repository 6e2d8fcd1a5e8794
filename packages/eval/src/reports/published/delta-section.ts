/** Published figures beside our own. */
import { type Html, html } from '@parallax/lab';
import type { ReportInput } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { signedPoints } from '../tables/signed-points.ts';
import { type DeltaRow, deltaTable } from './delta-table.ts';

const CLASSES = { ok: 'pass', warn: 'unsure', fail: 'fail', 'not comparable': 'unsure' } as const;

export function deltaSection({ evaluations, publishedAs }: ReportInput): Html | null {
  const rows = deltaTable(
    evaluations.map(({ log }) => log),
    publishedAs,
  );
  if (rows.length === 0) return null;
  return html`<section id="published"><h2>Published and ours</h2>
<p class="note">ok: the published figure lies in our 95 % interval; warn: within twice its width; fail: beyond.
Harness and number of frames alone can move a score by five points.</p>
<div class="scroll"><table class="verdicts"><thead><tr><th>benchmark</th><th class="num">published</th><th class="num">ours</th>
<th class="num wide">95 % interval</th><th class="num">delta</th><th>verdict</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div></section>`;
}

function row({ published, model, ours, delta, verdict, reasons }: DeltaRow): Html {
  const [low, high] = ours.ci95;
  const about = [published.source, published.note, ...reasons]
    .filter((text) => text !== undefined)
    .join('; ');
  return html`<tr class="${CLASSES[verdict]}"><th scope="row">${published.benchmark} <small>${model}, ${published.kind}: ${about}</small></th>
<td class="num">${published.percent.toFixed(1)}</td><td class="num strong">${percent(ours.accuracy)}</td>
<td class="num wide">${percent(low)}\u2013${percent(high)}</td><td class="num">${signedPoints(delta)}</td><td class="verdict">${verdict}</td></tr>`;
}
