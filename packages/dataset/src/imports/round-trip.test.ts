import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256OfFile } from '@parallax/lab/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportConfigSchema } from '../exports/export-record.ts';
import { type ExportRecord, exportDataset } from '../exports/index.ts';
import { type Dataset, type DatasetRow, openDataset, openDatasetWriter } from '../store/index.ts';
import { madeOptions, madeShard } from '../store/made-dataset.ts';
import { readRestorable, restoreExport } from './restore-export.ts';
import { importSamples, openSampleSet } from './sample-set.ts';

/** Pairs and single views, letters, numbers, few options and many, with chains and without. */
const kinds = [
  'ego-translation',
  'ego-rotation-degrees',
  'relation',
  'goal-aim',
  'object-column',
  'colour-at-column',
  'named-option',
];

let root: string;
let dataset: Dataset;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-round-trip-'));
  const writer = await openDatasetWriter(join(root, 'made'), madeOptions);
  await writer.writeShard('train', 0, await madeShard({ kinds, scenes: 2, seed: 'trip' }));
  await writer.writeShard('train', 3, await madeShard({ kinds, scenes: 1, seed: 'again' }));
  await writer.writeShard(
    'validation',
    0,
    await madeShard({ kinds, scenes: 1, seed: 'v', split: 'validation' }),
  );
  await writer.writeShard('test', 0, await madeShard({ kinds, scenes: 1, seed: 'trip', split: 'test' }));
  await writer.finish();
  dataset = await openDataset(join(root, 'made'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function exported(name: string, config: object): Promise<{ from: string; record: ExportRecord }> {
  const from = join(root, name);
  await exportDataset(dataset, { out: from, config: ExportConfigSchema.parse(config) });
  return { from, record: (await readRestorable(from))! };
}

async function rowsOf(set: Dataset): Promise<Pick<DatasetRow, 'question' | 'images'>[]> {
  const rows = [];
  for await (const { question, images } of set.rows()) {
    rows.push({ question, images: images.map((image) => Buffer.from(image)) });
  }
  return rows;
}

const whole = [
  ['llamafactory', { style: 'letter' }],
  ['llamafactory', { style: 'hybrid', ratio: 0.5, system: 'actial' }],
  ['ms-swift', { style: 'letter', system: 'none' }],
  ['ms-swift', { task: 'rl', style: 'chain' }],
  ['verl', { style: 'chain' }],
  ['trl', { style: 'hybrid' }],
  ['trl', { task: 'rl' }],
  ['vlmevalkit', {}],
] as const;

describe('our own exports', () => {
  it.each(whole)('%s %j comes back to the digest', async (format, options) => {
    const name = `${format}-${whole.findIndex((item) => item[1] === options)}`;
    const { from, record } = await exported(name, { format, ...options });
    const out = join(root, `${name}-back`);
    const { manifest, restored } = await restoreExport(record, { from, out });
    expect(restored).toBe(true);
    expect(manifest.digest).toBe(dataset.manifest.digest);
    const back = await openDataset(out);
    expect(await rowsOf(back)).toEqual(await rowsOf(dataset));
    for (const { path, recordsPath } of dataset.manifest.shards) {
      expect(await sha256OfFile(join(out, path))).toBe(await sha256OfFile(join(root, 'made', path)));
      expect(await readFile(join(out, recordsPath))).toEqual(await readFile(join(root, 'made', recordsPath)));
    }
  });

  it.each(['mindcube', 'lamm'] as const)('%s gives back the rows that it holds', async (format) => {
    const { from, record } = await exported(`${format}-part`, { format });
    const { manifest, restored, original } = await restoreExport(record, {
      from,
      out: join(root, `${format}-back`),
    });
    expect(restored).toBe(false);
    expect(manifest.derivedFrom).toEqual([original]);
    const holds =
      format === 'lamm'
        ? (row: Pick<DatasetRow, 'question' | 'images'>) => row.images.length === 1
        : ({ question }: Pick<DatasetRow, 'question'>) =>
            question.options.length > 0 && question.options.length <= 5;
    const expected = (await rowsOf(dataset)).filter(holds);
    expect(await rowsOf(await openDataset(join(root, `${format}-back`)))).toEqual(expected);
    expect(record.rows).toBe(expected.length);
  });

  it('makes a part of a set a set of its own', async () => {
    const { from, record } = await exported('split', { format: 'trl', split: 'train', limit: 50 });
    const { manifest, restored } = await restoreExport(record, { from, out: join(root, 'split-back') });
    expect(restored).toBe(false);
    expect(manifest.counts.questions).toBe(50);
    expect(manifest.derivedFrom).toEqual([dataset.manifest.digest]);
  });

  it('has nothing to restore where records were left out', async () => {
    const from = join(root, 'lean');
    await exportDataset(dataset, {
      out: from,
      config: ExportConfigSchema.parse({ format: 'lamm', record: false }),
    });
    expect(await readRestorable(from)).toBeNull();
    const set = await importSamples({ format: 'lamm', from, out: join(root, 'lean-samples') });
    const single = (await rowsOf(dataset)).filter(({ images }) => images.length === 1);
    expect(set).toMatchObject({ samples: single.length, skipped: {} });
    const answers: (string | null)[] = [];
    for await (const { answer } of (await openSampleSet(join(root, 'lean-samples'))).samples())
      answers.push(answer);
    expect(answers).toEqual(single.map(({ question }) => question.answer));
  });
});

describe('changed exports', () => {
  /** Changes a file and mends its digest in the record, as an editor would who knows the format. */
  async function edited(name: string, change: (text: string) => string) {
    const { from, record } = await exported(name, { format: 'llamafactory' });
    const file = record.files.find(({ path }) => path.includes('train'))!;
    const text = await readFile(join(from, file.path), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    await writeFile(join(from, file.path), changed);
    const sha256 = await sha256OfFile(join(from, file.path));
    const files = record.files.map((item) => (item === file ? { ...item, sha256 } : item));
    return restoreExport({ ...record, files }, { from, out: join(root, `${name}-back`) });
  }

  it('refuses a file that does not fit its digest', async () => {
    const { from, record } = await exported('damaged', { format: 'ms-swift' });
    await appendFile(join(from, record.files[0]!.path), '\n');
    await expect(restoreExport(record, { from, out: join(root, 'damaged-back') })).rejects.toMatchObject({
      code: 'damaged-export',
    });
  });

  it('refuses rows that no longer say what their records say', async () => {
    const swap = (text: string) =>
      text.replace(
        /"role":"assistant","content":"([AB])"/,
        (_, letter) => `"role":"assistant","content":"${letter === 'A' ? 'B' : 'A'}"`,
      );
    await expect(edited('swapped', swap)).rejects.toMatchObject({
      code: 'edited-row',
      message: expect.stringContaining('answer'),
    });
    await expect(
      edited('reworded', (text) => text.replace('did not move', 'did move')),
    ).rejects.toMatchObject({ code: 'edited-row', message: expect.stringContaining('wording') });
  });

  it('refuses rows in another order', async () => {
    const reversed = (text: string) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`;
    await expect(edited('reversed', reversed)).rejects.toMatchObject({ code: 'rows-out-of-order' });
  });
});
