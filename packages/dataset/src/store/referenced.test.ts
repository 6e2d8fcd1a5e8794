import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  createRandom,
  hasDistortion,
  type Lens,
  pinholeFromLens,
  resizeIntrinsics,
} from '@parallax/geometry';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fittingSize } from '../captures/index.ts';
import { madeSources } from '../fixtures/made-questions.ts';
import { makeQuestion } from '../questions/make.ts';
import type { ImageReference, Question } from '../schema.ts';
import { openDataset } from './dataset.ts';
import { madeOptions } from './made-dataset.ts';
import type { ReferencedContent } from './shards/row.ts';
import { openDatasetWriter } from './writer.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-referenced-'));
const folder = join(root, 'set');
const imageRoot = join(root, 'captures');
const lens: Lens = {
  model: 'SIMPLE_RADIAL',
  fx: 90,
  fy: 90,
  cx: 60,
  cy: 40,
  width: 120,
  height: 80,
  coefficients: [-0.06],
};
let content: ReferencedContent;

beforeAll(async () => {
  const names = ['chair/a/images/0.png', 'chair/a/images/1.png'];
  mkdirSync(join(imageRoot, 'chair/a/images'), { recursive: true });
  for (const [i, name] of names.entries()) {
    const background = { r: 80 * i, g: 120, b: 30 };
    await sharp({ create: { width: 120, height: 80, channels: 3, background } })
      .png()
      .toFile(join(imageRoot, name));
  }
  const pinhole = pinholeFromLens(lens)!;
  const { width, height } = fittingSize(pinhole, 48);
  const intrinsics = resizeIntrinsics(pinhole, width, height);
  const rows: { question: Question; references: ImageReference[] }[] = [];
  for (const { kind, source } of madeSources({ scenes: 6, seed: 'referenced', kinds: ['ego-rotation'] })) {
    const views = source.views.map((view) => ({ ...view, camera: { ...view.camera, intrinsics } }));
    const question = makeQuestion(kind, { ...source, views }, createRandom(source.index));
    if ('discarded' in question) continue;
    rows.push({ question, references: names.map((path) => ({ path, lens })) });
  }
  content = { rows, records: [], discarded: {} };
  await write(folder, imageRoot);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function write(out: string, pictures: string) {
  const writer = await openDatasetWriter(out, madeOptions);
  await writer.writeReferencedShard('train', 0, content);
  return writer.finish({ imageRoot: pictures });
}

describe('a data set that refers to its pictures', () => {
  it('gives back questions, and pictures that fit the recorded pinhole camera', async () => {
    expect(hasDistortion(lens)).toBe(true);
    const dataset = await openDataset(folder);
    let rows = 0;
    for await (const { index, question, images } of dataset.rows()) {
      expect(index).toBe(rows);
      expect(question).toEqual(content.rows[rows]!.question);
      for (const [i, image] of images.entries()) {
        const { width, height } = await sharp(image).metadata();
        const { intrinsics } = question.geometry.cameras[i]!;
        expect([width, height]).toEqual([intrinsics.width, intrinsics.height]);
        const { channels } = await sharp(image).stats();
        expect(Math.abs(channels[0]!.mean - 80 * i)).toBeLessThan(3);
      }
      rows++;
    }
    expect(rows).toBe(content.rows.length);
    expect(rows).toBeGreaterThan(4);
    const last = await dataset.readRow(rows - 1);
    expect(last.question).toEqual(content.rows[rows - 1]!.question);
    expect(last.images).toHaveLength(2);
  });

  it('has a digest that does not depend on where the pictures are', async () => {
    const one = await openDataset(folder);
    const two = await write(join(root, 'elsewhere'), '/mnt/pictures');
    expect(two.digest).toBe(one.manifest.digest);
    expect(two.imageRoot).toBe('/mnt/pictures');
  });

  it('names a missing picture and what to do, and reads questions without pictures', async () => {
    const moved = join(root, 'moved');
    renameSync(imageRoot, moved);
    try {
      const dataset = await openDataset(folder);
      await expect(dataset.readRow(0)).rejects.toMatchObject({
        code: 'image-missing',
        message: expect.stringContaining(join(imageRoot, 'chair/a/images/0.png')),
        remedy: expect.stringContaining('manifest.json'),
      });
      let questions = 0;
      for await (const _ of dataset.questions()) questions++;
      expect(questions).toBe(content.rows.length);
      expect((await (await openDataset(folder, { imageRoot: moved })).readRow(0)).images).toHaveLength(2);
    } finally {
      renameSync(moved, imageRoot);
    }
  });

  it('refuses paths out of the image root, pictures of another shape or too small, and a manifest without a root', async () => {
    const changed = join(root, 'changed');
    const rows = content.rows.slice(0, 1).map(({ question, references }) => ({
      question,
      references: [{ ...references[0]!, path: '../../secret.png' }, references[1]!],
    }));
    const writer = await openDatasetWriter(changed, madeOptions);
    await writer.writeReferencedShard('train', 0, { ...content, rows });
    await writer.finish({ imageRoot });
    await expect((await openDataset(changed)).readRow(0)).rejects.toMatchObject({ code: 'path-traversal' });

    const small = join(root, 'small/chair/a/images');
    mkdirSync(small, { recursive: true });
    for (const [size, code] of [
      [{ width: 30, height: 20 }, 'image-size-mismatch'],
      [{ width: 80, height: 120 }, 'image-size-mismatch'],
    ] as const) {
      const picture = sharp({ create: { ...size, channels: 3, background: 'red' } }).png();
      await picture.toFile(join(small, '0.png'));
      const dataset = await openDataset(folder, { imageRoot: join(root, 'small') });
      await expect(dataset.readRow(0)).rejects.toMatchObject({ code });
    }
    const path = join(changed, 'manifest.json');
    const { imageRoot: _, ...manifest } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(manifest));
    await expect((await openDataset(changed)).readRow(0)).rejects.toMatchObject({ code: 'no-image-root' });
  });
});

const python = process.env['PARALLAX_PYARROW_PYTHON'];
if (python === undefined) {
  process.stderr.write(
    'SKIPPED: shards that refer to pictures were not opened by pyarrow and datasets; set PARALLAX_PYARROW_PYTHON to a Python that has both.\n',
  );
}

describe.skipIf(python === undefined)('other readers', () => {
  it('pyarrow and Hugging Face datasets open the shard, and decode pictures from the image root', async () => {
    const code = `
import json, os, sys, pyarrow.parquet as pq, datasets
path, cache, images = sys.argv[1:]
table = pq.read_table(path)
data = datasets.load_dataset('parquet', data_files=path, split='train', cache_dir=cache)
os.chdir(images)
picture = data[0]['images'][1]
print(json.dumps({'rows': table.num_rows, 'path': table['images'][0].as_py()[0], 'size': picture.size}))
`;
    const shard = join(folder, 'shards/train-00000.parquet');
    const { stdout } = await promisify(execFile)(python ?? '', [
      '-c',
      code,
      shard,
      join(root, 'cache'),
      imageRoot,
    ]);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      rows: content.rows.length,
      path: { bytes: null, path: 'chair/a/images/0.png' },
      size: [120, 80],
    });
  });
});
