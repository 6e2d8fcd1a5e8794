/** The result table: per task and kind, each model's accuracy with its interval, next to chance. */

import { type Html, html } from '@parallax/lab';
import type { EvalLog, Metric } from '../../schema.ts';
import { isPlain } from '../controls/control-results.ts';
import { logLabels } from '../tables/log-labels.ts';
import { percent, powerHint } from '../tables/metrics-table.ts';
import { signedPoints } from '../tables/signed-points.ts';

/** Colour classes of the style sheet; models beyond the last share it. */
const COLOURS = 6;

export function resultsSection(all: readonly EvalLog[]): Html | null {
  const logs = all.filter(isPlain);
  if (logs.length === 0) return null;
  const labels = logLabels(logs);
  const named = logs.map((log, i) => ({ log, label: labels[i]! }));
  const models = [...new Set(labels)];
  const tasks = [...new Set(logs.map((log) => log.task))];
  return html`<section id="results"><h2>Results</h2>
<p class="note">Accuracy in percent with its 95 % interval (clustered by scene where scenes repeat). The dashed line is chance:
a uniform guess, or the best constant for numbers. Corrected: 0 for a guess, 100 for all right. Unparsed and failed answers count as wrong.</p>
${tasks.map((task) =>
  taskTable(
    task,
    named.filter(({ log }) => log.task === task),
    models,
  ),
)}</section>`;
}

interface NamedLog {
  readonly log: EvalLog;
  readonly label: string;
}

/** Stable class of a model's colour. */
export function modelColour(model: string, models: readonly string[]): string {
  return `c${Math.max(0, models.indexOf(model)) % COLOURS}`;
}

function taskTable(task: string, logs: readonly NamedLog[], models: readonly string[]): Html {
  const kinds = [...new Set(logs.flatMap(({ log }) => log.metrics.map((metric) => metric.kind)))];
  const overall = logs.flatMap(({ log }) => log.metrics.find((metric) => metric.kind === 'overall') ?? []);
  // Nearest to one half the spread is largest: the cautious figure.
  const [widest] = overall.toSorted((a, b) => Math.abs(a.accuracy - 0.5) - Math.abs(b.accuracy - 0.5));
  return html`<h3>${task}</h3><table class="results"><thead><tr><th>model</th><th class="plot">0 to 100 %</th>
<th class="num">accuracy</th><th class="num">interval</th><th class="num wide">corrected</th><th class="num wide">unparsed</th>
<th class="num wide">errors</th></tr></thead>${kinds.map((kind) => kindBody(kind, logs, models))}</table>
${widest !== undefined && html`<p class="note">${powerHint(widest)}</p>`}`;
}

function kindBody(kind: string, logs: readonly NamedLog[], models: readonly string[]): Html {
  const rows = logs.flatMap(({ log, label }) => {
    const metric = log.metrics.find((item) => item.kind === kind);
    return metric === undefined ? [] : [{ model: label, metric }];
  });
  const first = rows[0]!.metric; // the kind was taken from these logs
  const groups = first.groups === 1 ? ', one group' : `, ${first.groups} groups`;
  const scenes = first.groups === first.n ? '' : groups;
  return html`<tbody><tr class="kind"><th colspan="7" scope="rowgroup">${kind}
<small>chance ${percent(first.chance)}, n = ${first.n}${scenes}</small></th></tr>
${rows.map(({ model, metric }) => modelRow(model, metric, modelColour(model, models)))}</tbody>`;
}

function modelRow(model: string, metric: Metric, colour: string): Html {
  const [low, high] = metric.ci95;
  return html`<tr class="${colour}"><th scope="row">${model}</th><td class="plot">${intervalPlot(metric)}</td>
<td class="num strong">${percent(metric.accuracy)}</td><td class="num">${percent(low)}\u2013${percent(high)}</td>
<td class="num wide">${signedPoints(metric.chanceCorrected)}</td><td class="num wide">${percent(metric.unparsedRate)}</td>
<td class="num wide">${percent(metric.errorRate)}</td></tr>`;
}

/** A line from 0 to 100 % with the interval, the value and chance. Stretches with its cell, hence the 0..100 box. */
function intervalPlot(metric: Metric): Html {
  const at = (share: number): string => (100 * Math.min(1, Math.max(0, share))).toFixed(2);
  const [low, high] = metric.ci95;
  const width = (100 * Math.max(0.004, high - low)).toFixed(2);
  return html`<svg class="interval" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
<rect class="track" x="0" y="7" width="100" height="2"/><rect class="band" x="${at(low)}" y="4.5" width="${width}" height="7"/>
<line class="chance" x1="${at(metric.chance)}" x2="${at(metric.chance)}" y1="0" y2="16"/>
<line class="value" x1="${at(metric.accuracy)}" x2="${at(metric.accuracy)}" y1="2" y2="14"/></svg>`;
}
