/** Right without looking: what a task gives away by its wording, and what of it stood in a training set. */
import { type Html, html } from '@parallax/lab';
import type { ComparedSet, ContaminationKind, ContaminationRecord } from '../../schema.ts';
import { formatNumber } from '../lab/curve.ts';
import type { ReportInput } from '../report-input.ts';
import { percent } from '../tables/metrics-table.ts';
import { type AnsweredBlind, answeredBlind } from './answered-blind.ts';

const MEANINGS: Readonly<Record<ContaminationKind, string>> = {
  'same picture': 'the same bytes',
  'near picture': 'the same or near-duplicate: recompressed, resized, brightened',
  'cut-out picture': 'a part of the other one',
  'same group': 'the same scene or capture',
  'same subject': 'the same object',
  'same wording': 'the same text; questions from one template share it',
  'near wording': 'most runs of words are the same',
};

/** Share of answers that cannot be read from which on it is said: it may explain a score below chance. */
const NOTABLE = 0.05;

export function seenSection({ evaluations, contamination = [] }: ReportInput): Html | null {
  const blind = answeredBlind(evaluations);
  if (blind.length === 0 && contamination.length === 0) return null;
  return html`<section id="seen"><h2>Right without looking</h2>
<p class="note">Two ways in which a question can be answered without being solved: its wording gives the answer away, or it stood in
the training set.</p>${blind.length > 0 && blindTable(blind)}${contamination.map(foundTable)}
${contamination.length === 0 && html`<p class="note">No training set was searched for these questions (<code>parallax contamination</code>).</p>`}</section>`;
}

function blindTable(rows: readonly AnsweredBlind[]): Html {
  return html`<h3>Answered without pictures</h3><p class="note">The same questions without their pictures. Right both ways: not owed to
the pictures; by luck: how many that would be if the two had nothing to do with each other.</p>
<div class="scroll"><table class="verdicts"><thead><tr><th>model</th><th class="num">without pictures</th><th class="num wide">95 % interval</th>
<th class="num">chance</th><th>finding</th><th class="num">right both ways</th><th class="num wide">by luck</th></tr></thead>
<tbody>${rows.map(blindRow)}</tbody></table></div>`;
}

function blindRow(row: AnsweredBlind): Html {
  const { task, model, questions, score, ci95, chance, verdict, right, rightBoth, bothByLuck } = row;
  const { wordingBaseline } = row;
  const [low, high] = ci95;
  const baseline =
    wordingBaseline === null ? '' : `; baseline of the wording alone ${percent(wordingBaseline)} %`;
  return html`<tr class="${verdict === 'above chance' ? 'fail' : ''}"><th scope="row">${model} <small>${task}, ${questions} questions${baseline}</small></th>
<td class="num strong">${percent(score)}</td><td class="num wide">${percent(low)}\u2013${percent(high)}</td>
<td class="num">${percent(chance)}</td><td><span class="verdict">${verdict}</span>${
    row.unparsedRate >= NOTABLE && html`<small>${percent(row.unparsedRate)} % unparsed</small>`
  }</td>
<td class="num">${rightBoth} of ${right} right</td><td class="num wide">${bothByLuck.toFixed(1)}</td></tr>`;
}

function foundTable({ train, test, report }: ContaminationRecord): Html {
  const { trainItems, testItems, trainPictures, testPictures, unreadable, findings } = report;
  return html`<h3>${setName(test)} <small>searched for in ${setName(train)}: ${testItems} questions and ${testPictures} pictures in
${trainItems} and ${trainPictures}</small></h3>
${unreadable > 0 && html`<p class="note">${unreadable} pictures could not be read: compared by their bytes alone.</p>`}
<div class="scroll"><table class="verdicts"><thead><tr><th>found in training</th><th class="num">questions</th><th class="num">percent</th>
<th class="wide">first pair, by</th></tr></thead><tbody>${findings.map(
    ({ kind, items, share, pairs: [first] }) => {
      const pair =
        first === undefined ? '\u2013' : `${first.test} \u2190 ${first.train}, ${byText(first.by)}`;
      return html`<tr class="${items > 0 ? 'clear' : ''}"><th scope="row">${kind} <small>${MEANINGS[kind]}</small></th>
<td class="num key">${items}</td><td class="num">${percent(share)}</td><td class="wide soft cut">${pair}</td></tr>`;
    },
  )}</tbody></table></div>`;
}

function byText(by: number | string): string {
  return typeof by === 'number' ? formatNumber(by) : by;
}

function setName({ name, split }: ComparedSet): string {
  return split === null ? name : `${name}/${split}`;
}
