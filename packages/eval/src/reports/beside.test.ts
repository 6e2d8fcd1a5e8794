import { describe, expect, it } from 'vitest';
import { computeMetrics } from '../runner/metrics.ts';
import type { EvalLog, EvalSample } from '../schema.ts';
import { controlNamed } from '../tasks/controls/controlled-task.ts';
import { controlResults } from './controls/control-results.ts';
import { controlsSection } from './controls/controls-section.ts';
import { controlsTable } from './controls/controls-table.ts';
import { compareGuard } from './guard/compare-guard.ts';
import { guardSection, guardTable } from './guard/guard-section.ts';
import { deltaSection } from './published/delta-section.ts';
import { deltaTable, deltaText, requirePublishedModel } from './published/delta-table.ts';
import { publishedScores } from './published/published.ts';
import type { ReportEvaluation, ReportInput } from './report-input.ts';

const N = 200;

interface Made {
  readonly task?: string;
  readonly model?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly ids?: readonly string[];
}

function evaluationOf(right: (i: number) => boolean, made: Made = {}): ReportEvaluation {
  const ids = made.ids ?? Array.from({ length: N }, (_, i) => `q${i}`);
  const samples = ids.map((sampleId, i): EvalSample => {
    const value = right(i) ? 1 : 0;
    return {
      sampleId,
      kind: 'k',
      groupId: sampleId,
      prompt: '',
      imageDigests: [],
      answer: 'A',
      chance: 0.25,
      completion: 'A',
      score: { value, parts: [], parsed: { value: 'A', span: null, failure: null } },
      error: null,
      latencyMs: 1,
      completionTokens: 1,
    };
  });
  const log: EvalLog = {
    schemaVersion: 1,
    codeCommit: 'c',
    type: 'evaluation',
    evaluationId: 'e',
    task: made.task ?? 't',
    model: made.model ?? 'm',
    weightsDigest: null,
    datasetDigest: null,
    config: { temperature: 0, ...made.config },
    metrics: computeMetrics(samples),
    samplesSha256: 'b'.repeat(64),
  };
  return { log, samples };
}

function under(name: string, right: (i: number) => boolean, made: Made = {}): ReportEvaluation {
  const config = { ...made.config, control: name, controlOf: 't' };
  return evaluationOf(right, { ...made, task: `t+${name}`, config });
}

function inputOf(evaluations: readonly ReportEvaluation[], more: Partial<ReportInput> = {}): ReportInput {
  return { title: 't', evaluations, runs: [], datasets: [], examples: [], ...more };
}

describe('controls beside the plain score', () => {
  const plain = evaluationOf((i) => i % 10 < 8);

  it('pairs a control with the run of the same model and settings, and with no other', () => {
    const evaluations = [
      evaluationOf(() => false, { config: { seed: 2 } }),
      plain,
      under('text-only', (i) => i % 10 < 3),
      under('drop-view', (i) => i % 10 < 8, { model: 'other' }),
    ];
    const results = controlResults(evaluations);
    expect(results.map(({ control, plain: { accuracy } }) => [control.name, accuracy])).toEqual([
      ['text-only', 0.8],
    ]);
    const [{ difference, circular }] = results as [(typeof results)[0]];
    expect(difference).toMatchObject({ items: N, onlyA: 100, onlyB: 0 });
    expect(difference!.difference).toBeCloseTo(-0.5, 12);
    expect(difference!.interval[1]).toBeLessThan(-0.4);
    expect(circular).toBeNull();
  });

  it('makes the circular score of the plain run and its rotations', () => {
    // Under the second letter the odd questions are lost.
    const ids = Array.from({ length: 2 * N }, (_, i) => `q${i >> 1}~rotated-${1 + (i % 2)}`);
    const rotated = under('rotate-options', (i) => (i >> 1) % 10 < 8 && ((i >> 1) % 2 === 0 || i % 2 === 0), {
      ids,
    });
    const [result] = controlResults([plain, rotated]);
    expect(result!.circular).toMatchObject({ questions: N, every: 0.4 });
    expect(result!.difference!.items).toBe(N);
    expect(result!.difference!.difference).toBeCloseTo(-0.2, 12);
    expect(controlNamed('rotate-options').sourceId(ids[0]!)).toBe('q0');
  });

  it('shows the share answered without pictures beside chance and the blind baseline', () => {
    const blind = evaluationOf((i) => i % 10 < 4, { model: 'blind', config: { modelId: 'blind' } });
    const evaluations = [blind, plain, under('text-only', (i) => i % 10 < 3)];
    const { markup } = controlsSection(evaluations)!;
    expect(markup).toContain('Answered without pictures: 30.0 % of the questions, 37.5 % of the plain score');
    expect(markup).toContain('a guess gives 25.0 %');
    expect(markup).toContain('from the wording alone: 40.0 %');
    expect(controlsTable(controlResults(evaluations))).toContain('\u221250.0');
    expect(controlsSection([plain])).toBeNull();
  });
});

describe('target and guard', () => {
  const evaluations = [
    evaluationOf((i) => i % 10 < 5, { model: 'base' }),
    evaluationOf((i) => i % 10 < 8, { model: 'tuned' }),
    evaluationOf((i) => i % 10 < 6, { model: 'base', task: 'g' }),
    evaluationOf((i) => i % 10 < 4, { model: 'tuned', task: 'g' }),
    evaluationOf((i) => i % 10 < 6, { model: 'base', task: 'h' }),
    evaluationOf((i) => i % 10 < 6, { model: 'tuned', task: 'h' }),
    evaluationOf((i) => i % 2 < 1, { model: 'base', task: 'u' }),
    evaluationOf((i) => i % 2 >= 1, { model: 'tuned', task: 'u' }),
  ];

  it('says what was gained, what it cost, and what the items cannot tell', () => {
    const choice = { targets: ['t'], guards: ['g', 'h', 'u'], margin: 0.02 };
    const rows = compareGuard(evaluations, choice);
    expect(rows.map(({ task, verdict }) => [task, verdict])).toEqual([
      ['t', 'gains'],
      ['g', 'loses'],
      ['h', 'holds'],
      ['u', 'unclear'],
    ]);
    expect(rows[0]!.interval[0]).toBeLessThan(0.3);
    const { markup } = guardSection(inputOf(evaluations, { guard: choice }))!;
    for (const { verdict } of rows) expect(markup).toContain(`>${verdict}<`);
    expect(guardTable(rows)).toContain('base -> tuned');
  });

  it('names what it does not find', () => {
    const wrong = { targets: ['tt'], guards: ['g'], margin: 0 };
    expect(() => compareGuard(evaluations, wrong)).toThrow(expect.objectContaining({ code: 'unknown-task' }));
    expect(() => compareGuard(evaluations, { ...wrong, targets: ['t'], base: 'bass' })).toThrow(
      expect.objectContaining({ code: 'unknown-model', remedy: expect.stringContaining('"base"') }),
    );
  });
});

describe('published and ours', () => {
  const row = (percent: number) => ({
    benchmark: 't',
    model: 'M',
    kind: 'paper' as const,
    percent,
    source: 's',
  });
  const half = evaluationOf((i) => i % 2 === 0, { model: 'm' });

  it('is ok inside the interval, warns within twice it, fails beyond, on either side', () => {
    const [low, high] = half.log.metrics[0]!.ci95;
    const width = high - 0.5;
    const at = [0.5, low, high, 0.5 + 1.9 * width, 0.5 - 1.9 * width, 0.5 + 2.1 * width, 0.5 - 2.1 * width];
    const rows = deltaTable(
      [half.log],
      {},
      at.map((share) => row(100 * share)),
    );
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'warn', 'warn', 'fail', 'fail']);
    expect(rows[3]!.delta).toBeCloseTo(1.9 * width, 12);
  });

  it('says what makes the two not comparable, and keeps controls out', () => {
    const limited = evaluationOf((i) => i % 2 === 0, { config: { limitPerKind: 50, temperature: 0.7 } });
    const [result] = deltaTable([limited.log, under('text-only', () => true).log], {}, [row(50)]);
    expect(result).toMatchObject({ verdict: 'not comparable', reasons: { length: 2 } });
    expect(deltaTable([half.log], {}, [{ ...row(50), part: 'a subset' }])[0]!.reasons).toEqual([
      'published for a subset',
    ]);
    expect(deltaTable([half.log], {}, [{ ...row(50), benchmark: 'other' }])).toEqual([]);
  });

  it('finds the published model by label or by the name given for it', () => {
    const made = evaluationOf((i) => i % 2 === 0, { task: '3dsrbench', model: 'ours' });
    expect(deltaTable([made.log])).toEqual([]);
    const publishedAs = { ours: requirePublishedModel('actial-7b') };
    const [result] = deltaTable([made.log], publishedAs);
    expect(result).toMatchObject({ verdict: 'ok', published: { model: 'Actial-7B' } });
    expect(deltaText([result!])).toContain('arXiv');
    expect(deltaSection(inputOf([made], { publishedAs }))!.markup).toContain('>ok<');
    expect(() => requirePublishedModel('nobody')).toThrow(
      expect.objectContaining({ code: 'unknown-published-model' }),
    );
  });

  it('every published score is a percentage with a source, and none stands twice', () => {
    const keys = publishedScores.map((s) =>
      JSON.stringify([s.benchmark, s.model, s.kind, s.part, s.note, s.source]),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const { percent, source } of publishedScores) {
      expect(percent).toBeGreaterThan(0);
      expect(percent).toBeLessThan(100);
      expect(source).not.toBe('');
    }
  });
});
