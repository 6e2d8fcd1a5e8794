/** What the scores rest on: each control beside the plain run, with the share that is answered without pictures. */
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
<p class="note">The same questions with one thing taken away, paired with the plain run; interval by bootstrap over scenes.
Bold where it excludes zero.</p><ul class="note">${used.map(({ name, meaning }) => html`<li><b>${name}</b>: ${meaning}</li>`)}</ul>
${[...blocks.values()].map((rows) => block(rows, blindScore(evaluations, rows[0]!.task)))}</section>`;
}

function block(rows: readonly ControlResult[], blind: number | null): Html {
  const { task, model, plain } = rows[0]!; // a group is never empty
  return html`<h3>${model} <small>${task}, plain ${percent(plain.accuracy)}, chance ${percent(plain.chance)}</small></h3>
<div class="scroll"><table><thead><tr><th>control</th><th class="num">score</th><th class="num wide">95 % interval</th>
<th class="num">points</th><th class="num">95 % interval</th><th class="num wide">n</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>
${rows.map((result) => [withoutPictures(result, blind), circularLine(result)])}`;
}

function row({ control, under, difference }: ControlResult): Html {
  const clear = difference !== null && (difference.interval[0] > 0 || difference.interval[1] < 0);
  const [low, high] = under.ci95;
  return html`<tr class="${clear ? 'clear' : ''}"><th scope="row">${control.name}</th><td class="num">${percent(under.accuracy)}</td>
<td class="num wide">${percent(low)}\u2013${percent(high)}</td>
<td class="num strong">${difference === null ? '\u2013' : signedPoints(difference.difference)}</td>
<td class="num">${difference === null ? '\u2013' : pointsInterval(difference.interval)}</td><td class="num wide">${under.n}</td></tr>`;
}

/** The text-only control is the one whose samples hold no picture; the blind baseline stands beside it. */
function withoutPictures({ control, under, plain }: ControlResult, blind: number | null): Html | null {
  if (control.leavesPictures) return null;
  const share = plain.accuracy > 0 ? percent(Math.min(1, under.accuracy / plain.accuracy)) : '0.0';
  const beside =
    blind === null ? '' : ` The baseline that learned from the wording alone: ${percent(blind)} %.`;
  return html`<p class="note">Answered without pictures: ${percent(under.accuracy)} % of the questions, ${share} % of the plain score;
a guess gives ${percent(under.chance)} %.${beside}</p>`;
}

function circularLine({ circular }: ControlResult): Html | null {
  if (circular === null) return null;
  const [low, high] = circular.interval;
  return html`<p class="note">Circular: right under every letter ${percent(circular.every)} % (${percent(low)}\u2013${percent(high)}) of
${circular.questions} questions; by luck at this score ${percent(circular.everyIfIndependent)} %. All right or all wrong: ${percent(circular.same)} %.</p>`;
}

function blindScore(evaluations: readonly ReportEvaluation[], task: string): number | null {
  const log = evaluations.find(
    (item) => item.log.task === task && item.log.config['modelId'] === 'blind',
  )?.log;
  return log?.metrics[0]?.accuracy ?? null;
}
