/** Several answers to each question. */
import { type Html, html } from '@parallax/lab';
import type { ClusteredMean } from '../../statistics/intervals/clustered.ts';
import type { ReportEvaluation } from '../report-input.ts';
import { intervalText, percent } from '../tables/metrics-table.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { type RepeatedResult, repeatedResults } from './repeated-results.ts';

const ONE_RUN = 'one run, mean score';

export function repeatsSection(evaluations: readonly ReportEvaluation[]): Html | null {
  const results = repeatedResults(evaluations);
  if (results.length === 0) return null;
  return html`<section id="repeats"><h2>Several answers to each question</h2>
<p class="note">The same evaluation with other seeds. pass@k: share of the questions of which one of k answers is right, without the
bias of drawing k only; a graded answer is right from one half on. vote@k: mean score of the answer that most of k runs give
(self-consistency, arXiv 2203.11171), beside one run’s. Intervals are clustered by scene.</p>${results.map(block)}</section>`;
}

function block(result: RepeatedResult): Html {
  const { task, model, temperature, seeds, questions, kinds, spread } = result;
  return html`<h3>${model} <small>${task}, temperature ${temperature}, seeds ${seeds.join(', ')}</small></h3>
<div class="scroll"><table><thead><tr><th>measure</th><th class="num">percent</th><th class="num">95 % interval</th></tr></thead>
<tbody>${measures(result).map(([name, score]) => row(name, score))}</tbody></table></div>
${seeds.length < 3 ? '' : byKind(kinds, seeds.length)}
<p class="note">${questions} questions. From run to run the accuracy moves by ${percent(spread)} points (standard deviation).</p>`;
}

/** Named as the table of kinds and the terminal name them. */
function measures({ passAt, votesOf, always }: RepeatedResult): [string, ClusteredMean][] {
  return [
    ...passAt.map(({ k, score }): [string, ClusteredMean] => [`pass@${k}`, score]),
    ...votesOf.map(({ k, score }): [string, ClusteredMean] => [k === 1 ? ONE_RUN : `vote@${k}`, score]),
    ['right every time', always],
  ];
}

function byKind(kinds: RepeatedResult['kinds'], runs: number): Html {
  return html`<div class="scroll"><table><thead><tr><th>kind</th><th class="num">n</th><th class="num">${ONE_RUN}</th>
<th class="num">vote@${runs}</th><th class="num">95 % interval</th></tr></thead>
<tbody>${kinds.map(
    ({ kind, questions, one, vote }) => html`<tr><th scope="row">${kind}</th><td class="num">${questions}</td>
<td class="num">${percent(one.mean)}</td><td class="num strong">${percent(vote.mean)}</td>
<td class="num">${percent(vote.interval[0])}\u2013${percent(vote.interval[1])}</td></tr>`,
  )}</tbody></table></div>`;
}

function row(name: string, { mean, interval: [low, high] }: ClusteredMean): Html {
  return html`<tr><th scope="row">${name}</th><td class="num strong">${percent(mean)}</td>
<td class="num">${percent(low)}\u2013${percent(high)}</td></tr>`;
}

export function repeatsTable(results: readonly RepeatedResult[], options: TextTableOptions = {}): string {
  const rows = results.flatMap((result) => {
    const { task, model, seeds, questions, kinds } = result;
    const line = (measure: string, n: number, { mean, interval }: ClusteredMean): string[] => [
      ...[task, model, String(seeds.length), String(n), measure],
      ...[percent(mean), intervalText({ ci95: interval })],
    ];
    const own = seeds.length < 3 ? [] : kinds;
    return [
      ...measures(result).map(([name, score]) => line(name, questions, score)),
      ...own.map(({ kind, questions: n, vote }) => line(`${kind}, vote@${seeds.length}`, n, vote)),
    ];
  });
  const header = ['task', 'model', 'runs', 'n', 'measure', 'percent', '95 % interval'];
  return textTable(header, rows, { ...options, rightAlign: [2, 3, 5, 6] });
}
