/** Training runs: the curves that tell whether a run was healthy. */

import { type Html, html } from '@parallax/lab';
import type { ReportRun } from '../report-input.ts';
import { curveFigure } from './curve.ts';

/** Curves worth a reader's eye, in reading order; names as in the glossary of metric keys. */
const CURVES: readonly { key: RegExp; label: (key: string) => string }[] = [
  { key: /^loss$/, label: () => 'loss' },
  { key: /^(eval|validation)\..*|.*accuracy.*$/i, label: (key) => key },
  { key: /^reward$/, label: () => 'reward' },
  { key: /^reward\./, label: (key) => `reward: ${key.slice('reward.'.length)}` },
  { key: /^kl$/, label: () => 'KL to the reference' },
  { key: /^entropy$/, label: () => 'entropy' },
  { key: /^clipFraction$/, label: () => 'clipped share' },
  { key: /^deadGroups$/, label: () => 'dead groups' },
  { key: /^completionTokens$/, label: () => 'completion tokens' },
  { key: /^gradNorm$/, label: () => 'gradient norm' },
  { key: /^learningRate$/, label: () => 'learning rate' },
];

export function runsSection(runs: readonly ReportRun[]): Html | null {
  const withMetrics = runs.filter((run) => run.metrics.length > 0);
  if (withMetrics.length === 0) return null;
  return html`<section id="runs"><h2>Training</h2>${withMetrics.map(runBlock)}</section>`;
}

function runBlock(run: ReportRun): Html {
  const keys = [...new Set(run.metrics.flatMap((line) => Object.keys(line)))].filter((key) => key !== 'step');
  const chosen = CURVES.flatMap(({ key: pattern, label }) =>
    keys.filter((key) => pattern.test(key)).map((key) => ({ key, label: label(key) })),
  ).filter((item, i, all) => all.findIndex(({ key }) => key === item.key) === i);
  const figures = chosen.map(({ key, label }) => {
    const points = run.metrics.flatMap((line) =>
      line[key] === undefined ? [] : [{ step: line['step'] ?? 0, value: line[key] }],
    );
    return curveFigure(label, points);
  });
  const steps = run.metrics.at(-1)?.['step'] ?? run.metrics.length;
  return html`<h3>${run.name} <small>${run.stage}, ${steps} steps</small></h3><div class="curves">${figures}</div>`;
}
