import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blink } from './blink/blink.ts';
import { mindCube } from './mindcube/mindcube.ts';
import { mmsiBench } from './mmsi-bench/mmsi-bench.ts';
import { viewSpatialBench } from './viewspatial-bench/viewspatial-bench.ts';
import { vsiBench } from './vsi-bench/vsi-bench.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'benchmark-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const view = {
  question_type: 'Camera perspective - Relative Direction',
  image_path: ['a.jpg'],
  question: 'Where?',
  choices: 'A. left\nB. right',
  answer: 'B. right',
};
const scene = {
  id: 'around_g1_q0',
  question: 'Where? A. here B. there',
  images: ['x/a.jpg'],
  gt_answer: 'A',
};
const video = {
  id: 0,
  dataset: 'arkit',
  scene_name: 's1',
  question_type: 'object_counting',
  question: 'How many?',
  ground_truth: '3',
};
const HEAD = 'index\timage\tquestion\tanswer\tcategory\n';

describe('a folder that is not in the official layout', () => {
  it.each([blink, mmsiBench, viewSpatialBench, mindCube, vsiBench])(
    '$name names the missing file',
    async (one) => {
      await expect(one.load(folder)).rejects.toMatchObject({ code: 'file-missing' });
      await expect(one.load(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file-missing' });
    },
  );
});

describe('rows that cannot be used', () => {
  it('names file, row and column of a missing answer', async () => {
    await write('MMSI_bench.tsv', `${HEAD}0\tx\tq\tA\tc\n1\tx\tq\t\tc\n`);
    await expect(mmsiBench.load(folder)).rejects.toThrow(/MMSI_bench\.tsv row 1.*answer/);
    await write('MMSI_bench.tsv', 'index\timage\tquestion\tcategory\n0\tx\tq\tc\n');
    await expect(mmsiBench.load(folder)).rejects.toMatchObject({ code: 'wrong-shape' });
    await write('eval/ViewSpatial-Bench.json', JSON.stringify([view, { ...view, answer: 'right' }]));
    await expect(viewSpatialBench.load(folder)).rejects.toThrow(/row 1.*answer/);
    await write('data/raw/MindCube.jsonl', JSON.stringify({ ...scene, images: undefined }));
    await expect(mindCube.load(folder)).rejects.toThrow(/row 0.*images/);
  });

  it('refuses a question type that the official code does not know, and a target of 0', async () => {
    await write('test.jsonl', JSON.stringify({ ...video, question_type: 'object_weight' }));
    await expect(vsiBench.load(folder)).rejects.toThrow(/row 0.*question_type/);
    await write('test.jsonl', JSON.stringify({ ...video, ground_truth: '0.0' }));
    await expect(vsiBench.load(folder)).rejects.toThrow(/row 0.*ground_truth/);
  });

  it('refuses an id that comes twice', async () => {
    await write('test.jsonl', `${JSON.stringify(video)}\n${JSON.stringify(video)}\n`);
    await expect(vsiBench.load(folder)).rejects.toMatchObject({ code: 'duplicate-id' });
    await write('MMSI_bench.tsv', `${HEAD}7\tx\tq\tA\tc\n7\tx\tq\tA\tc\n`);
    await expect(mmsiBench.load(folder)).rejects.toMatchObject({ code: 'duplicate-id' });
    await write('data/raw/MindCube_tinybench.jsonl', `${JSON.stringify(scene)}\n${JSON.stringify(scene)}\n`);
    await expect(mindCube.load(folder)).rejects.toMatchObject({ code: 'duplicate-id' });
  });

  it('takes a row without an answer where the published files have such rows', async () => {
    await write('data/raw/MindCube.jsonl', JSON.stringify({ ...scene, gt_answer: null }));
    expect(await mindCube.load(folder)).toMatchObject([{ answer: '' }]);
  });

  it('refuses a file that is no Parquet', async () => {
    await write('Jigsaw/val-00000-of-00001.parquet', 'not at all');
    await expect(blink.load(folder)).rejects.toMatchObject({ code: 'not-parquet' });
  });
});

describe('pictures that cannot be used', () => {
  it('names row and picture that is missing, no picture, or outside the folder', async () => {
    const sampleOf = async (image: string) => {
      await write('eval/ViewSpatial-Bench.json', JSON.stringify([{ ...view, image_path: [image] }]));
      const [row] = await viewSpatialBench.load(folder);
      return viewSpatialBench.sample(folder, row!);
    };
    await expect(sampleOf('gone.jpg')).rejects.toThrow(/row 0.*gone\.jpg/);
    await write('text.jpg', 'no picture');
    await expect(sampleOf('text.jpg')).rejects.toMatchObject({ code: 'not-an-image' });
    await expect(sampleOf('../../etc/hostname')).rejects.toMatchObject({ code: 'path-outside' });
  });

  it('refuses a cut base64 cell', async () => {
    await write('MMSI_bench.tsv', `${HEAD}3\t/9j/4AAQ=\tq\tA\tc\n`);
    const [row] = await mmsiBench.load(folder);
    await expect(mmsiBench.sample(folder, row!)).rejects.toMatchObject({ code: 'bad-base64' });
  });
});
