import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../schema.ts';
import { type Dataset, type DatasetRow, openDataset, openDatasetWriter } from '../store/index.ts';
import { madeOptions, madeShard } from '../store/made-dataset.ts';
import { exportDataset } from './export-dataset.ts';
import { ExportConfigSchema, exportFormatNames } from './export-record.ts';
import { exportFormats } from './formats/registry.ts';
import { type ExportSample, textOf, toSample } from './sample.ts';

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
let rows: DatasetRow[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-exports-'));
  const writer = await openDatasetWriter(join(root, 'made'), madeOptions);
  await writer.writeShard('train', 0, await madeShard({ kinds, scenes: 2, seed: 'exports' }));
  await writer.writeShard('train', 1, await madeShard({ kinds, scenes: 1, seed: 'more' }));
  await writer.writeShard('test', 0, await madeShard({ kinds, scenes: 1, seed: 'exports', split: 'test' }));
  await writer.finish();
  dataset = await openDataset(join(root, 'made'));
  rows = [];
  for await (const row of dataset.rows()) rows.push(row);
});
afterAll(() => rm(root, { recursive: true, force: true }));

const configOf = (value: object) => ExportConfigSchema.parse(value);

/** Every file of a folder with its bytes, export.json without the commit. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length)] = (await readFile(path)).toString('base64');
  }
  return found;
}

async function jsonLines(path: string): Promise<Record<string, unknown>[]> {
  return (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A question over `count` photos of the first row's first picture. */
function manyViews(count: number, text?: string): DatasetRow {
  const { question, images } = rows[0]!;
  const views = Array.from({ length: count }, () => question.viewIds[0]!);
  const own: Question = {
    ...question,
    viewIds: views,
    text: text ?? `${'<image>'.repeat(count)}${question.text.replaceAll('<image>', '')}`,
  };
  return { index: 0, question: own, images: views.map(() => images[0]!) };
}

function sampleOf(row: DatasetRow, format: (typeof exportFormatNames)[number]): ExportSample {
  const sample = toSample(row, configOf({ format }), exportFormats[format].tasks[0]);
  if ('skipped' in sample) throw new Error(sample.skipped);
  return sample;
}

describe('every format', () => {
  it.each(exportFormatNames)('%s goes on after an interruption to the same bytes', async (format) => {
    const config = configOf({ format, style: 'hybrid', ratio: 0.5 });
    const whole = join(root, `${format}-whole`);
    const record = await exportDataset(dataset, { out: whole, config });
    const taken = record.rows + Object.values(record.skipped).reduce((sum, count) => sum + count, 0);
    expect(taken).toBe(rows.length);
    const broken = join(root, `${format}-broken`);
    for (const stopAt of [1, 40, 41, 90]) {
      const controller = new AbortController();
      const attempt = exportDataset(dataset, {
        out: broken,
        config,
        signal: controller.signal,
        onRow: (row) => row >= stopAt && controller.abort(new Error('stopped')),
      });
      await expect(attempt).rejects.toThrow('stopped');
      await expect(stat(join(broken, 'export.json'))).rejects.toThrow();
    }
    // What a killed process leaves: bytes after the last checkpoint.
    const half = (await readdir(broken)).find(
      (name) => /\.(?:jsonl|json|tsv)$/.test(name) && !name.startsWith('export'),
    );
    if (half !== undefined) await writeFile(join(broken, half), 'half a row', { flag: 'a' });
    await exportDataset(dataset, { out: broken, config });
    expect(await bytesOf(broken)).toEqual(await bytesOf(whole));
  });

  it('is left alone when it stands, and made anew when a file was cut', async () => {
    const out = join(root, 'twice');
    const config = configOf({ format: 'llamafactory' });
    const first = await exportDataset(dataset, { out, config });
    const before = await bytesOf(out);
    const touched: number[] = [];
    expect(await exportDataset(dataset, { out, config, onRow: (row) => touched.push(row) })).toEqual(first);
    expect(touched).toEqual([]);
    await truncate(join(out, first.files[0]!.path), 100);
    await exportDataset(dataset, { out, config });
    expect(await bytesOf(out)).toEqual(before);
  });

  it('removes nothing of others', async () => {
    const out = join(root, 'taken');
    await exportDataset(dataset, { out, config: configOf({ format: 'lamm' }) });
    await expect(
      exportDataset(dataset, { out, config: configOf({ format: 'lamm', system: 'none' }) }),
    ).rejects.toMatchObject({ code: 'other-export' });
    await expect(
      exportDataset(dataset, { out: join(root, 'made'), config: configOf({ format: 'lamm' }) }),
    ).rejects.toMatchObject({ code: 'folder-not-empty' });
    expect((await openDataset(join(root, 'made'))).manifest.digest).toBe(dataset.manifest.digest);
  });

  it('writes each distinct picture once', async () => {
    const { images } = await exportDataset(dataset, {
      out: join(root, 'pictures'),
      config: configOf({ format: 'ms-swift', record: false }),
    });
    const distinct = new Set(
      rows.flatMap((row) => row.images.map((image) => Buffer.from(image).toString('base64'))),
    );
    expect(images.files).toBe(distinct.size);
    expect(images.files).toBeLessThan(rows.length / 2);
  });
});

describe('what the rows say', () => {
  it('has one marker a picture, from one to eight', () => {
    for (const format of exportFormatNames) {
      for (let count = 1; count <= 8; count++) {
        const sample = sampleOf(manyViews(count), format);
        const refused = exportFormats[format].refuse(sample, exportFormats[format].tasks[0]);
        expect(refused).toBe(format === 'lamm' && count !== 1 ? 'not-one-picture' : null);
        const user = sample.messages.find(({ role }) => role === 'user')!;
        expect(textOf(user).split('<image>')).toHaveLength(count + 1);
      }
    }
  });

  it('refuses a row whose markers and pictures differ', () => {
    const { question, images } = rows[0]!;
    const row = { index: 7, question, images: images.slice(1) };
    expect(() => toSample(row, configOf({ format: 'trl' }), 'sft')).toThrow(
      /Row 7 .* 2 <image> markers and 1 pictures/,
    );
  });

  it('refuses pictures inside the text where a format puts them first, and options that pandas reads as missing', () => {
    const inside = sampleOf(manyViews(2, 'First <image> then <image>: which? A: x B: y'), 'vlmevalkit');
    expect(exportFormats.vlmevalkit.refuse(inside, 'benchmark')).toBe('pictures-inside-the-text');
    expect(exportFormats.mindcube.refuse(inside, 'benchmark')).toBe('pictures-inside-the-text');
    expect(exportFormats.llamafactory.refuse(inside, 'sft')).toBeNull();
    const missing = sampleOf(rows[0]!, 'vlmevalkit');
    const options = ['None', ...missing.question.options.slice(1)];
    const none = { ...missing, question: { ...missing.question, options } };
    expect(exportFormats.vlmevalkit.refuse(none, 'benchmark')).toBe('option-read-as-missing');
  });

  it('keeps the share of letters in a hybrid, the same questions for any selection', async () => {
    const share = async (value: object) => {
      const record = await exportDataset(dataset, {
        out: join(root, `hybrid-${JSON.stringify(value).length}`),
        config: configOf({ format: 'llamafactory', style: 'hybrid', ratio: 0.7, ...value }),
      });
      const lines = await jsonLines(
        join(root, `hybrid-${JSON.stringify(value).length}`, record.files[0]!.path),
      );
      return new Map(
        lines.map((line) => [String(line['id']), JSON.stringify(line['messages']).includes('<think>')]),
      );
    };
    const all = await share({ split: 'train' });
    const few = await share({ split: 'train', kinds: ['ego-rotation-degrees', 'relation'] });
    for (const [id, chain] of few) expect(all.get(id)).toBe(chain);
    const withChain = rows.filter(({ question }) => question.split === 'train' && question.chain !== null);
    const chains = [...all.values()].filter(Boolean).length;
    expect(chains / withChain.length).toBeGreaterThan(0.2);
    expect(chains / withChain.length).toBeLessThan(0.4);
  });

  it('leaves questions without a chain out of a set of chains, and says so', async () => {
    const record = await exportDataset(dataset, {
      out: join(root, 'chains'),
      config: configOf({ format: 'trl', style: 'chain' }),
    });
    const without = rows.filter(({ question }) => question.chain === null).length;
    expect(record.skipped).toEqual(without === 0 ? {} : { 'no-chain': without });
    expect(record.rows).toBe(rows.length - without);
  });

  it('puts the answer where each consumer looks for it', async () => {
    const out = join(root, 'answers');
    const record = await exportDataset(dataset, {
      out,
      config: configOf({ format: 'ms-swift', task: 'rl', split: 'test' }),
    });
    const lines = await jsonLines(join(out, record.files[0]!.path));
    const expected = rows
      .filter(({ question }) => question.split === 'test')
      .map(({ question }) => question.answer);
    expect(lines.map((line) => line['solution'])).toEqual(expected);
    expect(JSON.stringify(lines)).not.toContain('"assistant"');
    expect(expected.some((answer) => /^-?\d+$/.test(answer))).toBe(true);
  });

  it('takes the system message that was asked for', async () => {
    const system = async (name: string) => {
      const out = join(root, `system-${name.length}`);
      const record = await exportDataset(dataset, {
        out,
        config: configOf({ format: 'llamafactory', system: name, limit: 1 }),
      });
      return (await jsonLines(join(out, record.files[0]!.path)))[0]!['messages'] as {
        role: string;
        content: string;
      }[];
    };
    expect((await system('actial'))[0]!.content).toMatch(/^You are Actial/);
    expect((await system('none'))[0]!.role).toBe('user');
    expect((await system('Look twice.'))[0]).toEqual({ role: 'system', content: 'Look twice.' });
  });

  it('says why nothing is left, and which tasks a format has', async () => {
    await expect(
      exportDataset(dataset, {
        out: join(root, 'nothing'),
        config: configOf({ format: 'lamm', kinds: ['ego-translation'] }),
      }),
    ).rejects.toMatchObject({
      code: 'nothing-to-export',
      message: expect.stringContaining('not-one-picture'),
    });
    await expect(
      exportDataset(dataset, { out: join(root, 'wrong'), config: configOf({ format: 'verl', task: 'sft' }) }),
    ).rejects.toMatchObject({ code: 'no-such-task' });
  });
});
