/** Files of others, written by hand after their documentation: what comes out of them, and what is refused. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFormatName } from '../exports/export-record.ts';
import { parquetSchema, type Shape } from '../exports/outputs/parquet-schema.ts';
import type { Sample } from './sample.ts';
import { importSamples, openSampleSet } from './sample-set.ts';

let root: string;
let red: Uint8Array;
let blue: Uint8Array;
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-foreign-'));
  const colour = (background: string) =>
    sharp({ create: { width: 24, height: 16, channels: 3, background } })
      .jpeg()
      .toBuffer();
  red = await colour('red');
  blue = await colour('blue');
});
afterAll(() => rm(root, { recursive: true, force: true }));

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A folder of one set: pictures a.jpg and b.jpg, and a file of rows. */
async function folderWith(file: string, content: string | Uint8Array): Promise<string> {
  const folder = join(root, `set-${made++}`);
  await mkdir(join(folder, 'pics'), { recursive: true });
  await writeFile(join(folder, 'pics/a.jpg'), red);
  await writeFile(join(folder, 'pics/b.jpg'), blue);
  await writeFile(join(folder, file), content);
  return folder;
}

async function imported(format: ExportFormatName, file: string, content: string | Uint8Array) {
  const from = await folderWith(file, content);
  const out = `${from}-samples`;
  const set = await importSamples({ format, from, out });
  const samples: (Sample & { pictures: readonly Uint8Array[] })[] = [];
  for await (const sample of (await openSampleSet(out)).samples()) samples.push(sample);
  return { set, samples };
}

async function refusals(format: ExportFormatName, file: string, content: string): Promise<string[]> {
  const from = await folderWith(file, content);
  const good = { set: null };
  const { set } = await importSamples({ format, from, out: `${from}-samples` }).then(
    (value) => ({ set: value }),
    (error) => ({ ...good, error }) as { set: null; error: { code: string; message: string } },
  );
  return set === null ? ['empty-set'] : Object.keys(set.skipped);
}

const ask = 'Which way? A. Left B. Right';

function parquet(columns: Record<string, Shape>, rows: Record<string, unknown>[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: Object.keys(columns).map((name) => ({ name, data: rows.map((row) => row[name]) })),
      schema: parquetSchema(columns),
    }),
  );
}

describe('sets of others', () => {
  it('LLaMA-Factory: one array of conversations, markers in place', async () => {
    const rows = [
      {
        conversations: [
          { from: 'human', value: `<image>\n<image>\n${ask}` },
          { from: 'gpt', value: '<think>It moved.</think><answer>B</answer>' },
        ],
        images: ['pics/a.jpg', 'pics/b.jpg'],
        system: 'Be brief.',
      },
    ];
    const { samples } = await imported('llamafactory', 'data.json', JSON.stringify(rows));
    expect(samples[0]).toMatchObject({
      text: `<image>\n<image>\n${ask}`,
      system: 'Be brief.',
      options: ['Left', 'Right'],
      answer: 'B',
      answerType: 'choice',
      completion: '<think>It moved.</think><answer>B</answer>',
    });
    expect(samples[0]!.pictures.map(base64)).toEqual([red, blue].map(base64));
  });

  it('ms-swift: lines of messages, a solution instead of a reply', async () => {
    const row = {
      messages: [{ role: 'user', content: '<image>How many degrees?' }],
      images: ['pics/a.jpg'],
      solution: '-35.5',
    };
    const { samples } = await imported('ms-swift', 'data.jsonl', JSON.stringify(row));
    expect(samples[0]).toMatchObject({
      answer: '-35.5',
      answerType: 'number',
      options: [],
      completion: null,
    });
  });

  it('verl: Parquet with bytes', async () => {
    const { samples } = await imported(
      'verl',
      'train.parquet',
      parquet(
        {
          data_source: 'text',
          prompt: { list: { struct: { role: 'text', content: 'text' } } },
          images: { list: 'image' },
          ability: 'text',
          reward_model: { struct: { style: 'text', ground_truth: 'text' } },
          extra_info: { struct: { split: 'text', index: 'integer' } },
        },
        [
          {
            data_source: 'geo',
            prompt: [{ role: 'user', content: `<image>${ask}` }],
            images: [{ bytes: red, path: null }],
            ability: 'spatial',
            reward_model: { style: 'rule', ground_truth: 'A' },
            extra_info: { split: 'test', index: 7n },
          },
        ],
      ),
    );
    expect(samples[0]).toMatchObject({
      category: 'spatial',
      split: 'test',
      answer: 'A',
      answerType: 'choice',
    });
    expect(samples[0]!.pictures.map(base64)).toEqual([base64(red)]);
  });

  it('TRL: Parquet with messages of plain text, pictures before them', async () => {
    const { samples } = await imported(
      'trl',
      'data.parquet',
      parquet({ messages: { list: { struct: { role: 'text', content: 'text' } } }, image: 'image' }, [
        {
          messages: [
            { role: 'user', content: 'What is it?' },
            { role: 'assistant', content: 'A red field.' },
          ],
          image: { bytes: red, path: null },
        },
      ]),
    );
    expect(samples[0]).toMatchObject({
      text: '<image>What is it?',
      answer: 'A red field.',
      answerType: 'text',
    });
  });

  it('VLMEvalKit: one picture, a list, another row by its index, paths', async () => {
    const pair = JSON.stringify([base64(red), base64(blue)]).replaceAll('"', "'");
    const table = [
      'index\timage\tquestion\thint\tA\tB\tC\tanswer\tcategory',
      `0\t2\t"Left or\tright?"\t\tleft\tright\t\tB\trotation`,
      `1\t${pair}\tWhich?\tLook.\tone\ttwo\tthree\tC\tpair`,
      `2\t${base64(red)}\tColour?\t\tred\tblue\t\tA\tcolour`,
    ].join('\n');
    const { samples } = await imported('vlmevalkit', 'bench.tsv', table);
    expect(samples.map(({ sampleId, answer, options }) => [sampleId, answer, options])).toEqual([
      ['0', 'B', ['left', 'right']],
      ['1', 'C', ['one', 'two', 'three']],
      ['2', 'A', ['red', 'blue']],
    ]);
    expect(samples[0]!.text).toBe('<image>Left or\tright?\nA. left\nB. right');
    expect(samples[1]!.text).toBe('<image><image>Hint: Look.\nWhich?\nA. one\nB. two\nC. three');
    expect(samples.map(({ pictures }) => pictures.map(base64))).toEqual([
      [base64(red)],
      [base64(red), base64(blue)],
      [base64(red)],
    ]);
    const paths = ['index\timage_path\tquestion\tanswer', `0\t"['pics/b.jpg', 'pics/a.jpg']"\tHow far?\t1.5`];
    const open = await imported('vlmevalkit', 'open.tsv', paths.join('\n'));
    expect(open.samples[0]).toMatchObject({ answer: '1.5', answerType: 'number' });
    expect(open.samples[0]!.pictures.map(base64)).toEqual([base64(blue), base64(red)]);
  });

  it('MindCube: raw questions with options inside', async () => {
    const row = {
      id: 'around_x_1',
      category: ['P-P', 'self'],
      type: 'turn',
      meta_info: [[]],
      question: 'From view 1, where is the mug? A. Left B. Right C. Behind D. Front',
      images: ['pics/a.jpg', 'pics/b.jpg'],
      gt_answer: 'D',
    };
    const { samples } = await imported('mindcube', 'MindCube_train.jsonl', JSON.stringify(row));
    expect(samples[0]).toMatchObject({
      sampleId: 'around_x_1',
      category: 'turn',
      options: ['Left', 'Right', 'Behind', 'Front'],
      answer: 'D',
    });
  });

  it('LAMM: items with one picture; point clouds are counted out', async () => {
    const conversations = [
      { from: 'human', value: 'How many chairs?' },
      { from: 'gpt', value: '3' },
    ];
    const items = [
      { id: '5', image: 'pics/a.jpg', conversations, task_type: 'Counting' },
      { id: '6', pcl: 'scene.npy', conversations, task_type: 'VQA' },
    ];
    const { samples, set } = await imported('lamm', 'items.json', JSON.stringify(items));
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({
      sampleId: '5',
      category: 'Counting',
      answer: '3',
      answerType: 'number',
    });
    expect(set.skipped['no-picture']).toMatchObject({ rows: 1, first: expect.stringContaining('row 1') });
  });

  it('refuses samples whose pictures were exchanged', async () => {
    const row = { messages: [{ role: 'user', content: 'x' }], images: ['pics/a.jpg'], solution: 'y' };
    const from = await folderWith('data.jsonl', JSON.stringify(row));
    await importSamples({ format: 'ms-swift', from, out: `${from}-out` });
    const sample = JSON.parse(await readFile(`${from}-out/samples.jsonl`, 'utf8'));
    await writeFile(join(`${from}-out`, sample.images[0]), blue);
    const read = async () => {
      for await (const _ of (await openSampleSet(`${from}-out`)).samples());
    };
    await expect(read()).rejects.toMatchObject({ code: 'damaged-set' });
  });
});

describe('bad rows are counted, good ones stay', () => {
  const good = { id: 'good', messages: [{ role: 'user', content: ask }], images: ['pics/a.jpg'] };
  const rowsOf = (...rows: object[]) => [good, ...rows].map((row) => JSON.stringify(row)).join('\n');

  it.each([
    ['missing-image', { ...good, id: 1, images: ['pics/c.jpg'] }],
    ['path-outside', { ...good, id: 1, images: ['../../etc/passwd'] }],
    ['path-outside', { ...good, id: 1, images: ['/etc/hostname'] }],
    ['path-outside', { ...good, id: 1, images: ['pics/../../x'] }],
    ['wrong-marker-count', { ...good, id: 1, messages: [{ role: 'user', content: '<image><image>x' }] }],
    ['duplicate-id', good],
    ['wrong-shape', { ...good, id: 1, messages: 'hello' }],
    ['not-one-question', { ...good, id: 1, messages: [{ role: 'robot', content: 'x' }] }],
    ['not-one-question', { ...good, id: 1, messages: [] }],
  ])('%s', async (code, row) => {
    expect(await refusals('ms-swift', 'data.jsonl', rowsOf(row))).toEqual([code]);
  });

  it('a link that leads out of the folder', async () => {
    const from = await folderWith('data.jsonl', rowsOf({ ...good, id: 1, images: ['pics/link.jpg'] }));
    await writeFile(join(root, 'secret.jpg'), red);
    await symlink(join(root, 'secret.jpg'), join(from, 'pics/link.jpg'));
    const set = await importSamples({ format: 'ms-swift', from, out: `${from}-out` });
    expect(Object.keys(set.skipped)).toEqual(['path-outside']);
  });

  it('base64 that was cut, and a picture that was cut', async () => {
    const head = 'index\timage\tquestion\tA\tB\tanswer';
    const row = (index: number, image: string) => `${index}\t${image}\tx\tl\tr\tA`;
    const whole = base64(red);
    const cut = base64(red.subarray(0, Math.floor(red.length / 6) * 3));
    const table = [head, row(0, whole), row(1, whole.slice(0, -7)), row(2, cut), row(3, '999')].join('\n');
    expect((await refusals('vlmevalkit', 'x.tsv', table)).sort()).toEqual([
      'bad-base64',
      'missing-image',
      'not-an-image',
    ]);
  });

  it('a file in which nothing can be used, and a folder without any', async () => {
    const bad = JSON.stringify({ ...good, images: ['pics/c.jpg'] });
    expect(await refusals('ms-swift', 'data.jsonl', bad)).toEqual(['empty-set']);
    await expect(
      importSamples({ format: 'verl', from: await folderWith('x.txt', ''), out: join(root, 'none') }),
    ).rejects.toMatchObject({ code: 'no-such-set' });
    await expect(
      importSamples({ format: 'lamm', from: await folderWith('x.json', '[{"a":'), out: join(root, 'none') }),
    ).rejects.toMatchObject({ code: 'truncated' });
  });
});
