/** Data sets: how much of what, and what the audit found. */

import { type Html, html } from '@parallax/lab';
import type { ReportDataset } from '../report-input.ts';
import { formatNumber } from './curve.ts';

const VERDICTS = { pass: '\u2713 pass', fail: '\u2717 fail', skipped: '\u2013 skipped' } as const;

export function datasetsSection(datasets: readonly ReportDataset[]): Html | null {
  if (datasets.length === 0) return null;
  return html`<section id="data"><h2>Data</h2>${datasets.map(datasetBlock)}</section>`;
}

function datasetBlock({ name, digest, counts, audit }: ReportDataset): Html {
  const splits = [...new Set(Object.keys(counts).map((key) => key.split('/')[0] ?? ''))];
  const kinds = [...new Set(Object.keys(counts).map((key) => key.slice(key.indexOf('/') + 1)))].sort();
  return html`<h3>${name} <small>digest ${digest.slice(0, 12)}</small></h3>
<div class="scroll"><table><thead><tr><th>questions</th>${splits.map((split) => html`<th class="num">${split}</th>`)}</tr></thead>
<tbody>${kinds.map(
    (kind) =>
      html`<tr><th scope="row">${kind}</th>${splits.map(
        (split) => html`<td class="num">${counts[`${split}/${kind}`] ?? 0}</td>`,
      )}</tr>`,
  )}</tbody></table></div>
${
  audit !== null &&
  html`<div class="scroll"><table class="audit"><thead><tr><th>audit</th><th>verdict</th><th class="num">value</th><th class="num">limit</th></tr></thead><tbody>${audit.lines.map(
    (
      line,
    ) => html`<tr class="${line.verdict}"><th scope="row">${line.name} <small>${line.finding}</small></th><td class="verdict">${VERDICTS[line.verdict]}</td>
<td class="num">${formatNumber(line.value)}</td><td class="num">${formatNumber(line.threshold)}</td></tr>`,
  )}</tbody></table></div>`
}`;
}
