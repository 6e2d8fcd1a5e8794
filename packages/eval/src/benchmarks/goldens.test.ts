/** Every golden folder against the registry: all numbers of expected.json, to 1e-9. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPredictions } from './files/read-predictions.ts';
import { benchmarkNamed } from './registry.ts';
import { predictionsOf } from './scoring/own-predictions.ts';
import { scoreBenchmark } from './scoring/score-benchmark.ts';

const TOLERANCE = 1e-9;
/** Lines that official code wrote to standard output; every number in them stands in the tables too. */
const NOT_COMPARED = 'printed';
const goldens = process.env['PARALLAX_GOLDENS'];
const root = goldens === undefined ? null : join(goldens, 'benchmarks');
const folders =
  root === null ? [] : readdirSync(root).filter((name) => existsSync(join(root, name, 'expected.json')));

if (root === null) {
  console.warn('skipped: PARALLAX_GOLDENS is unset, no official score is compared');
  test.skip('official scores (PARALLAX_GOLDENS is unset)', () => undefined);
} else {
  test('the goldens hold folders', () => expect(folders.length).toBeGreaterThan(0));
}

describe.each(folders)('%s', (name) => {
  const folder = join(root ?? '', name);
  const { scorers } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
    scorers: Record<string, unknown>;
  };
  test.each(Object.keys(scorers))('%s', async (scorer) => {
    const benchmark = benchmarkNamed(name);
    const rows = await benchmark.load(folder);
    const path = join(folder, 'predictions.jsonl');
    const given = await readPredictions(path);
    const predictions = await predictionsOf(benchmark, rows, scorer, path, given);
    const { report } = scoreBenchmark(benchmark, rows, predictions, scorer);
    const { [NOT_COMPARED]: _lines, ...expected } = scorers[scorer] as Record<string, unknown>;
    expect(differencesOf(expected, JSON.parse(JSON.stringify(report)), '')).toEqual([]);
  });
});

/** Paths at which `given` lacks or contradicts what is expected; more keys are allowed, other lengths are not. */
function differencesOf(expected: unknown, given: unknown, path: string): string[] {
  if (typeof expected === 'number' && typeof given === 'number') {
    return Math.abs(expected - given) <= TOLERANCE ? [] : [`${path}: ${given} instead of ${expected}`];
  }
  if (expected === null || typeof expected !== 'object') {
    return expected === given
      ? []
      : [`${path}: ${JSON.stringify(given)} instead of ${JSON.stringify(expected)}`];
  }
  if (given === null || typeof given !== 'object') return [`${path}: ${JSON.stringify(given)} is no table`];
  if (Array.isArray(expected) && (!Array.isArray(given) || given.length !== expected.length)) {
    return [`${path}: ${Array.isArray(given) ? given.length : 'no'} items instead of ${expected.length}`];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    differencesOf(value, (given as Record<string, unknown>)[key], `${path}/${key}`),
  );
}
