import { describe, expect, it } from 'vitest';
import { metricsTable } from '../tables/metrics-table.ts';
import { evaluationOf, inputOf, N, under } from '../testing/made-evaluation.ts';
import { renderReport } from '../write-report.ts';
import { compareLogs } from './compare-logs.ts';
import { formResults } from './form-results.ts';
import { formsTable } from './forms-section.ts';
import { repeatedResults } from './repeated-results.ts';
import { repeatsTable } from './repeats-section.ts';

const run = (seed: number, right: (i: number) => boolean) =>
  evaluationOf(right, { config: { seed, temperature: 0.7 } });

describe('several runs of one evaluation', () => {
  // Of ten questions: 3 right in every run, 2 in the first run only, 1 in the second only.
  const first = run(1, (i) => i % 10 < 5);
  const second = run(2, (i) => i % 10 < 3 || i % 10 === 5);

  it('gives pass@k, what is always right, and the spread of the runs', () => {
    const [result] = repeatedResults([first, second]);
    expect(result).toMatchObject({ seeds: [1, 2], questions: N, temperature: 0.7 });
    expect(result!.passAt.map(({ k }) => k)).toEqual([1, 2]);
    // By counting: the mean accuracy is 0.45, at least one is right in 0.6, both in 0.3.
    expect(result!.passAt[0]!.score.mean).toBeCloseTo(0.45, 12);
    expect(result!.passAt[1]!.score.mean).toBeCloseTo(0.6, 12);
    expect(result!.always.mean).toBeCloseTo(0.3, 12);
    expect(result!.spread).toBeCloseTo(0.1 / Math.SQRT2, 12);
    const [low, high] = result!.passAt[1]!.score.interval;
    expect(low).toBeLessThan(0.6);
    expect(high).toBeGreaterThan(0.6);
    expect(repeatsTable(repeatedResults([first, second]))).toMatch(/pass@2 +60\.0/);
  });

  it('lets runs vote: what most of them answer, of equally many the first, block by block of k', () => {
    // Five runs' letters to each question of a kind; A is right.
    const letters: Record<string, string> = {
      sure: 'AAAAA',
      most: 'ABACA',
      split: 'BABAC',
      wrong: 'BBABA',
      silent: '??A?B',
    };
    const kinds = Object.keys(letters);
    const kindOf = (i: number): string => kinds[i % kinds.length]!;
    const runs = [0, 1, 2, 3, 4].map((at) => {
      const letter = (i: number): string | null => letters[kindOf(i)]![at]!.replace('?', '') || null;
      const parsed = (i: number) => ({ value: letter(i), span: null, failure: null });
      const value = (i: number): number => Number(letter(i) === 'A');
      return evaluationOf(() => true, {
        kindOf,
        config: { seed: at, temperature: 1 },
        more: (i) => ({ score: { value: value(i), parts: [], parsed: parsed(i) } }),
      });
    });
    const [result] = repeatedResults(runs);
    // By hand, of five: AAAAA right, ABACA right, BABAC a tie that B began, BBABA wrong, and A first of A and B.
    expect(result!.kinds.map(({ kind, vote }) => [kind, vote.mean])).toEqual([
      ...[
        ['sure', 1],
        ['most', 1],
        ['split', 0],
        ['wrong', 0],
        ['silent', 1],
      ],
    ]);
    const ones = [1, 3 / 5, 2 / 5, 2 / 5, 1 / 5];
    for (const [i, { one, questions }] of result!.kinds.entries()) {
      expect(one.mean).toBeCloseTo(ones[i]!, 12);
      expect(questions).toBe(N / 5);
    }
    // One run: by counting letters. The first four: AAAA, ABAC, BABA, BBAB, ??A?.
    expect(result!.votesOf.map(({ k, score }) => [k, score.mean])).toEqual([
      [1, expect.closeTo(13 / 25, 12)],
      [4, 3 / 5],
      [5, 3 / 5],
    ]);
    expect(repeatsTable([result!])).toMatch(/most, vote@5 +100\.0/);
    expect(renderReport(inputOf(runs))).toMatch(/vote@5<\/th>/);
    expect(repeatedResults(runs.slice(0, 2))[0]!.votesOf.map(({ k }) => k)).toEqual([1]);
    // Blocks of four of eight runs: B wins the first, A the second.
    const eight = [...'BBBAAAAB'].map((letter, at) =>
      evaluationOf(() => letter === 'A', {
        config: { seed: at, temperature: 1 },
        more: () => ({
          score: {
            value: Number(letter === 'A'),
            parts: [],
            parsed: { value: letter, span: null, failure: null },
          },
        }),
      }),
    );
    expect(repeatedResults(eight)[0]!.votesOf[1]).toMatchObject({ k: 4, score: { mean: 1 / 2 } });
  });

  it('takes runs at a temperature that differ by their seed alone', () => {
    const greedy = [1, 2].map((seed) => evaluationOf(() => true, { config: { seed } }));
    const hotter = evaluationOf(() => true, { config: { seed: 2, temperature: 1 } });
    expect(repeatedResults([...greedy, first, hotter, under('text-only', () => true)])).toEqual([]);
  });

  it('keeps runs of one model apart in tables, and does not call their noise a difference between models', () => {
    const page = renderReport(inputOf([first, second, evaluationOf(() => false, { model: 'other' })]));
    expect(page).toContain('m (seed 2)');
    expect(page).toContain('pass@2');
    expect(page).toContain('m (seed 1) \u2192 other');
    expect(page).not.toContain('m (seed 1) \u2192 m (seed 2)');
    expect(metricsTable([first.log, second.log])).toContain('m (seed 1)');
    expect(metricsTable([first.log])).not.toContain('seed');
  });
});

describe('several forms of a question', () => {
  /** Two forms a question; a quarter of the questions has a third form by rotation. */
  const made = evaluationOf((i) => i % 8 < 6, {
    more: (i) => ({ forms: { flip: `s${i >> 1}`, rotation: i % 8 === 0 ? 's0' : `only${i}` } }),
  });

  it('counts questions that are right in every form, way by way, of those that have several', () => {
    const [flip, rotation, ...rest] = formResults([made, evaluationOf(() => true)]);
    expect(rest).toEqual([]);
    expect(flip).toMatchObject({ way: 'flip', consistency: { questions: N / 2, single: 0.75, same: 1 } });
    // Pairs are right together: three of four, where luck would give 0.75 squared.
    expect(flip!.consistency.every).toBe(0.75);
    expect(flip!.consistency.everyIfIndependent).toBeCloseTo(0.5625, 12);
    expect(rotation).toMatchObject({ way: 'rotation', consistency: { questions: 1, every: 1 } });
    expect(formsTable([flip!])).toContain('56.3');
    expect(renderReport(inputOf([made]))).toContain('id="forms"');
    expect(renderReport(inputOf([evaluationOf(() => true)]))).not.toContain('id="forms"');
  });
});

describe('correction over kinds', () => {
  it('q is at most the corrected p, never below p, and as Benjamini and Hochberg have it', () => {
    const kindOf = (i: number): string => 'abcde'[i % 5]!;
    const worse = evaluationOf((i) => i % 5 === 0 || i % 10 < 5, { kindOf });
    const better = evaluationOf((i) => i % 5 < 2 || i % 10 < 7, { kindOf });
    const [overall, ...kinds] = compareLogs(worse.samples, better.samples);
    expect(overall!.q).toBe(overall!.p);
    const byP = kinds.toSorted((a, b) => a.p - b.p);
    for (const [i, { p, q, pAdjusted }] of byP.entries()) {
      expect(q).toBeGreaterThanOrEqual(p);
      expect(q).toBeLessThanOrEqual(pAdjusted);
      const tail = byP.slice(i).map((row, j) => (row.p * byP.length) / (i + j + 1));
      expect(q).toBeCloseTo(Math.min(1, ...tail), 12);
    }
  });
});
