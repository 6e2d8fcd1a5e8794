/** What the scores rest on: each control beside the plain run, over the questions that both hold. */
import { type Html, html } from '@parallax/lab';
import type { ReportEvaluation } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { pointsInterval, signedPoints } from '../tables/signed-points.ts';
import { type ControlResult, controlResults } from './control-results.ts';

export function controlsSection(evaluations: readonly ReportEvaluation[]): Html | null {
  const results = controlResults(evaluations);
  if (results.length === 0) return null;
  const used = [...new Map(results.map(({ control }) => [control.name, control])).values()];
  const blocks = Map.groupBy(results, ({ task, model }) => JSON.stringify([task, model]));
  return html`<section id="controls"><h2>Controls</h2>
<p class="note">The same questions with one thing changed. A control leaves out the questions that it cannot change, so the plain
score beside it is over the questions that both runs hold, paired by id, and differs from row to row. Points: control less plain, with
the 95 % interval of a bootstrap over scenes; bold where it excludes zero.</p>
<ul class="note">${used.map(({ name, meaning }) => html`<li><b>${name}</b>: ${meaning}</li>`)}</ul>
${[...blocks.values()].map(block)}</section>`;
}

function block(rows: readonly ControlResult[]): Html {
  const { task, model, asked } = rows[0]!; // a group is never empty
  return html`<h3>${model} <small>${task}, ${asked} questions</small></h3>
<div class="scroll"><table><thead><tr><th>control</th><th class="num">shared questions</th><th class="num">plain</th>
<th class="num">control</th><th class="num">points</th><th class="num">95 % interval</th><th class="num wide">chance</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>${rows.map((result) => [circularLine(result), unansweredLine(result)])}`;
}

function row({ control, shared, pair, absent }: ControlResult): Html {
  if (pair === null) {
    return html`<tr><th scope="row">${control.name}</th><td class="num">0</td><td class="soft" colspan="5">${absent}${
      absent === 'changes no question' && html` (none shows ${pictures(control.leastPictures)})`
    }</td></tr>`;
  }
  const { plain, under, difference } = pair;
  const clear = difference.interval[0] > 0 || difference.interval[1] < 0;
  return html`<tr class="${clear ? 'clear' : ''}"><th scope="row">${control.name}</th><td class="num">${shared}</td>
<td class="num">${percent(plain.accuracy)}</td><td class="num">${percent(under.accuracy)}</td>
<td class="num key">${signedPoints(difference.difference)}</td><td class="num">${pointsInterval(difference.interval)}</td>
<td class="num wide">${percent(plain.chance)}</td></tr>`;
}

function pictures(count: number): string {
  return count === 1 ? 'a picture' : 'several pictures';
}

function circularLine({ circular, control }: ControlResult): Html | null {
  if (circular === null) return null;
  const [low, high] = circular.interval;
  return html`<p class="note">Circular, of ${control.name}: right under every letter ${percent(circular.every)} % (${percent(low)}\u2013${percent(high)}) of
${circular.questions} questions; by luck at this score ${percent(circular.everyIfIndependent)} %. All right or all wrong: ${percent(circular.same)} %.</p>`;
}

/** A server that refuses messages without pictures makes a control look hard. */
function unansweredLine({ unanswered, forms, control }: ControlResult): Html | null {
  if (unanswered === 0) return null;
  return html`<p class="note"><b>${control.name}: ${unanswered} of ${forms} requests have no answer</b> and count as wrong; the points hold that too.</p>`;
}
