/** Exports, and the data set itself, opened by the libraries and loaders that they are made for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSamples, openSampleSet } from '../imports/index.ts';
import { type Dataset, type DatasetRow, openDataset, openDatasetWriter } from '../store/index.ts';
import { madeOptions, madeShard } from '../store/made-dataset.ts';
import { conformancePython, runScript } from './conformance-python.ts';
import { exportDataset } from './export-dataset.ts';
import type { ExportFormatName } from './export-record.ts';
import { ExportConfigSchema, exportFormatNames } from './export-record.ts';
import { exportFormats } from './formats/registry.ts';

const python = await conformancePython();
/** Environment with LLaMA-Factory, ms-swift, verl and TRL: gigabytes, so only where somebody has one. */
const consumers = process.env['PARALLAX_CONSUMERS_PYTHON'];
if (consumers === undefined) {
  process.stderr.write(
    'SKIPPED: exports were not opened by the loaders of LLaMA-Factory, ms-swift, verl and TRL; set PARALLAX_CONSUMERS_PYTHON to a Python that has them.\n',
  );
}

let root: string;
let dataset: Dataset;
let rows: DatasetRow[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-consumers-'));
  if (python === null && consumers === undefined) return;
  const kinds = ['ego-translation', 'ego-rotation-degrees', 'relation', 'object-column', 'named-option'];
  const writer = await openDatasetWriter(join(root, 'made'), madeOptions);
  await writer.writeShard('train', 0, await madeShard({ scenes: 2, seed: 'consumers', kinds }));
  await writer.writeShard('test', 0, await madeShard({ scenes: 1, seed: 'consumers', split: 'test', kinds }));
  await writer.finish();
  dataset = await openDataset(join(root, 'made'));
  rows = [];
  for await (const row of dataset.rows()) rows.push(row);
  for (const format of exportFormatNames) {
    const config = ExportConfigSchema.parse({ format, style: 'letter', system: 'actial' });
    await exportDataset(dataset, { out: join(root, 'exports', format), config });
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Right answers of the rows that a format holds, in the order in which its files are read. */
function answersOf(format: ExportFormatName): string[] {
  const { refuse, tasks } = exportFormats[format];
  const held = rows.filter(({ index, question, images }) => {
    const pictures = images.map((bytes) => ({ bytes, path: '' }));
    return (
      refuse({ index, question, style: 'letter', messages: [], pictures, record: null }, tasks[0]) === null
    );
  });
  return held.map(({ question }) => question.answer);
}

interface Seen {
  readonly rows: number;
  readonly answers: readonly string[];
  readonly mismatched: number;
  readonly missing: number;
  readonly absent?: string;
}

describe.skipIf(python === null)('pyarrow, datasets and pandas', () => {
  it('open the shards and every export, with pictures decoded and answers in place', async () => {
    // What the script prints is checked field by field below.
    const seen = (await runScript(
      python!,
      'open_with_libraries.py',
      join(root, 'made'),
      join(root, 'exports'),
      join(root, 'cache'),
    )) as Record<string, Record<string, unknown>>;
    const all = answersOf('llamafactory');
    expect(seen['dataset']).toEqual({
      rows: all.length,
      datasetsRows: all.length,
      sizes: [[64, 64]],
      answers: all,
    });
    const info = dataset.manifest.name;
    const files = [`${info}_test.jsonl`, `${info}_train.jsonl`];
    expect(seen['llamafactory']).toMatchObject({
      rows: all.length,
      mismatched: 0,
      targets: all,
      named: files,
      files,
    });
    expect(seen['ms-swift']).toMatchObject({ rows: all.length, mismatched: 0, targets: all });
    expect(seen['verl']).toMatchObject({
      rows: all.length,
      mismatched: 0,
      decoded: true,
      groundTruth: all,
      styles: ['rule'],
      index: rows.map(({ index }) => index),
    });
    expect(seen['trl']).toMatchObject({ rows: all.length, mismatched: 0, decoded: true, completions: all });
    const tsv = seen['vlmevalkit']!;
    expect(tsv).toMatchObject({ rows: all.length, indexes: true });
    expect((tsv['answers'] as string[]).toSorted()).toEqual(all.toSorted());
    expect((tsv['options'] as number[]).toSorted()).toEqual(
      rows.map((row) => row.question.options.length).toSorted(),
    );
    const letters = answersOf('mindcube');
    expect(seen['mindcube']).toMatchObject({
      rows: letters.length,
      answers: letters,
      idsWithASetting: 0,
      inline: true,
    });
    const single = answersOf('lamm');
    expect(seen['lamm']).toMatchObject({ rows: single.length, targets: single, turns: [['human', 'gpt']] });
  });

  it('write sets that are read back, whatever the quoting and the compression', async () => {
    const folder = join(root, 'foreign');
    const texts = (await runScript(python!, 'write_foreign.py', folder)) as string[];
    const read = async (format: ExportFormatName, file: string) => {
      const out = join(root, `read-${file}`);
      const { skipped } = await importSamples({ format, from: join(folder, file), out });
      expect(skipped, file).toEqual({});
      const found = [];
      for await (const sample of (await openSampleSet(out)).samples()) found.push(sample);
      return found;
    };
    for (const file of ['minimal.tsv', 'all.tsv']) {
      const samples = await read('vlmevalkit', file);
      const asked = samples.map(({ text }) =>
        text.replaceAll('<image>', '').replace(/\nA\. left\nB\. right$/, ''),
      );
      expect(asked).toEqual(texts);
      expect(samples.map(({ pictures }) => pictures.length)).toEqual([2, 1, 1, 5, 1, 1, 4, 1]);
      expect(samples[5]!.images).toEqual(samples[4]!.images);
    }
    for (const file of ['verl-snappy.parquet', 'verl-zstd.parquet', 'verl-gzip.parquet']) {
      const samples = await read('verl', file);
      expect(samples.map(({ text }) => text)).toEqual(texts.map((text) => `<image><image>${text}`));
      expect(samples.map(({ answer }) => answer)).toEqual(texts.map((_, i) => String(i)));
    }
    const samples = await read('trl', 'trl.parquet');
    expect(samples.map(({ text }) => text)).toEqual(texts.map((text) => `<image>${text}`));
  });
});

describe.skipIf(consumers === undefined)('the consumers themselves', () => {
  it('load what is made for them, without a GPU', async () => {
    // As above.
    const seen = (await runScript(
      consumers!,
      'open_with_consumers.py',
      join(root, 'exports'),
      join(root, 'scratch'),
    )) as Record<string, Seen>;
    for (const format of ['llamafactory', 'ms-swift', 'verl', 'trl'] as const) {
      const { absent, ...found } = seen[format]!;
      if (absent !== undefined) {
        process.stderr.write(`SKIPPED: ${format} is not installed there (${absent}).\n`);
        continue;
      }
      const answers = answersOf(format);
      expect(found, format).toEqual({ rows: answers.length, answers, mismatched: 0, missing: 0 });
    }
  });
});
