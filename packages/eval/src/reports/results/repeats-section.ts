/** Several answers to each question. */
import { type Html, html } from '@parallax/lab';
import type { ClusteredMean } from '../../statistics/intervals/clustered.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { intervalText, percent } from '../tables/metrics-table.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { type RepeatedResult, repeatedResults } from './repeated-results.ts';

export function repeatsSection(evaluations: readonly ReportEvaluation[]): Html | null {
  const results = repeatedResults(evaluations);
  if (results.length === 0) return null;
  return html`<section id="repeats"><h2>Several answers to each question</h2>
<p class="note">The same evaluation with other seeds. pass@k: share of the questions of which one of k answers is right, without the
bias of drawing k only (pass@1 is the mean accuracy). Intervals are clustered by scene.</p>${results.map(block)}</section>`;
}

function block(result: RepeatedResult): Html {
  const { task, model, temperature, seeds, questions, passAt, always, spread } = result;
  return html`<h3>${model} <small>${task}, temperature ${temperature}, seeds ${seeds.join(', ')}</small></h3>
<div class="scroll"><table><thead><tr><th>measure</th><th class="num">percent</th><th class="num">95 % interval</th></tr></thead>
<tbody>${passAt.map(({ k, score }) => row(`pass@${k}`, score))}${row('right every time', always)}</tbody></table></div>
<p class="note">${questions} questions. From run to run the accuracy moves by ${percent(spread)} points (standard deviation).</p>`;
}

function row(name: string, { mean, interval: [low, high] }: ClusteredMean): Html {
  return html`<tr><th scope="row">${name}</th><td class="num strong">${percent(mean)}</td>
<td class="num">${percent(low)}\u2013${percent(high)}</td></tr>`;
}

export function repeatsTable(results: readonly RepeatedResult[], options: TextTableOptions = {}): string {
  const rows = results.flatMap(({ task, model, seeds, questions, passAt, always }) =>
    [...passAt.map(({ k, score }) => [`pass@${k}`, score] as const), ['every time', always] as const].map(
      ([name, { mean, interval }]) => [
        task,
        model,
        String(seeds.length),
        String(questions),
        name,
        percent(mean),
        intervalText({ ci95: interval }),
      ],
    ),
  );
  const header = ['task', 'model', 'runs', 'n', 'measure', 'percent', '95 % interval'];
  return textTable(header, rows, { ...options, rightAlign: [2, 3, 5, 6] });
}
