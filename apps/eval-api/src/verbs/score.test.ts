/** `parallax score` on a small table of our own, as a real process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, runEach } from './testing/run-verb.ts';

let folder: string;
let runs: { code: number; out: string; err: string }[];

/** Row 1 is right for both readings, row 2 for the official one only, row 3 for none, row 4 for ours only: the official one takes long answers for prose. */
const PREDICTIONS = ['A', 'The answer is B', 'A', '<answer>B: right</answer>'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-score-verb-'));
  const picture = 'A'.repeat(80);
  const rows = ['A', 'B', 'B', 'B'].map(
    (answer, i) => `${i + 1}\t${picture}\tWhere?\tleft\tright\t${answer}\tc${i % 2}\n`,
  );
  await writeFile(
    join(folder, 'table.tsv'),
    `index\timage\tquestion\tA\tB\tanswer\tcategory\n${rows.join('')}`,
  );
  const said = PREDICTIONS.map((prediction, i) => `${JSON.stringify({ id: i + 1, prediction })}\n`);
  await writeFile(join(folder, 'said.jsonl'), said.join(''));
  const files = ['--task', 'vlmevalkit-mcq', '--data', folder, '--predictions', join(folder, 'said.jsonl')];
  runs = await runEach('score', [
    [...files, '--json', '--out', join(folder, 'out.json')],
    [...files, '--scorer', 'parallax', '--json'],
    [...files, '--scorer', 'vlmevalkit', '--compare', 'vlmevalkit,parallax', '--json'],
    [...files, '--scorer', 'vlmevalkit', '--compare', 'vlmevalkit,parallax'],
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly task: string;
  readonly scorers: Record<
    string,
    { overall: object; categories?: object; items: { id: number; hit: number }[] }
  >;
  readonly compare?: {
    differences: { id: number; kind: string; a: object; b: object; prediction: string }[];
  };
}
const resultOf = (i: number): Result => json(runs[i]!.out) as unknown as Result;
const hits = (result: Result, scorer: string): number[] =>
  result.scorers[scorer]!.items.map(({ hit }) => hit);

it('ends stdout with one object: every scorer with overall numbers and items', async () => {
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const result = resultOf(0);
  expect(result.task).toBe('vlmevalkit-mcq');
  expect(Object.keys(result.scorers)).toEqual(['vlmevalkit', 'vlmevalkit-actial', 'parallax']);
  expect(hits(result, 'vlmevalkit')).toEqual([1, 1, 0, 0]);
  expect(result.scorers['vlmevalkit']?.overall).toMatchObject({ n: 4, hits: 2, accuracy: 0.5 });
  expect(JSON.parse(await readFile(join(folder, 'out.json'), 'utf8'))).toEqual(result);
  expect(runs[0]!.out.trim().split('\n')).toHaveLength(1);
});

it('gives our strict reading alone, with intervals and by category', () => {
  const result = resultOf(1);
  expect(Object.keys(result.scorers)).toEqual(['parallax']);
  expect(hits(result, 'parallax')).toEqual([1, 0, 0, 1]);
  expect(result.scorers['parallax']).toMatchObject({
    overall: { n: 4, accuracy: 0.5, interval: 'wilson', unparsed_rate: 0.25 },
    categories: { c0: { n: 2, accuracy: 0.5 }, c1: { n: 2, accuracy: 0.5 } },
  });
});

it('lists the rows on which two scorers differ, and why, for programs and for people', () => {
  const { compare, scorers } = resultOf(2);
  expect(Object.keys(scorers)).toEqual(['vlmevalkit']);
  expect(compare?.differences).toMatchObject([
    {
      ...{ id: 2, kind: 'verdict', prediction: 'The answer is B' },
      a: { extracted: 'B', value: 1 },
      b: { extracted: null, value: 0, reason: 'nothing that is an answer' },
    },
    { id: 4, kind: 'verdict', a: { extracted: null, value: 0 }, b: { extracted: 'B', value: 1 } },
  ]);
  expect(runs[3]!.out).toContain('2 rows differ.');
  expect(runs[3]!.out).toMatch(/vlmevalkit\s.*accuracy.*0\.5/);
});
