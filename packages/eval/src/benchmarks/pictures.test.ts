/** What stands where a picture should: the same refusals from every benchmark that names its pictures by path. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { pngOf } from '@parallax/dataset/fixture';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchmarkTask } from '../tasks/benchmark-task.ts';
import type { Benchmark } from './benchmark.ts';
import { benchmarkNamed } from './registry.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pictures-'));
  folder = join(root, 'set');
});
afterEach(() => rm(root, { recursive: true }));

interface Layout {
  readonly name: string;
  readonly file: string;
  /** Folder that its paths start from. */
  readonly media: string;
  readonly content: (picture: string) => string;
}

const layouts: readonly Layout[] = [
  {
    name: 'viewspatial-bench',
    file: 'eval/ViewSpatial-Bench.json',
    media: '.',
    content: (picture) =>
      JSON.stringify([
        {
          question_type: 't',
          image_path: [picture],
          question: 'Where?',
          choices: 'A. here\nB. there',
          answer: 'B. there',
        },
      ]),
  },
  {
    name: 'mindcube',
    file: 'data/raw/MindCube.jsonl',
    media: 'data',
    content: (picture) =>
      JSON.stringify({
        id: 'around_q0',
        question: 'Where? A. here B. there',
        images: [picture],
        gt_answer: 'A',
      }),
  },
  {
    name: 'spatialscore-v0',
    file: 'dataset/SpatialScore.json',
    media: '.',
    content: (picture) => JSON.stringify([{ index: 7, answer: 'A', img_paths: [picture] }]),
  },
  {
    name: 'lamm',
    file: '2D_Benchmark/meta_file/Counting_FSC147.json',
    media: '2D_Benchmark',
    content: (picture) => JSON.stringify([{ image: picture, query: 'How many?', num: 3 }]),
  },
  {
    name: 'vlmevalkit-mcq',
    file: 'Set.tsv',
    media: '.',
    content: (picture) =>
      `index\timage_path\tquestion\tA\tB\tanswer\n0\t${picture}\tWhere?\there\tthere\tA\n`,
  },
];

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** A whole PNG of one bit a pixel: small on the disk. */
function onePixelKind(width: number, height: number): Buffer {
  const data = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
  return pngOf({ widthPx: width, heightPx: height, bits: 1, colour: 'gray' }, data);
}

const photo = () =>
  sharp({
    create: {
      width: 64,
      height: 48,
      channels: 3,
      background: '#369',
      noise: { type: 'gaussian', mean: 99, sigma: 30 },
    },
  })
    .png()
    .toBuffer();

describe.each(layouts)('$name', ({ name, file, media, content }) => {
  const benchmark: Benchmark = benchmarkNamed(name);
  const sampleOf = async (picture: string, bytes?: Uint8Array | string) => {
    await write(join(folder, file), content(picture));
    if (bytes !== undefined) await write(join(folder, media, picture), bytes);
    const [row] = await benchmark.load(folder);
    return benchmark.sample(folder, row!);
  };

  it('takes a whole picture, also through a link that stays inside', async () => {
    const bytes = await photo();
    expect((await sampleOf('views/a.png', bytes)).images).toEqual([bytes]);
    await symlink('a.png', join(folder, media, 'views/b.png'));
    expect((await sampleOf('views/b.png')).images).toEqual([bytes]);
  });

  it.each([
    ['a way up', () => '../../outside.png', 'path-outside'],
    ['an absolute path', () => join(root, 'outside.png'), 'path-outside'],
    ['a link that leads out', () => 'views/link.png', 'path-outside'],
    ['a folder that leads out', () => 'away/outside.png', 'path-outside'],
    ['a file that is not there', () => 'views/gone.png', 'missing-image'],
    ['a folder', () => 'views', 'missing-image'],
  ])('%s', async (_what, pathOf, code) => {
    await write(join(root, 'outside.png'), await photo());
    await mkdir(join(folder, media, 'views'), { recursive: true });
    await symlink(join(root, 'outside.png'), join(folder, media, 'views/link.png'));
    await symlink(root, join(folder, media, 'away'));
    const failure = await sampleOf(pathOf()).catch((error) => error);
    expect(failure).toMatchObject({ code, remedy: expect.stringContaining('--data') });
    expect(failure.message).toContain(pathOf());
    expect(failure.message).toContain(folder);
    expect(failure.message).toMatch(/row|index/);
  });

  it.each([
    ['text', () => 'no picture at all', 'not-an-image', /PNG/],
    [
      'a drawing made of text',
      () => '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      'not-an-image',
      /PNG/,
    ],
    ['a picture cut off', async () => (await photo()).subarray(0, 2000), 'not-an-image', /decoded/],
    ['a header alone', async () => (await photo()).subarray(0, 33), 'not-an-image', /decoded/],
    ['a bomb', () => onePixelKind(20_000, 20_000), 'image-too-large', /20000 x 20000/],
    ['nothing', () => '', 'not-an-image', /PNG/],
  ])('%s named .png', async (_what, bytesOf, code, message) => {
    const failure = await sampleOf('views/a.png', await bytesOf()).catch((error) => error);
    expect(failure).toMatchObject({ code, remedy: expect.any(String) });
    expect(failure.message).toMatch(message);
    expect(failure.message).toContain('views/a.png');
    expect(failure.message).toContain(folder);
  });
});

it('LAMM, which takes the size of some pictures on loading, does not follow a path out either', async () => {
  await write(join(root, 'outside.png'), await photo());
  const item = { image: '../../outside.png', query: 'Where?', gt_joints: [[1, 2]] };
  await write(join(folder, '2D_Benchmark/meta_file/Locating_LSP.json'), JSON.stringify([item]));
  await expect(benchmarkNamed('lamm').load(folder)).rejects.toMatchObject({ code: 'path-outside' });
});

it('a table whose options are all whole numbers is a task like any other', async () => {
  const table = 'index\timage_path\tquestion\tA\tB\tanswer\n0\ta.png\tHow many?\t3\t4\tA\n';
  await write(join(folder, 'Set.tsv'), table);
  await write(join(folder, 'a.png'), await photo());
  const task = await benchmarkTask(benchmarkNamed('vlmevalkit-mcq'), folder);
  for await (const sample of task.samples()) expect(task.score(sample, '3').value).toBe(1);
});
