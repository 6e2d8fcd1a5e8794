/** Consistency over the forms of a question. */
import { type Html, html } from '@parallax/lab';
import type { ReportEvaluation } from '../report-input.ts';
import { intervalText, percent } from '../tables/metrics-table.ts';
import { type TextTableOptions, textTable } from '../tables/text-table.ts';
import { type FormResult, formResults } from './form-results.ts';

export function formsSection(evaluations: readonly ReportEvaluation[]): Html | null {
  const results = formResults(evaluations);
  if (results.length === 0) return null;
  return html`<section id="forms"><h2>Consistency</h2>
<p class="note">Questions that the benchmark asks in several forms, such as a mirrored picture or rotated options. Right in all: every
form of the question. By luck: what that would be if each form were right on its own with the score of one form. All or none: the
answers agree, right or wrong.</p><div class="scroll"><table><thead><tr><th>forms</th><th class="num">one form</th>
<th class="num">right in all</th><th class="num">95 % interval</th><th class="num">by luck</th><th class="num wide">all or none</th>
<th class="num wide">n</th></tr></thead><tbody>${results.map(row)}</tbody></table></div></section>`;
}

function row({ task, model, way, consistency }: FormResult): Html {
  const { single, every, interval, everyIfIndependent, same, questions } = consistency;
  return html`<tr><th scope="row">${way} <small>${model}, ${task}</small></th><td class="num">${percent(single)}</td>
<td class="num strong">${percent(every)}</td><td class="num">${percent(interval[0])}\u2013${percent(interval[1])}</td>
<td class="num">${percent(everyIfIndependent)}</td><td class="num wide">${percent(same)}</td><td class="num wide">${questions}</td></tr>`;
}

export function formsTable(results: readonly FormResult[], options: TextTableOptions = {}): string {
  const rows = results.map(({ task, model, way, consistency }) => [
    task,
    model,
    way,
    String(consistency.questions),
    percent(consistency.single),
    percent(consistency.every),
    intervalText({ ci95: consistency.interval }),
    percent(consistency.everyIfIndependent),
    percent(consistency.same),
  ]);
  const header = [
    'task',
    'model',
    'forms',
    'questions',
    'one form',
    'right in all',
    '95 % interval',
    'by luck',
    'all or none',
  ];
  return textTable(header, rows, { ...options, rightAlign: [3, 4, 5, 6, 7, 8] });
}
