import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataInvalidError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Benchmark, BenchmarkRow } from '../benchmarks/benchmark.ts';
import { blindBenchmark } from '../blind/blind-benchmark.ts';
import { scriptedCompleter } from '../completers/scripted.ts';
import { runEvaluation } from '../runner/run-evaluation.ts';
import { readSamples } from '../runner/samples-file.ts';
import { benchmarkTask } from './benchmark-task.ts';

interface Row extends BenchmarkRow {
  readonly answer: string;
}

/** Ten questions of two categories; row 7 has lost its picture; the scorer "twice" asks each one again. */
const letters: Benchmark<Row> = {
  name: 'letters',
  description: 'test',
  prompt: 'official',
  load: async () =>
    Array.from({ length: 10 }, (_, id) => ({
      id,
      category: id < 5 ? 'near' : 'far',
      groupId: `scene-${id}`,
      answer: id < 5 ? 'A' : 'B',
    })),
  scorers: {
    plain: {
      score: (rows, predictions) => {
        const items = rows.map(({ id, answer }) => ({
          id,
          hit: predictions.get(String(id)) === answer ? 1 : 0,
        }));
        return { overall: { acc: items.filter(({ hit }) => hit === 1).length / items.length }, items };
      },
    },
    twice: {
      rows: (rows) => rows.flatMap((row) => [row, { ...row, id: `${row.id}-again` }]),
      score: (rows, predictions) => ({
        overall: { asked: rows.filter(({ id }) => predictions.has(`${id}-again`)).length },
        items: [],
      }),
    },
  },
  strict: (row, completion) => ({
    extracted: completion === '' ? null : completion,
    value: completion === row.answer ? 1 : 0,
  }),
  sample: async (folder, row) => {
    if (row.id === 7) throw new DataInvalidError('missing-image', `${folder} row 7 has no picture.`);
    return {
      id: String(row.id),
      kind: row.category,
      groupId: row.groupId,
      messages: [{ role: 'user', content: `Question ${row.id}` }],
      images: [],
      answer: row.answer,
      chance: 0.5,
    };
  },
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-benchmark-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const evaluate = async (name: string, scorer?: string) => {
  const folder = join(root, name);
  const asked: string[] = [];
  const completer = scriptedCompleter(({ id }) => {
    asked.push(id);
    return 'A';
  });
  const task = await benchmarkTask(letters, 'data', scorer === undefined ? {} : { scorer });
  const log = await runEvaluation({
    task,
    completer,
    model: 'm',
    weightsDigest: null,
    datasetDigest: null,
    maxTokens: 8,
    folder,
  });
  const text = await readFile(join(folder, 'scorers.json'), 'utf8');
  expect(log.scorersSha256).toBe(sha256(text));
  const { scorers } = JSON.parse(text) as { scorers: Record<string, Record<string, unknown>> };
  return { log, scorers, asked, samples: await readSamples(join(folder, 'samples.jsonl')) };
};

it('scores a benchmark by our reading and by the official scorers, side by side', async () => {
  const { log, scorers, asked, samples } = await evaluate('plain');
  expect(log.metrics.map(({ kind, n, accuracy }) => [kind, n, accuracy])).toEqual([
    ['overall', 10, 0.5],
    ['far', 5, 0],
    ['near', 5, 1],
  ]);
  // Row 7 has no answer: the official number is there, but not where a number of all rows would be.
  expect(scorers['plain']?.['overall']).toBeUndefined();
  expect(scorers['plain']).toMatchObject({
    asked: 10,
    answered: 9,
    remedy: expect.stringContaining('--retry-errors'),
    partial: { overall: { acc: 0.5 } },
  });
  expect(scorers['twice']).toMatchObject({ notAsked: 10, remedy: expect.stringContaining('--scorer twice') });
  expect(asked).toHaveLength(9);
  expect(samples[7]).toMatchObject({
    completion: null,
    score: null,
    error: { code: 'missing-image', message: 'data row 7 has no picture.' },
  });
});

it('asks the rows that a chosen scorer makes', async () => {
  const { log, scorers } = await evaluate('twice', 'twice');
  expect(log.metrics[0]?.n).toBe(20);
  expect(scorers['twice']).toMatchObject({ asked: 20, answered: 19, partial: { overall: { asked: 10 } } });
  await expect(benchmarkTask(letters, 'data', { scorer: 'twise' })).rejects.toMatchObject({
    code: 'unknown-scorer',
    remedy: expect.stringContaining('Did you mean "twice"'),
  });
});

it('has a blind baseline that never sees the answer of the question itself', async () => {
  const task = await benchmarkTask(letters, 'data');
  const completer = await blindBenchmark(task);
  const requests = ['0', '4', '9'].map((id) => ({
    id,
    messages: [],
    images: [],
    maxTokens: 1,
    temperature: 0,
    seed: 1,
  }));
  expect((await completer.complete(requests)).map(({ text }) => text)).toEqual(['A', 'A', 'B']);
  // A category of one question only: nothing is known of it elsewhere.
  const lone = { ...letters, load: async () => (await letters.load('')).slice(5, 6) };
  const blind = await blindBenchmark(await benchmarkTask(lone, 'data'));
  expect((await blind.complete([{ ...requests[0]!, id: '5' }]))[0]?.text).toBe('A');
});
