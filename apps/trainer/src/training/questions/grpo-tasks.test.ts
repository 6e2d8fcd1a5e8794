/** What an environment is given of a data set: the question's pictures as it shows them, the scene's as they were taken. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatasetWriter } from '@parallax/dataset';
import type { Question } from '@parallax/dataset/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLOURS, squareQuestion, squaresPng } from '../../fixtures/tiny-lab.ts';
import { grpoTasks } from './grpo-tasks.ts';
import { openTrainingSet } from './training-set.ts';

const { red, green, blue } = COLOURS;
const intrinsics = { fx: 30, fy: 30, cx: 16, cy: 16, width: 32, height: 32 };
let folder: string;

/** Two pictures of one scene; the first one is asked of twice, once cut into two tiles that changed places. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpo-tasks-'));
  const ask = (
    index: number,
    kind: string,
    view: string,
    parameters: Record<string, unknown> = {},
  ): Question => {
    const question = squareQuestion(index, 'red', 'green');
    const cameraToWorld = [1, 0, 0, index, 0, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 1] as const;
    const geometry = { ...question.geometry, cameras: [{ intrinsics, cameraToWorld }], parameters };
    return { ...question, kind, groupId: 'scene', viewIds: [view], geometry };
  };
  const tiles = { pictureEdits: [{ type: 'tiles', rows: 1, columns: 2, order: [1, 0] }] };
  const rows = [
    { question: ask(0, 'jigsaw', 'view-a', tiles), images: [squaresPng(green, red)] },
    { question: ask(1, 'relation', 'view-a'), images: [squaresPng(red, green)] },
    { question: ask(2, 'relation', 'view-b'), images: [squaresPng(blue, green)] },
    { question: ask(3, 'relation', 'view-b'), images: [squaresPng(blue, green)] },
  ];
  const writer = await openDatasetWriter(join(folder, 'set'), {
    ...{ name: 'scene', profile: 'test', seed: 'scene', generatorVersion: '1', config: {} },
    ...{ imageSource: 'drawn', splitRule: 'index' },
  });
  await writer.writeShard('train', 0, { rows, records: [], discarded: {} });
  await writer.finish();
});
afterAll(() => rm(folder, { recursive: true }));

/** Colour in the middle of the left square. */
const leftColour = (image: { data: Uint8Array }): number[] => [
  ...image.data.slice(3 * (16 * 32 + 8)).slice(0, 3),
];

describe('tasks of a training set', () => {
  it('show a picture as its question shows it, though others show the same view', async () => {
    const tasks = grpoTasks(await openTrainingSet(join(folder, 'set'), ['jigsaw', 'relation']), 'jigsaw');
    expect(tasks.size).toBe(4);
    const seen = await Promise.all(
      [0, 1, 2].map(async (index) => (await tasks.task(index)).prompt.images[0]!),
    );
    expect(seen.map(leftColour)).toEqual([[...green], [...red], [...blue]]);
  });

  it('know every view of their scene once, with its camera and as it was taken', async () => {
    const tasks = grpoTasks(await openTrainingSet(join(folder, 'set'), ['jigsaw', 'relation']), 'actial');
    for (const index of [0, 1, 2]) {
      const { views } = await tasks.task(index);
      expect(views.map(({ viewId }) => viewId)).toEqual(['view-a', 'view-b']);
      expect(views.map(({ camera }) => camera.cameraToWorld[3])).toEqual([1, 2]);
      const images = await Promise.all(views.map(({ image }) => image()));
      expect(images.map(leftColour)).toEqual([[...red], [...blue]]);
    }
    const alone = grpoTasks(await openTrainingSet(join(folder, 'set'), ['jigsaw']), 'actial');
    expect((await alone.task(0)).views).toEqual([]);
  });

  it('are judged by the reward of that name', async () => {
    const set = await openTrainingSet(join(folder, 'set'), ['relation']);
    const task = await grpoTasks(set, 'actial-claims').task(0);
    const score = await task.reward(`<think>x</think><answer>${task.question.answer}</answer>`);
    expect(score.parts.map(({ name }) => name)).toEqual(['format', 'exact-match', 'claims']);
    expect(() => grpoTasks(set, 'actal')).toThrowError(expect.objectContaining({ code: 'unknown-mixture' }));
  });

  it('refuse a reward that reads what one completion or the question does not hold', async () => {
    const set = await openTrainingSet(join(folder, 'set'), ['relation']);
    expect(() => grpoTasks(set, 'length')).toThrowError(
      expect.objectContaining({ code: 'reward-of-groups' }),
    );
    await expect(grpoTasks(set, 'iou-f1').task(0)).rejects.toMatchObject({
      code: 'wrong-shape',
      message: expect.stringMatching(/^question .*: key answer/),
    });
  });
});
