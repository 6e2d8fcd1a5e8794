import { describe, expect, it } from 'vitest';
import type { ContaminationRecord } from '../schema.ts';
import { controlNamed } from '../tasks/controls/controlled-task.ts';
import { controlResults } from './controls/control-results.ts';
import { controlsSection } from './controls/controls-section.ts';
import { controlsTable } from './controls/controls-table.ts';
import { compareGuard } from './guard/compare-guard.ts';
import { guardSection, guardTable } from './guard/guard-section.ts';
import { answeredBlind } from './seen/answered-blind.ts';
import { answeredBlindTable } from './seen/answered-blind-table.ts';
import { seenSection } from './seen/seen-section.ts';
import { evaluationOf, inputOf, N, under } from './testing/made-evaluation.ts';
import { renderReport } from './write-report.ts';

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
    expect(results.map(({ control, absent, pair }) => [control.name, absent, pair?.plain.accuracy])).toEqual([
      ['text-only', null, 0.8],
      ['drop-view', 'not run', undefined],
      ['shuffle-views', 'not run', undefined],
      ['rotate-options', 'not run', undefined],
    ]);
    const [{ pair, circular }] = results as [(typeof results)[0]];
    expect(pair!.difference).toMatchObject({ items: N, onlyA: 100, onlyB: 0 });
    expect(pair!.difference.difference).toBeCloseTo(-0.5, 12);
    expect(pair!.difference.interval[1]).toBeLessThan(-0.4);
    expect(circular).toBeNull();
  });

  it('makes the circular score of the plain run and its rotations', () => {
    // Under the second letter the odd questions are lost.
    const ids = Array.from({ length: 2 * N }, (_, i) => `q${i >> 1}~rotated-${1 + (i % 2)}`);
    const rotated = under('rotate-options', (i) => (i >> 1) % 10 < 8 && ((i >> 1) % 2 === 0 || i % 2 === 0), {
      ids,
    });
    const result = controlResults([plain, rotated]).find(({ absent }) => absent === null);
    expect(result).toMatchObject({ shared: N, forms: 2 * N });
    expect(result!.circular).toMatchObject({ questions: N, every: 0.4 });
    expect(result!.pair!.difference.items).toBe(N);
    expect(result!.pair!.difference.difference).toBeCloseTo(-0.2, 12);
    expect(controlNamed('rotate-options').sourceId(ids[0]!)).toBe('q0');
  });

  it('sets the plain score of the shared questions beside the control, not that of all', () => {
    // q0 to q9, right on q0 to q5: 60 %. Only q2 to q6 show two views: there 4 of 5, with one view less q2 and q6 alone.
    const picture = (count: number) => ({
      imageDigests: Array.from({ length: count }, () => 'a'.repeat(64)),
    });
    const ids = Array.from({ length: 10 }, (_, i) => `q${i}`);
    const ten = evaluationOf((i) => i < 6, { ids, more: (i) => picture(i >= 2 && i <= 6 ? 2 : 1) });
    const dropped = under('drop-view', (i) => i === 0 || i === 4, { ids: ids.slice(2, 7) });
    const [, drop, shuffle] = controlResults([ten, dropped]);
    expect(drop).toMatchObject({ asked: 10, shared: 5, forms: 5, unanswered: 0, absent: null });
    const { plain: there, under: without, difference, bothRight } = drop!.pair!;
    expect([there.n, there.accuracy, without.n, without.accuracy]).toEqual([5, 0.8, 5, 0.4]);
    // Lost: q3, q4, q5. Won: q6. A split of 3 and 1 under a fair coin: 2 * (1 + 4) / 16.
    expect(difference).toMatchObject({ items: 5, onlyA: 3, onlyB: 1 });
    expect(difference.difference).toBeCloseTo(-0.4, 12);
    expect(difference.p).toBeCloseTo(0.625, 12);
    expect(difference.interval).toEqual([-1, expect.closeTo(0.4, 12)]);
    expect(bothRight).toBe(1);
    const text = controlsSection([ten, dropped])!
      .markup.replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain('m t, 10 questions');
    expect(text).toContain('drop-view 5 80.0 40.0 \u221240.0 \u2212100.0 to +40.0');
    expect(text).not.toContain('60.0');
    expect(shuffle!.absent).toBe('not run');
    expect(controlsTable([drop!])).toMatch(/drop-view +5 of 10 +80\.0 +40\.0/);
  });

  it('every question weighs the same, however many orders its options have', () => {
    // q0 has three other orders, right in one of them; q1 one, right. A third and a whole: 2/3, where the samples give 1/2.
    const ids = ['q0~rotated-1', 'q0~rotated-2', 'q0~rotated-3', 'q1~rotated-1', 'q9~rotated-1'];
    const rotated = under('rotate-options', (i) => i === 1 || i === 3, { ids });
    const three = evaluationOf((i) => i < 2, { ids: ['q0', 'q1', 'q2'] });
    const result = controlResults([three, rotated])[3]!;
    expect(result).toMatchObject({ asked: 3, shared: 2, forms: 4 });
    expect(result.pair!.plain.accuracy).toBe(1);
    expect(result.pair!.under.accuracy).toBeCloseTo(2 / 3, 12);
    expect(result.pair!.difference.difference).toBeCloseTo(-1 / 3, 12);
    // Right in the plain order and in all others: q1 alone.
    expect(result.circular).toMatchObject({ questions: 2, every: 0.5 });
  });

  it('says where a control changes no question, and where answers are missing', () => {
    const one = { more: () => ({ imageDigests: ['a'.repeat(64)] }) };
    const single = evaluationOf((i) => i % 2 === 0, one);
    const failed = under('text-only', () => false, {
      more: (i) =>
        i < 50 ? { error: { code: 'rejected', message: '' }, completion: null, score: null } : {},
    });
    const elsewhere = under('rotate-options', () => true, { ids: ['other~rotated-1'] });
    const results = controlResults([single, failed, elsewhere]);
    expect(results.map(({ absent }) => absent)).toEqual([
      null,
      'changes no question',
      'changes no question',
      'no shared question',
    ]);
    expect(results[0]!.unanswered).toBe(50);
    const { markup } = controlsSection([single, failed, elsewhere])!;
    expect(markup).toContain('changes no question (none shows several pictures)');
    expect(markup).toContain('text-only: 50 of 200 requests have no answer');
    expect(controlsTable(results)).toContain('changes no question');
    expect(controlsSection([single])).toBeNull();
  });
});

describe('right without looking', () => {
  // Of ten: 8 right with pictures; without them 3, of which 2 are right with them too.
  const seeing = evaluationOf((i) => i % 10 < 8);
  const wordingOnly = under('text-only', (i) => i % 10 >= 6 && i % 10 < 9);
  const blind = evaluationOf((i) => i % 10 < 4, { model: 'blind', config: { modelId: 'blind' } });

  it('counts what is right with pictures and without, beside chance, luck and the baseline of the wording', () => {
    const [row, ...more] = answeredBlind([blind, seeing, wordingOnly]);
    expect(more).toEqual([]);
    // 160 right of 200, without pictures 60: by luck 160 * 60 / 200 = 48 both ways, in truth 40.
    expect(row).toMatchObject({
      ...{ task: 't', model: 'm', questions: N, score: 0.3, chance: 0.25 },
      ...{ right: 160, rightWithout: 60, rightBoth: 40, bothByLuck: 48, wordingBaseline: 0.4 },
      verdict: 'no better than chance', // Wilson of 60 of 200: 24.1 to 36.7 %
    });
    expect(row!.ci95[0]).toBeCloseTo(0.2408, 3);
    const { markup } = seenSection(inputOf([blind, seeing, wordingOnly]))!;
    expect(markup).toContain('40 of 160 right');
    expect(markup).toContain('baseline of the wording alone 40.0 %');
    expect(markup).toContain('No training set was searched');
    expect(answeredBlindTable([row!])).toContain('no better than chance');
  });

  it('is a finding above chance only where the interval is, and tells when it is below', () => {
    const verdict = (right: (i: number) => boolean) =>
      answeredBlind([seeing, under('text-only', right)])[0]!.verdict;
    expect(verdict((i) => i % 10 < 4)).toBe('above chance');
    expect(verdict((i) => i % 10 < 1)).toBe('below chance');
    expect(answeredBlind([seeing, under('drop-view', () => true)])).toEqual([]);
  });

  it('stands beside what was found in the training set', () => {
    const found: ContaminationRecord = {
      ...{ schemaVersion: 1, codeCommit: 'c', type: 'contamination', contaminationId: 'x', config: {} },
      train: { name: 'mine', split: 'train', digest: null },
      test: { name: 'theirs', split: null, digest: null },
      report: {
        ...{ trainItems: 900, testItems: 40, trainPictures: 1800, testPictures: 80, unreadable: 2 },
        findings: [
          { kind: 'near picture', items: 10, share: 0.25, pairs: [{ test: 'a', train: 'b', by: 3 }] },
          { kind: 'same wording', items: 0, share: 0, pairs: [] },
        ],
      },
    };
    const page = renderReport(inputOf([seeing, wordingOnly], { contamination: [found] }));
    const text = /<section id="seen">[\s\S]*?<\/section>/.exec(page)![0].replaceAll(/<[^>]+>/g, ' ');
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain('theirs searched for in mine/train: 40 questions and 80 pictures');
    expect(flat).toMatch(/near picture .* 10 25\.0 a \u2190 b, 3/);
    expect(flat).toContain('2 pictures could not be read');
    expect(flat).toContain('Answered without pictures');
    expect(seenSection(inputOf([seeing]))).toBeNull();
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
    expect(rows[1]).toMatchObject({ baseScore: 0.6, modelScore: 0.4 });
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
