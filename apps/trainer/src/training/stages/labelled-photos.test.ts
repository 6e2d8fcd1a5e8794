import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatasetWriter, type PassRow } from '@parallax/dataset';
import { plainQuestion, rgbPng } from '@parallax/dataset/fixture';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COLOURS, makeTinyLab, squareAt, type TinyLab } from '../../fixtures/tiny-lab.ts';
import { labelledPhotos } from './labelled-photos.ts';

let folder: string;
let lab: TinyLab;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelled-photos-'));
  lab = await makeTinyLab(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('gives every pixel the class of its object, landmarks by colour', async () => {
  const { classNames, count, photo } = await labelledPhotos(lab.dataset);
  expect(classNames).toEqual(['background', 'blue landmark', 'green landmark', 'red landmark']);
  expect(count).toBe(24);
  for (let index = 0; index < count; index++) {
    const { image, classes } = await photo(index);
    for (const [i, number] of classes.entries()) {
      const pixel = [...image.data.slice(3 * i, 3 * i + 3)];
      const colour = Object.entries(COLOURS).find(([, rgb]) => rgb.join() === pixel.join())?.[0];
      expect(classNames[number]).toBe(colour === undefined ? 'background' : `${colour} landmark`);
      expect(number === 0).toBe(squareAt(i % 32, Math.floor(i / 32)) === 0);
    }
  }
});

it('refuses a data set without masks, and says how to get them', async () => {
  const depthOnly: PassRow = {
    ...{ viewId: 'v', depth: rgbPng(32, () => [9, 9, 9]), normals: null, mask: null, coordinates: null },
    objects: [],
  };
  const bare = join(folder, 'bare');
  const writer = await openDatasetWriter(bare, {
    ...{ name: 'bare', profile: 'test', seed: '1', generatorVersion: '1', config: {} },
    ...{ imageSource: 'drawn', splitRule: 'index' },
  });
  const question = plainQuestion({ questionId: 'q', kind: 'relation', viewIds: ['v'], text: '<image>?' });
  const rows = [{ question, images: [rgbPng(32, () => [0, 0, 0])] }];
  const refused = { code: 'no-masks', remedy: expect.stringContaining('passes: [mask]') as string };
  for (const passes of [undefined, [depthOnly]]) {
    await writer.writeShard('train', 0, { rows, records: [], discarded: {}, ...(passes && { passes }) });
    await writer.finish();
    await expect(labelledPhotos(bare)).rejects.toMatchObject(refused);
  }
});
