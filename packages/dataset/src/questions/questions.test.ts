/** Every kind: answers by a second route, symmetry under swapping and mirroring, wording, letters. */
import { cameraAxes, cameraCentre, createRandom, project, type Vec3 } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions, madeSources } from '../fixtures/made-questions.ts';
import type { Question, QuestionGeometry, SceneObject } from '../schema.ts';
import { isDiscarded, type QuestionSource } from './kind.ts';
import { makeQuestion } from './make.ts';
import { questionKinds } from './registry.ts';

const questions = madeQuestions({ scenes: 25, seed: 'questions' });
const ofKind = (kind: string): Question[] => questions.filter((question) => question.kind === kind);
const answerOf = (question: Question): string =>
  question.options['ABCDEFGH'.indexOf(question.answer)] ?? question.answer;

function object(geometry: QuestionGeometry, key: string): SceneObject {
  const found = geometry.objects.find((item) => item.objectId === geometry.parameters[key]);
  if (found === undefined) throw new Error(`no object ${key}`);
  return found;
}

const middle = ({ bounds: { min, max } }: SceneObject): Vec3 => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];

describe('every kind', () => {
  it('is made from synthetic scenes, derives its own answer again, and is well formed', () => {
    const rare = new Set(['nearest-landmark']);
    for (const [kind, definition] of Object.entries(questionKinds)) {
      const made = ofKind(kind);
      if (!rare.has(kind)) expect(made.length, kind).toBeGreaterThan(5);
      for (const question of made) {
        expect(definition.verifyAnswer(question)).toBe(question.answer);
        expect(question.text.match(/<image>/g)).toHaveLength(definition.views);
        expect(question.text.startsWith('<image>')).toBe(true);
        expect(question.geometry.margin).toBeGreaterThanOrEqual(0);
        expect(question.chance).toBeGreaterThan(0);
        // The best constant of a count that is one or two is right more often than a coin.
        expect(question.chance).toBeLessThanOrEqual(question.answerType === 'number' ? 0.6 : 0.5);
        expect(new Set(question.options).size).toBe(question.options.length);
        for (const option of question.options) expect(question.text).toContain(`: ${option}`);
        if (question.answerType === 'number') expect(question.answer).toMatch(/^-?\d+(\.\d+)?$/);
      }
    }
  });

  it('has ids of its own for every question', () => {
    expect(new Set(questions.map((question) => question.questionId)).size).toBe(questions.length);
  });

  it('makes the same question from the same source and seed', () => {
    for (const { kind, source } of madeSources({ scenes: 3, seed: 'again' })) {
      const make = (): object => makeQuestion(kind, source, createRandom('q'));
      expect(make()).toEqual(make());
    }
  });

  it('balances letters over the index, exactly for a kind that gets all of them', () => {
    const { source } = madeSources({ scenes: 4, seed: 'letters', kinds: ['ego-translation'] })[0]!;
    const letters: Record<string, number> = {};
    for (let index = 0; index < 99; index++) {
      const made = makeQuestion('ego-translation', { ...source, index }, createRandom(index));
      if (!isDiscarded(made)) letters[made.answer] = (letters[made.answer] ?? 0) + 1;
    }
    expect(letters).toEqual({ A: 33, B: 33, C: 33 });
  });

  it('asks nothing of objects without a mask, and pair kinds only of two views', () => {
    const { source } = madeSources({ scenes: 1, seed: 'bare', kinds: ['relation'] })[0]!;
    const bare = { ...source, views: source.views.map((view) => ({ ...view, visible: [] })) };
    expect(makeQuestion('relation', bare, createRandom(1))).toEqual({ discarded: 'no-instance-mask' });
    expect(makeQuestion('ego-rotation', source, createRandom(1))).toEqual({
      discarded: 'wrong-number-of-views',
    });
    expect(() => makeQuestion('ego-rotatoin', source, createRandom(1))).toThrow(/no question kind/);
  });
});

describe('published wording', () => {
  it('stands to the letter', () => {
    const stems: Record<string, RegExp> = {
      'ego-translation':
        /^<image><image>The object captured in these two photos did not move\. From the camera's perspective, did the position of the camera that captured the second photo move relative to the first photo's camera position\? A: (.+) B: (.+) C: (.+) Select the correct option, please output only the option letter!$/,
      'object-centric-translation':
        /^<image><image>The object captured in these two photos did not move\. From the object's perspective, did the position of the camera that captured the second photo move relative to the first photo's camera position\? A: (.+) B: (.+) C: (.+) Select the correct option, please output only the option letter!$/,
      'ego-rotation':
        /^<image><image>The object captured in these two photos did not move\. From the camera's perspective, did the orientation of the camera that captured the second photo rotate relative to the first photo's camera orientation\? A: (.+) B: (.+) C: (.+) Select the correct option, please output only the option letter!$/,
    };
    for (const [kind, pattern] of Object.entries(stems)) {
      for (const { text, options } of ofKind(kind)) expect(pattern.exec(text)?.slice(1)).toEqual(options);
    }
  });
});

describe('answers by a second route', () => {
  it('pair kinds: signs from the projection of camera B into camera A, not from the motion record', () => {
    for (const question of ofKind('ego-translation')) {
      const [a, b] = question.geometry.cameras;
      const offset = cameraCentre(b!).map((value, i) => value - cameraCentre(a!)[i]!);
      const right = cameraAxes(a!).right.reduce((sum, value, i) => sum + value * offset[i]!, 0);
      const answer = answerOf(question);
      if (answer === 'No movement') expect(Math.abs(right)).toBeLessThan(0.2);
      else expect(answer).toBe(right > 0 ? 'Move to the right' : 'Move to the left');
    }
    for (const question of ofKind('ego-rotation')) {
      // A point far ahead of camera B lies on the side to which B turned, in A's picture plane.
      const [a, b] = question.geometry.cameras;
      const ahead = cameraAxes(b!).forward;
      const side = cameraAxes(a!).right.reduce((sum, value, i) => sum + value * ahead[i]!, 0);
      const answer = answerOf(question);
      if (answer === 'No rotation') expect(Math.abs(side)).toBeLessThan(0.06);
      else expect(answer).toBe(side > 0 ? 'Rotate to the right' : 'Rotate to the left');
    }
  });

  it('columns and order: projected centres against mask centroids', () => {
    for (const question of ofKind('object-column')) {
      const { geometry } = question;
      const asked = object(geometry, 'objectId');
      const seen = geometry.visible[0]!.find((entry) => entry.objectId === asked.objectId)!;
      const { x } = project(geometry.cameras[0]!, middle(asked));
      // The mask's middle moves off the centre only by what is hidden or cut off, and by perspective.
      if (seen.fraction > 0.95)
        expect(Math.abs((10 * x) / 64 - Number(question.answer) - 0.5)).toBeLessThan(1.3);
    }
    for (const question of ofKind('relation')) {
      const { geometry } = question;
      const [a, b] = ['objectId', 'otherId'].map(
        (key) => project(geometry.cameras[0]!, middle(object(geometry, key))).x,
      );
      if (Math.abs(a! - b!) > 10) expect(answerOf(question)).toBe(a! > b! ? 'right' : 'left');
    }
  });

  it('goal aim: the side of the picture on which the landmark projects', () => {
    for (const question of ofKind('goal-aim')) {
      const { geometry } = question;
      const { x } = project(geometry.cameras[0]!, middle(object(geometry, 'objectId')));
      const answer = answerOf(question);
      // Level cameras of 55 degrees: 5 degrees are 5.4 pixels off the middle, 10 degrees 10.8.
      if (answer === 'straight') expect(Math.abs(x - 32)).toBeLessThan(7);
      else expect(answer).toBe(x > 32 ? 'right' : 'left');
    }
  });

  it('nearer after a move: distances of a camera that really moved', () => {
    for (const question of [...ofKind('nearer-after-move'), ...ofKind('depth-order')]) {
      const { geometry } = question;
      const { stepM = 0, direction = 'forward' } = geometry.parameters as {
        stepM?: number;
        direction?: string;
      };
      const camera = geometry.cameras[0]!;
      const { right } = cameraAxes(camera);
      // Level axes from the camera's right axis: level cameras in these scenes have a level right axis.
      const level = { right, forward: [right[2], 0, -right[0]] as const };
      const along = direction === 'left' || direction === 'right' ? level.right : level.forward;
      const sign = direction === 'left' || direction === 'backward' ? -1 : 1;
      const at = cameraCentre(camera).map((value, i) => value + sign * stepM * along[i]!);
      const far = (key: string): number => {
        const centre = middle(object(geometry, key));
        return Math.hypot(centre[0] - at[0]!, centre[2] - at[2]!);
      };
      const nearer = far('objectId') < far('otherId') ? 'objectId' : 'otherId';
      expect(answerOf(question)).toContain(object(geometry, nearer).colour);
    }
  });
});

describe('symmetry', () => {
  const swapped: Record<string, string> = {
    'Move to the left': 'Move to the right',
    'Move to the right': 'Move to the left',
    'Rotate to the left': 'Rotate to the right',
    'Rotate to the right': 'Rotate to the left',
    'No movement': 'No movement',
    'No rotation': 'No rotation',
    'Move up': 'Move down',
    'Move down': 'Move up',
    left: 'right',
    right: 'left',
    straight: 'straight',
  };

  it('swapping the photos turns left into right for rotations', () => {
    let compared = 0;
    for (const { source } of madeSources({ scenes: 20, seed: 'swap', kinds: ['ego-rotation'] })) {
      const forth = makeQuestion('ego-rotation', source, createRandom(1));
      const views = [...source.views].reverse();
      const back = makeQuestion('ego-rotation', { ...source, views, pair: null }, createRandom(1));
      if (isDiscarded(forth) || isDiscarded(back)) continue;
      expect(answerOf(back)).toBe(swapped[answerOf(forth)]);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('a mirrored world turns left into right, and keeps up, down and which is nearer', () => {
    const sided = ['ego-translation', 'object-centric-translation', 'ego-rotation', 'goal-aim', 'relation'];
    const unsided = ['vertical-move', 'depth-order', 'landmark-count'];
    let compared = 0;
    for (const { kind, source } of madeSources({
      scenes: 20,
      seed: 'mirror',
      kinds: [...sided, ...unsided],
    })) {
      const made = makeQuestion(kind, source, createRandom(1));
      const reflected = makeQuestion(kind, mirror(source), createRandom(1));
      expect(isDiscarded(made)).toBe(isDiscarded(reflected));
      if (isDiscarded(made) || isDiscarded(reflected)) continue;
      const answer = answerOf(made);
      expect(answerOf(reflected)).toBe(sided.includes(kind) ? swapped[answer] : answer);
      compared++;
    }
    expect(compared).toBeGreaterThan(200);
  });
});

/** The world reflected in the plane x = 0; pictures are flipped left to right. */
function mirror(source: QuestionSource): QuestionSource {
  const point = ([x, y, z]: Vec3): Vec3 => [-x, y, z];
  const views = source.views.map((view) => {
    const m = view.camera.cameraToWorld;
    // Reflect the world's x and the camera's own x: a right-handed camera stays one.
    const cameraToWorld = m.map((value, i) => {
      const flips = (Math.floor(i / 4) === 0 ? 1 : 0) + (i % 4 === 0 ? 1 : 0);
      return flips === 1 ? -value : value;
    }) as unknown as typeof m;
    const { width } = view.camera.intrinsics;
    const visible = view.visible.map((entry) => ({
      ...entry,
      centroid: [width - entry.centroid[0], entry.centroid[1]] as [number, number],
      box: [width - entry.box[2], entry.box[1], width - entry.box[0], entry.box[3]] as typeof entry.box,
    }));
    return { ...view, camera: { ...view.camera, cameraToWorld }, visible };
  });
  const { group } = source;
  if (group.type !== 'scene') throw new Error('a scene was expected');
  const objects = group.objects.map((item) => ({
    ...item,
    position: point(item.position),
    bounds: {
      min: [-item.bounds.max[0], item.bounds.min[1], item.bounds.min[2]] as Vec3,
      max: [-item.bounds.min[0], item.bounds.max[1], item.bounds.max[2]] as Vec3,
    },
  }));
  return { ...source, group: { ...group, objects }, views, pair: null, centre: point(source.centre) };
}
