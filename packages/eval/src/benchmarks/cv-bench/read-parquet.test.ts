/** The benchmark's own Parquet files against VLMEvalKit's tables of the same rows. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPredictions } from '../files/read-predictions.ts';
import { scoreBenchmark, scorerNames } from '../scoring/score-benchmark.ts';
import { cvBench } from './index.ts';

const goldens = process.env['PARALLAX_GOLDENS'];
if (goldens === undefined) console.warn('skipped: CV-Bench from Parquet needs PARALLAX_GOLDENS');
const PARQUET = ['test_2d.parquet', 'test_3d.parquet'];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cv-bench-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe.skipIf(goldens === undefined)('the same benchmark from Parquet', () => {
  const tables = join(goldens ?? '', 'benchmarks', 'cv-bench');

  it('gives the same scores by every scorer, and the same questions with the same pictures', async () => {
    for (const file of PARQUET) await copyFile(join(tables, file), join(folder, file));
    const [fromTsv, fromParquet] = [await cvBench.load(tables), await cvBench.load(folder)];
    const predictions = await readPredictions(join(tables, 'predictions.jsonl'));
    for (const scorer of scorerNames(cvBench)) {
      const reportOf = (rows: typeof fromTsv) => scoreBenchmark(cvBench, rows, predictions, scorer).report;
      expect(reportOf(fromParquet)).toEqual(reportOf(fromTsv));
    }
    for (const [i, row] of fromParquet.entries()) {
      const [ours, theirs] = [await cvBench.sample(folder, row), await cvBench.sample(tables, fromTsv[i]!)];
      expect(ours).toEqual({ ...theirs, images: [expect.any(Uint8Array)] });
      expect(Buffer.compare(ours.images[0]!, theirs.images[0]!)).toBe(0);
    }
  });

  it('asks for both files of either kind', async () => {
    await copyFile(join(tables, PARQUET[0]!), join(folder, PARQUET[0]!));
    await expect(cvBench.load(folder)).rejects.toThrow(/CV-Bench-3D\.tsv or .*test_3d\.parquet/);
    await copyFile(join(tables, 'CV-Bench-3D.tsv'), join(folder, 'CV-Bench-3D.tsv'));
    expect(await cvBench.load(folder)).toHaveLength((await cvBench.load(tables)).length);
  });
});

it.each([
  ['a letter beyond the choices', '(C)', /row 0.*answer/],
  ['a bare letter', 'A', /row 0.*answer/],
])('refuses %s, naming file, row and column', async (_what, answer, message) => {
  const data = {
    type: '2D',
    task: 'Count',
    question: 'q',
    choices: ['1', '2'],
    answer,
    prompt: 'p',
    source: 's',
  };
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'idx', data: [0] },
      ...Object.entries(data).map(([name, value]) => ({
        name,
        data: [value],
        ...(name === 'choices' ? { type: 'JSON' as const } : {}),
      })),
    ],
  });
  for (const file of PARQUET) await writeFile(join(folder, file), new Uint8Array(bytes));
  await expect(cvBench.load(folder)).rejects.toThrow(message);
});
