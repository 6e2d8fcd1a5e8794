/** Real pictures of every setting: the kinds that it is made for are asked, and their answers follow from the rows. */
import { kindOf } from '@parallax/dataset';
import type { Question } from '@parallax/dataset/schema';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GenerateConfigSchema } from '../config.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { drawScene } from '../workers/draw-scene.ts';
import { askScene, type SceneContent } from './ask-scene.ts';

const SIZE_PX = 96;
let renderer: SceneRenderer;
beforeAll(() => {
  renderer = new SceneRenderer(SIZE_PX);
});
afterAll(() => renderer.dispose());

async function content(keys: object, scenes: number): Promise<SceneContent[]> {
  const config = GenerateConfigSchema.parse({ seed: 's', imageSizePx: SIZE_PX, pairsPerScene: 0, ...keys });
  const subjects = splitSubjects(config).train;
  const all: SceneContent[] = [];
  for (let k = 0; k < scenes; k++) {
    all.push(await askScene(config, drawScene(renderer, config, 'train', k, subjects)));
  }
  return all;
}

function expectSound(all: readonly SceneContent[], kinds: readonly string[]): Question[] {
  const questions = all.flatMap(({ rows }) => rows.map(({ question }) => question));
  for (const question of questions) {
    expect(kindOf(question.kind).verifyAnswer(question)).toBe(question.answer);
  }
  const reasons = JSON.stringify(all.map(({ discarded }) => discarded));
  expect([...new Set(questions.map(({ kind }) => kind))].sort(), reasons).toEqual([...kinds].sort());
  return questions;
}

describe('settings', () => {
  it('board: every token lies where the record says, and all five kinds are asked', async () => {
    const kinds = [
      'board-direction',
      'board-distance',
      'board-localisation',
      'board-shortest-path',
      'board-travelling-salesman',
    ];
    const all = await content(
      { setting: 'board', viewsPerScene: 4, singleKinds: kinds, singleQuestionsPerScene: 10 },
      3,
    );
    const questions = expectSound(all, kinds);
    expect(questions.length).toBeGreaterThan(20);
    for (const { geometry } of questions) {
      const board = geometry.visible[0]!.find((seen) => seen.objectId.startsWith('board'))!;
      const [x0, y0, x1, y1] = board.box;
      // The whole board shows, and it is square.
      expect(x0 > 0 && y0 > 0 && x1 < SIZE_PX && y1 < SIZE_PX).toBe(true);
      expect(Math.abs(x1 - x0 - (y1 - y0))).toBeLessThanOrEqual(2);
      const m = geometry.cameras[0]!.cameraToWorld;
      for (const token of geometry.objects.filter(({ role }) => role === 'bystander')) {
        const seen = geometry.visible[0]!.find((entry) => entry.objectId === token.objectId)!;
        // Pixels to squares by the board's own pixels; picture directions by the camera's first two columns.
        const square = (x1 - x0) / 8;
        const right = (seen.box[0] + seen.box[2] - (x0 + x1)) / 2 / square;
        const up = ((y0 + y1) / 2 - (seen.box[1] + seen.box[3]) / 2) / square;
        const [x, , z] = token.position;
        expect(Math.abs(right - (m[0] * x + m[8] * z))).toBeLessThan(0.25);
        expect(Math.abs(up - (m[1] * x + m[9] * z))).toBeLessThan(0.25);
      }
    }
  });

  it('room: counts, sizes, distances, directions and routes are asked', async () => {
    const multiKinds = [
      'object-count',
      'room-size',
      'absolute-distance',
      'relative-distance',
      'relative-direction-easy',
      'relative-direction-medium',
      'relative-direction-hard',
      'route-plan',
    ];
    const singleKinds = ['object-size', 'action-consequence', 'perspective'];
    const all = await content(
      {
        ...{ setting: 'room', viewsPerScene: 10, multiKinds, multiQuestionsPerScene: 16 },
        ...{ singleKinds, singleQuestionsPerScene: 6 },
      },
      3,
    );
    expectSound(all, [...multiKinds, ...singleKinds]);
  });

  it('room, walked through: the order of appearance is asked', async () => {
    const all = await content(
      {
        ...{ setting: 'room', room: { cameras: 'walk' }, viewsPerScene: 14 },
        ...{ multiKinds: ['appearance-order'], multiQuestionsPerScene: 3 },
      },
      6,
    );
    expectSound(all, ['appearance-order']);
  });

  it('studio with moved objects: all three cases, and the picture shows the object where it went', async () => {
    const movedKinds = ['object-movement', 'moved-object', 'movement-direction'];
    const all = await content(
      {
        ...{ viewsPerScene: 6, movedViewsPerScene: 6, bystandersPerScene: 4 },
        ...{ movedKinds, movedQuestionsPerScene: 9, singleKinds: ['jigsaw'], singleQuestionsPerScene: 1 },
      },
      4,
    );
    const questions = expectSound(all, [...movedKinds, 'jigsaw']);
    const movements = questions.filter(({ kind }) => kind === 'object-movement');
    const answers = movements.map(({ options, answer }) => options['ABC'.indexOf(answer)]!);
    expect(answers.some((text) => text === 'only the camera')).toBe(true);
    expect(answers.some((text) => text.startsWith('only the') && text !== 'only the camera')).toBe(true);
    expect(answers.some((text) => text.startsWith('the camera and'))).toBe(true);
    for (const { question, images } of all.flatMap(({ rows }) => rows)) {
      if (!question.geometry.moved || question.kind === 'jigsaw') continue;
      const [before, after] = await Promise.all(images.map((image) => sharp(image).raw().toBuffer()));
      expect(before!.equals(after!)).toBe(false);
    }
    for (const { records } of all) {
      const taken = records.flatMap((record) => (record.type === 'view' ? [record] : []));
      expect(taken.some((view) => view.moved?.length === 1)).toBe(true);
    }
  });
});
