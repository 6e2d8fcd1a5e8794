import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vlmevalkitCircular } from './circular.ts';
import { vlmevalkitMcq } from './mcq.ts';

let folder: string;
let [red, blue]: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vlm-'));
  [red, blue] = (await Promise.all(
    ['#ff0000', '#0000ff'].map((background) =>
      sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )) as [Buffer, Buffer];
  await writeFile(join(folder, 'red.png'), red);
});
afterAll(() => rm(folder, { recursive: true }));

/** Rows as objects, written with the columns of the first. */
async function load(rows: readonly Record<string, string>[], benchmark = vlmevalkitMcq) {
  const columns = Object.keys(rows[0]!);
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))];
  await writeFile(join(folder, 'table.tsv'), lines.map((cells) => `${cells.join('\t')}\n`).join(''));
  return benchmark.load(folder);
}
const row = (index: string, more: Record<string, string> = {}): Record<string, string> => ({
  index,
  image: red.toString('base64'),
  question: 'Where is it?',
  hint: '',
  A: 'left',
  B: 'right',
  answer: 'A',
  category: 'c',
  ...more,
});

describe('rows of a table that cannot be used', () => {
  it.each([
    ['missing-answer', () => [row('1'), row('2', { answer: '' })], /row 1 \(index 2\) has no answer/],
    ['missing-answer', () => [row('1', { answer: 'NaN' })], /row 0 \(index 1\) has no answer/],
    ['missing-index', () => [row('1'), row('')], /row 1 has no index/],
    [
      'missing-category',
      () => [row('1'), row('2', { category: '' })],
      /row 2 has no category, other rows have one/,
    ],
    [
      'missing-image',
      () => [row('1'), row('2', { image: '7' })],
      /row 1 \(index 2\): its image is that of row "7"/,
    ],
    ['duplicate-id', () => [row('1'), row('1')], /rows 0 and 1 have the same id 1/],
  ])('%s', async (code, rows, message) => {
    await expect(load(rows())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/./),
    });
  });

  it('not-a-number: indices of a circular table are numbers', async () => {
    await expect(load([row('a')], vlmevalkitCircular)).rejects.toMatchObject({ code: 'not-a-number' });
  });

  it('leaves out a row without a picture, as the official code does', async () => {
    expect((await load([row('1'), row('2', { image: '' })])).map(({ id }) => id)).toEqual([1]);
  });
});

describe('a sample', () => {
  it('is its pictures, hint, question, options and the request to choose; options without a text are left out', async () => {
    const [one] = await load([row('1', { hint: 'Look left.', C: '', D: 'behind' })]);
    const sample = await vlmevalkitMcq.sample(folder, one!);
    expect(sample.images).toEqual(
      [new Uint8Array(red)].map((bytes) => expect.objectContaining({ length: bytes.length })),
    );
    const [message] = sample.messages;
    const text = JSON.stringify(message?.content);
    expect(text).toContain(
      'Hint: Look left.\\\\nQuestion: Where is it?\\\\nOptions:\\\\nA. left\\\\nB. right\\\\n'.replaceAll(
        '\\\\',
        '\\',
      ),
    );
    expect(sample).toMatchObject({ id: '1', kind: 'c', groupId: '1', answer: 'A' });
  });

  it('takes several pictures of a cell, and those of another row by its index', async () => {
    const both = `['${red.toString('base64')}', '${blue.toString('base64')}']`;
    const rows = await load([row('1', { image: both }), row('2', { image: '1' })]);
    const samples = await Promise.all(rows.map((one) => vlmevalkitMcq.sample(folder, one)));
    for (const { images } of samples) {
      expect(images.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual([
        red.toString('base64'),
        blue.toString('base64'),
      ]);
    }
    expect(samples.map(({ groupId }) => groupId)).toEqual(['1', '1']);
  });

  it('reads pictures beside the table, and says which row names one that is not there or is none', async () => {
    const { image: _, ...bare } = row('1');
    const [beside] = await load([{ ...bare, image_path: 'red.png' }]);
    expect((await vlmevalkitMcq.sample(folder, beside!)).images).toHaveLength(1);
    const sampleOf = async (more: Record<string, string>) => {
      const [one] = await load([more]);
      return vlmevalkitMcq.sample(folder, one!);
    };
    await expect(sampleOf({ ...bare, image_path: 'gone.png' })).rejects.toThrow(/index 1.*gone\.png/);
    await expect(sampleOf({ ...bare, image_path: '../../etc/hostname' })).rejects.toMatchObject({
      code: 'path-outside',
    });
    const text = Buffer.from('this is a text and no picture, as long as one may be, or longer').toString(
      'base64',
    );
    await expect(sampleOf(row('1', { image: text }))).rejects.toMatchObject({ code: 'not-an-image' });
  });
});
