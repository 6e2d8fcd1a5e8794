import { describe, expect, it } from 'vitest';
import { benchmarks } from '../../benchmarks/registry.ts';
import type { OfficialReports } from '../../schema.ts';
import { evaluationOf, inputOf, N, under } from '../testing/made-evaluation.ts';
import { deltaSection } from './delta-section.ts';
import { deltaTable, deltaText, requirePublishedModel } from './delta-table.ts';
import { type PublishedScore, publishedScores } from './published.ts';

/** As ours in every setting. */
const SAME = {
  benchmark: 't',
  model: 'm',
  kind: 'paper',
  source: 's',
  questions: N,
  scorer: { names: ['kit'] },
  prompt: 'P',
  temperature: 0,
} as const;
const row = (percent: number, more: Partial<PublishedScore> = {}): PublishedScore => ({
  ...SAME,
  percent,
  ...more,
});

const config = { prompt: 'P' };
const even = (i: number): boolean => i % 2 === 0;
const itemsOf = (right: (i: number) => boolean) =>
  Array.from({ length: N }, (_, i) => ({ id: `q${i}`, hit: right(i) ? 1 : 0 }));
const reportOf = (right: (i: number) => boolean, overall: Record<string, unknown> = {}): OfficialReports => ({
  kit: { overall, items: itemsOf(right) },
});
/** Half right by the scorer "kit", a fifth by our strict reading. */
const half = { ...evaluationOf((i) => i % 5 === 0, { config }), official: reportOf(even) };

describe('published and ours', () => {
  it('takes the number of the published scorer: ok inside its interval, warn within twice it, else fail', () => {
    const [low, high] = deltaTable([half], {}, [row(50)])[0]!.ours!.ci95;
    const width = high - 0.5;
    const at = [0.5, low, high, 0.5 + 1.9 * width, 0.5 - 1.9 * width, 0.5 + 2.1 * width, 0.5 - 2.1 * width];
    const rows = deltaTable(
      [half],
      {},
      at.map((share) => row(100 * share)),
    );
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok', 'warn', 'warn', 'fail', 'fail']);
    expect(rows[3]!.delta).toBeCloseTo(1.9 * width, 12);
    expect(rows[0]!.ours).toMatchObject({ value: 0.5, questions: N, scorer: 'kit' });
  });

  it.each([
    ['split', { split: 'test' }, { config: { ...config, split: 'train' } }],
    ['questions', { questions: N + 1 }, {}],
    ['questions', {}, { config: { ...config, limitPerKind: 50 } }],
    ['prompt', { prompt: 'Q' }, {}],
    ['temperature', { temperature: 0.7 }, {}],
    ['scorer', { scorer: { names: ['other'] } }, {}],
    ['categories', { categories: ['none'] }, {}],
    ['categories', { categories: ['k', 'none'] }, {}],
  ])('another %s is not comparable, whatever the numbers say, and is named', (axis, published, ours) => {
    const evaluation = { ...evaluationOf(even, { config, ...ours }), official: reportOf(even) };
    const [result] = deltaTable([evaluation], {}, [row(50, published)]);
    expect(result!.verdict).toBe('not comparable');
    expect(result!.differences).toEqual([expect.stringMatching(`^${axis}: `)]);
  });

  it.each([
    ['questions', 'questions'],
    ['scorer', 'scorer'],
    ['prompt', 'prompt'],
    ['temperature', 'temperature'],
  ] as const)('where the source does not state the %s, nothing is better than warn', (key, name) => {
    const { [key]: _, ...stated } = row(50);
    const evaluation = { ...evaluationOf(even, { config }), official: reportOf(even) };
    const [near] = deltaTable([evaluation], {}, [stated]);
    expect(near).toMatchObject({ verdict: 'warn', differences: [], unknown: [name] });
    expect(deltaTable([evaluation], {}, [{ ...stated, percent: 90 }])[0]!.verdict).toBe('fail');
  });

  it('without the official scorer our strict reading stands there, and is no comparison', () => {
    const strict = evaluationOf((i) => i % 5 === 0, { config });
    const notAsked = { ...strict, official: { kit: { remedy: 'Evaluate with --scorer kit' } } };
    const [first, second] = deltaTable([strict, notAsked], {}, [row(20)]);
    expect(first).toMatchObject({ ours: { value: 0.2, scorer: 'parallax' }, verdict: 'not comparable' });
    expect(second!.differences.join()).toContain('Evaluate with --scorer kit');
  });

  it('reads a named number of the scorer in its own units, and says when it does not know which', () => {
    const official = reportOf(even, { circular: 30, vanilla: 50 });
    const evaluation = { ...evaluationOf(even, { config }), official };
    const named = row(30, { scorer: { names: ['kit'], metric: 'circular', outOf: 100 } });
    const [circular, unnamed] = deltaTable([evaluation], {}, [named, row(50)]);
    expect(circular).toMatchObject({ ours: { value: 0.3 }, verdict: 'ok' });
    expect(circular!.ours!.ci95[0]).toBeLessThan(0.3);
    expect(circular!.ours!.ci95[1]).toBeGreaterThan(0.3);
    expect(unnamed!.unknown).toEqual(['which of the 2 numbers of the scorer']);
  });

  it('compares a subset with the plain mean of the same categories', () => {
    // 150 of "a", 50 of "b"; a is right in a third, b always.
    const made = evaluationOf(() => false, { config, kindOf: (i) => (i < 150 ? 'a' : 'b') });
    const evaluation = { ...made, official: reportOf((i) => i >= 150 || i % 3 === 0) };
    const rows = deltaTable([evaluation], {}, [
      row(66.7, { categories: ['a', 'b'] }),
      row(100, { categories: ['b'] }),
    ]);
    expect(rows[0]!.ours!.value).toBeCloseTo(2 / 3, 12);
    expect(rows[1]!.ours).toMatchObject({ value: 1, questions: 50 });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
  });

  it('leaves out rows that the official code leaves out', () => {
    const items = itemsOf(even).map((item, i) => (i < 100 ? item : { ...item, hit: null }));
    const evaluation = { ...evaluationOf(even, { config }), official: { kit: { items } } };
    expect(deltaTable([evaluation], {}, [row(50)])[0]!.ours!.questions).toBe(100);
  });

  it('finds the published model by label or by the name given for it, and no control', () => {
    const made = evaluationOf(even, { task: 'cv-bench', model: 'ours' });
    expect(deltaTable([made])).toEqual([]);
    const publishedAs = { ours: requirePublishedModel('actial-7b') };
    const control = under('text-only', even, { model: 'ours', config: { benchmark: 'cv-bench' } });
    const rows = deltaTable([made, control], publishedAs);
    expect(rows).toMatchObject([{ verdict: 'not comparable', published: { model: 'Actial-7B' } }]);
    expect(deltaText(rows)).toContain(`questions: 2638 there, ${N} here`);
    const { markup } = deltaSection(inputOf([made], { publishedAs }))!;
    expect(markup).toContain('>not comparable<');
    expect(markup).toContain('vlmevalkit-actial there, parallax here');
    expect(() => requirePublishedModel('nobody')).toThrow(
      expect.objectContaining({ code: 'unknown-published-model' }),
    );
  });

  it('knows a set of ours by its name before the split', () => {
    const made = evaluationOf(even, { task: 'viewpoint-100k/test', config: { split: 'test' } });
    const [result] = deltaTable([made], { m: 'Actial-7B' });
    expect(result).toMatchObject({ published: { percent: 81.4 }, differences: [] });
  });

  it('every published score is a percentage with a source, none stands twice, and what it names is there', () => {
    const keys = publishedScores.map((score) => JSON.stringify({ ...score, percent: 0 }));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { percent, source, benchmark, scorer } of publishedScores) {
      expect(percent).toBeGreaterThan(0);
      expect(percent).toBeLessThan(100);
      expect(source).not.toBe('');
      const ours = benchmarks.find(({ name }) => name === benchmark);
      if (ours === undefined) expect(benchmark).toBe('viewpoint-100k');
      // BLINK's scorer of the paper's kit reads another layout: those figures are never comparable here.
      else if (benchmark !== 'blink')
        for (const name of scorer?.names ?? []) expect(Object.keys(ours.scorers)).toContain(name);
    }
  });
});
