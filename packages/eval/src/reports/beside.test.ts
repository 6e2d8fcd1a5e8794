import { describe, expect, it } from 'vitest';
import { controlNamed } from '../tasks/controls/controlled-task.ts';
import { controlResults } from './controls/control-results.ts';
import { controlsSection } from './controls/controls-section.ts';
import { controlsTable } from './controls/controls-table.ts';
import { compareGuard } from './guard/compare-guard.ts';
import { guardSection, guardTable } from './guard/guard-section.ts';
import { evaluationOf, inputOf, N, under } from './testing/made-evaluation.ts';

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
