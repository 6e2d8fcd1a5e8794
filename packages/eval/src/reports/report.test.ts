import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, sha256 } from '@parallax/lab/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeMetrics } from '../runner/metrics.ts';
import { type EvalLog, type EvalSample, ReportSchema } from '../schema.ts';
import { curveFigure } from './lab/curve.ts';
import type { ReportExample, ReportInput } from './report-input.ts';
import { compareLogs } from './results/compare-logs.ts';
import { intervalText, metricsTable, percent } from './tables/metrics-table.ts';
import { textTable } from './tables/text-table.ts';
import { renderReport, writeReport } from './write-report.ts';

const HOSTILE = '</p><script>alert(1)</script>"\'&\u0007\ud800 <think>';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p4VGWQAAAABJRU5ErkJggg==',
  'base64',
);

function samplesOf(model: number): EvalSample[] {
  return Array.from({ length: 90 }, (_, i) => {
    const right = (i * 7 + model * 13) % 10 < 4 + 3 * model ? 1 : 0;
    return {
      sampleId: `q${i}`,
      kind: i % 3 === 0 ? 'ego-rotation' : 'ego-translation',
      groupId: `g${Math.floor(i / 3)}`,
      prompt: 'p',
      imageDigests: [],
      answer: 'A',
      chance: 1 / 3,
      completion: '<answer>A</answer>',
      score: { value: right, parts: [], parsed: { value: 'A', span: [8, 9], failure: null } },
      error: null,
      latencyMs: 1,
      completionTokens: 5,
    };
  });
}

function logOf(model: string, samples: EvalSample[]): EvalLog {
  return {
    schemaVersion: 1,
    codeCommit: 'c',
    type: 'evaluation',
    evaluationId: `${model}-1`,
    task: 'viewpoint/test',
    model,
    weightsDigest: null,
    datasetDigest: 'a'.repeat(64),
    config: {},
    metrics: computeMetrics(samples),
    samplesSha256: 'b'.repeat(64),
  };
}

const example = {
  question: {
    questionId: 'q0',
    kind: 'ego-translation',
    text: '<image><image>Where did it go? A: left B: right',
    options: ['left', 'right'],
    answer: 'B',
    geometry: { unit: null },
  },
  images: [PNG, PNG],
  answers: [
    {
      model: 'sft',
      completion: `<think>It moved right. It turned left. ${HOSTILE.replace('<think>', '')}</think><answer>B</answer>`,
      score: { value: 1, parts: [], parsed: { value: 'B', span: null, failure: null } },
      claims: [
        { text: 'It moved right', ok: true, reason: 'holds' },
        { text: 'It turned left', ok: false, reason: HOSTILE },
      ],
    },
    { model: HOSTILE, completion: HOSTILE, score: null, claims: [] },
  ],
  // The page reads these fields of a question and no others.
} as unknown as ReportExample;

const base = samplesOf(0);
const sft = samplesOf(1);
const input: ReportInput = {
  title: `Lab ${HOSTILE}`,
  evaluations: [
    { log: logOf('base', base), samples: base },
    { log: logOf('sft', sft), samples: sft },
  ],
  runs: [
    {
      runId: 'r1',
      name: 'sft',
      stage: 'sft',
      metrics: Array.from({ length: 2000 }, (_, i) => ({
        step: i,
        loss: 3 / (i + 1),
        'reward.format': 1,
        kl: i / 1e5,
      })),
    },
  ],
  datasets: [
    {
      name: 'viewpoint',
      digest: 'a'.repeat(64),
      counts: { 'train/ego-rotation': 10, 'test/ego-rotation': 5 },
      audit: {
        schemaVersion: 1,
        codeCommit: 'c',
        type: 'audit',
        datasetDigest: 'a'.repeat(64),
        passed: false,
        lines: [{ name: 'leak', finding: HOSTILE, value: 3, threshold: 0, verdict: 'fail', details: {} }],
      },
    },
  ],
  examples: [example],
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-report-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Every tag closes in order and every attribute is quoted: the page is XML but for its doctype. */
function assertWellFormed(page: string): void {
  const open: string[] = [];
  const body = page.replace(/^<!DOCTYPE html>\n/, '').replace(/<style>[^<]*<\/style>/, '');
  let at = 0;
  for (const match of body.matchAll(/<(\/?)([a-z0-9]+)((?:\s+[a-z0-9:-]+="[^"<]*")*)\s*(\/?)>/gi)) {
    const between = body.slice(at, match.index);
    expect(between, `text before ${match[0]}`).not.toMatch(/[<>]/);
    expect(between).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
    at = match.index + match[0].length;
    if (match[4] === '/') continue;
    if (match[1] === '') open.push(match[2]!);
    else expect(open.pop(), `closing ${match[0]} at ${match.index}`).toBe(match[2]);
  }
  expect(body.slice(at).trim()).toBe('');
  expect(open).toEqual([]);
}

describe('report.html', () => {
  it('is well-formed and holds every metric, curve, audit line and example', () => {
    const page = renderReport(input);
    assertWellFormed(page);
    for (const { log } of input.evaluations) {
      for (const metric of log.metrics) {
        expect(page).toContain(metric.kind);
        expect(page).toContain(`>${percent(metric.accuracy)}</td>`);
        expect(page).toContain(`${percent(metric.ci95[0])}\u2013${percent(metric.ci95[1])}`);
        expect(page).toContain(`chance ${percent(metric.chance)}`);
      }
    }
    for (const name of ['>loss<', 'reward: format', 'KL to the reference', '\u2717 fail', 'ego-rotation']) {
      expect(page).toContain(name);
    }
    expect(page.match(/data:image\/png;base64,/g)).toHaveLength(2);
    expect(page).toContain('\u2713\u00a0It moved right');
    expect(page).toContain('\u2717\u00a0It turned left');
  });

  it('asks for nothing from outside and runs no script, whatever a model wrote', () => {
    const page = renderReport(input);
    expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|javascript:/i);
    const addresses = [...page.matchAll(/(?:src|href|xlink:href)="([^"]*)"/g)].map((match) => match[1]!);
    expect(addresses.every((address) => address.startsWith('data:image/'))).toBe(true);
  });

  it('keeps a long curve small and shows its spikes', () => {
    const points = Array.from({ length: 50_000 }, (_, step) => ({ step, value: step === 31_234 ? 100 : 1 }));
    const { markup } = curveFigure('loss', points)!;
    expect(markup.length).toBeLessThan(20_000);
    expect(markup).toContain('>100</text>');
    expect(curveFigure('loss', [{ step: 1, value: Number.NaN }])).toBeNull();
  });

  it('is written with its record last, and the same input gives the same report', async () => {
    const first = await writeReport(input, (id) => join(root, id));
    const again = await writeReport(input, join(root, 'again'));
    expect(again.report).toEqual(first.report);
    const record = await readJson(join(first.folder, 'report.json'), ReportSchema);
    expect(record.htmlSha256).toBe(sha256(await readFile(first.html)));
    expect(record.evaluationIds).toEqual(['base-1', 'sft-1']);
  });
});

describe('tables and comparisons', () => {
  it('aligns columns, and writes ASCII when asked', () => {
    const table = textTable(
      ['a', 'number'],
      [
        ['x\ny', '1'],
        ['\u00fc', '20'],
      ],
      { rightAlign: [1], ascii: true },
    );
    expect(table.split('\n')).toEqual(['a    number', '---  ------', 'x y       1', '?        20']);
    const text = metricsTable([input.evaluations[0]!.log]);
    for (const metric of input.evaluations[0]!.log.metrics) expect(text).toContain(intervalText(metric));
  });

  it('compares on shared items only and counts who won', () => {
    const rows = compareLogs(base.slice(10), sft.slice(0, 60));
    expect(rows.map((row) => row.kind)).toEqual(['overall', 'ego-rotation', 'ego-translation']);
    const overall = rows[0]!;
    expect(overall.items).toBe(50);
    expect(overall.difference).toBeCloseTo((overall.onlyB - overall.onlyA) / 50, 12);
    expect(compareLogs(base, base)[0]).toMatchObject({ difference: 0, interval: [0, 0], p: 1 });
    expect(compareLogs(base.slice(0, 5), sft.slice(50))).toEqual([]);
  });
});
