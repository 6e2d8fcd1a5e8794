/**
 * The report of a lab: one HTML file that opens anywhere (no scripts, no requests, images inside) and its record,
 * written last. The same input gives the same bytes.
 */
import { join } from 'node:path';
import { html, raw } from '@parallax/lab';
import { codeCommit, sha256, writeFileAtomic, writeJson } from '@parallax/lab/node';
import type { Report } from '../schema.ts';
import { controlsSection } from './controls/controls-section.ts';
import { guardSection } from './guard/guard-section.ts';
import { datasetsSection } from './lab/datasets-section.ts';
import { examplesSection } from './lab/examples-section.ts';
import { runsSection } from './lab/runs-section.ts';
import { deltaSection } from './published/delta-section.ts';
import type { ReportInput } from './report-input.ts';
import { comparisonsSection } from './results/comparisons-section.ts';
import { formsSection } from './results/forms-section.ts';
import { repeatsSection } from './results/repeats-section.ts';
import { resultsSection } from './results/results-section.ts';
import { seenSection } from './seen/seen-section.ts';
import { REPORT_STYLE } from './style.ts';

const ID_DIGITS = 12;

/** The page as text. @throws DataFormatError `not-an-image` when an example's image is none. */
export function renderReport(input: ReportInput): string {
  const logs = input.evaluations.map(({ log }) => log);
  const models = [...new Set(logs.map((log) => log.model))];
  const parts = [
    `${counted(logs.length, 'evaluation')} of ${counted(models.length, 'model')}`,
    counted(input.runs.length, 'training run'),
    counted(input.datasets.length, 'data set'),
  ];
  const page = html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${input.title}</title><style>${raw(REPORT_STYLE)}</style></head><body><main>
<header><h1>${input.title}</h1><p>${parts.join(' \u00b7 ')}</p></header>
${resultsSection(logs)}${comparisonsSection(input.evaluations)}${formsSection(input.evaluations)}${repeatsSection(input.evaluations)}
${guardSection(input)}${controlsSection(input.evaluations)}${seenSection(input)}
${deltaSection(input)}${runsSection(input.runs)}${datasetsSection(input.datasets)}
${examplesSection(input.examples, models)}
<footer>Code commit ${codeCommit()}. Evaluations: ${logs.map((log) => log.evaluationId).join(', ') || 'none'}.</footer>
</main></body></html>
`;
  return page.markup;
}

/**
 * Writes report.html, then report.json.
 * @param folder where, or a function of the report's id (a digest of the page).
 */
export async function writeReport(
  input: ReportInput,
  folder: string | ((reportId: string) => string),
): Promise<{ folder: string; html: string; report: Report }> {
  const page = renderReport(input);
  const htmlSha256 = sha256(page);
  const reportId = `report-${htmlSha256.slice(0, ID_DIGITS)}`;
  const target = typeof folder === 'string' ? folder : folder(reportId);
  const path = join(target, 'report.html');
  await writeFileAtomic(path, page);
  const report: Report = {
    schemaVersion: 1,
    codeCommit: codeCommit(),
    type: 'report',
    reportId,
    evaluationIds: input.evaluations.map(({ log }) => log.evaluationId),
    runIds: input.runs.map((run) => run.runId),
    datasetDigests: input.datasets.map((dataset) => dataset.digest),
    htmlSha256,
  };
  await writeJson(join(target, 'report.json'), report);
  return { folder: target, html: path, report };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
