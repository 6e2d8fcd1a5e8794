/** Kinds about motion: answers found again by moving points instead of cameras, by carrying out actions, by projection. */
import {
  type Camera,
  cameraAxes,
  cameraCentre,
  createRandom,
  lookAt,
  project,
  type Vec3,
} from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions, madeSources } from '../../fixtures/made-questions.ts';
import type { Question, QuestionGeometry, SceneObject } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { makeQuestion } from '../make.ts';
import { dynamicsKinds } from './index.ts';

const kinds = dynamicsKinds.map(({ kind }) => kind);
const questions = madeQuestions({ scenes: 40, seed: 'dynamics', kinds });
const ofKind = (kind: string): Question[] => questions.filter((question) => question.kind === kind);
const answerOf = ({ options, answer }: Question): string => options['ABCDEFGH'.indexOf(answer)] ?? answer;

function object({ geometry }: Question, key = 'objectId'): SceneObject {
  const found = geometry.objects.find((item) => item.objectId === geometry.parameters[key]);
  if (found === undefined) throw new Error(`no object ${key}`);
  return found;
}

const middle = ({ bounds: { min, max } }: SceneObject): Vec3 => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];
const plus = (a: Vec3, b: Vec3, by = 1): Vec3 => [a[0] + by * b[0], a[1] + by * b[1], a[2] + by * b[2]];

/** Rodrigues' formula: counter-clockwise about a unit axis that points at the reader. */
function turned(v: Vec3, axis: Vec3, degrees: number): Vec3 {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const along = axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2];
  const across: Vec3 = [
    axis[1] * v[2] - axis[2] * v[1],
    axis[2] * v[0] - axis[0] * v[2],
    axis[0] * v[1] - axis[1] * v[0],
  ];
  return plus(plus([c * v[0], c * v[1], c * v[2]], across, s), axis, (1 - c) * along);
}

/** Where the moved object stood in the second photo, from the placement alone. */
function there(geometry: QuestionGeometry, item: SceneObject): Vec3 {
  const placement = geometry.moved?.[1]?.find(({ objectId }) => objectId === item.objectId);
  return placement === undefined
    ? middle(item)
    : plus(middle(item), plus(placement.position, item.position, -1));
}

describe('objects that moved', () => {
  it('are told from a camera that moved by the records of the two views', () => {
    const seen = new Set<string>();
    for (const question of ofKind('object-movement')) {
      const { cameras, moved } = question.geometry;
      const camera = cameras[0]!.cameraToWorld.some((value, i) => value !== cameras[1]!.cameraToWorld[i]);
      const thing = (moved?.[1] ?? []).some(({ objectId }) => objectId === object(question).objectId);
      const start = camera ? (thing ? 'the camera and' : 'only the camera') : 'only the ';
      expect(answerOf(question).startsWith(start)).toBe(true);
      if (thing) expect(answerOf(question)).toContain(object(question).family.replace('-', ' '));
      seen.add(`${camera} ${thing}`);
    }
    expect(seen).toEqual(new Set(['true false', 'false true', 'true true']));
  });

  it('are the same whichever photo comes first', () => {
    let compared = 0;
    for (const { kind, source } of madeSources({
      scenes: 25,
      seed: 'swap',
      kinds: ['object-movement', 'moved-object'],
    })) {
      const forth = makeQuestion(kind, source, createRandom(1));
      const back = makeQuestion(kind, { ...source, views: [...source.views].reverse() }, createRandom(1));
      // Which displacement is large enough depends on the first camera: one may be discarded.
      if (isDiscarded(forth) || isDiscarded(back) || answerOf(forth) === 'only the camera') continue;
      expect(answerOf(back)).toBe(answerOf(forth));
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('go where their projection and their distance go', () => {
    const asked = ofKind('movement-direction');
    expect(asked.length).toBeGreaterThan(15);
    for (const question of asked) {
      const camera = question.geometry.cameras[0]!;
      const [from, to] = [middle(object(question)), there(question.geometry, object(question))];
      const far = (p: Vec3): number => Math.hypot(...plus(p, cameraCentre(camera), -1));
      const side = project(camera, to).x - project(camera, from).x;
      const answer = answerOf(question);
      if (answer === 'to the right') expect(side).toBeGreaterThan(0);
      else if (answer === 'to the left') expect(side).toBeLessThan(0);
      else if (answer === 'towards the camera') expect(far(to)).toBeLessThan(far(from));
      else expect(far(to)).toBeGreaterThan(far(from));
    }
  });

  it('keep all other kinds from being asked', () => {
    const { source } = madeSources({ scenes: 1, seed: 'still', kinds: ['object-movement'] })[1]!;
    expect(source.views[1]!.moved).toHaveLength(1);
    expect(makeQuestion('ego-rotation', source, createRandom(1))).toEqual({ discarded: 'objects-moved' });
  });
});

describe('imagined actions', () => {
  it('move the world the other way: the object is where its opposite motion brings it', () => {
    for (const question of ofKind('action-consequence')) {
      const camera = question.geometry.cameras[0]!;
      const { turnDeg, stepM, direction } = question.geometry.parameters as {
        turnDeg?: number;
        stepM?: number;
        direction?: string;
      };
      const eye = cameraCentre(camera);
      const { up, right } = cameraAxes(camera);
      let point = middle(object(question));
      if (turnDeg !== undefined) {
        // The camera turns right about its up axis, clockwise from above; the world turns the other way.
        point = plus(eye, turned(plus(point, eye, -1), up, turnDeg));
      } else {
        const size = Math.hypot(right[0], right[2]);
        const level: Vec3 = [right[0] / size, 0, right[2] / size];
        const ahead: Vec3 = [level[2], 0, -level[0]];
        const along = direction === 'left' || direction === 'right' ? level : ahead;
        const sign = direction === 'left' || direction === 'backward' ? -1 : 1;
        point = plus(point, along, -sign * (stepM ?? 0));
      }
      const { x } = project(camera, point);
      const { width } = camera.intrinsics;
      const answer = answerOf(question);
      expect(x < width / 2).toBe(answer.includes('left'));
      if (answer.startsWith('out')) expect(x < 0 || x > width).toBe(true);
      else expect(x > 0 && x < width).toBe(true);
    }
  });

  it('carried out, lead to the second camera, and the wrong sequences do not', () => {
    const asked = ofKind('action-sequence');
    expect(asked.length).toBeGreaterThan(40);
    for (const question of asked) {
      const [a, b] = question.geometry.cameras as [Camera, Camera];
      const [start, goal] = [cameraCentre(a), cameraCentre(b)];
      const walk = Math.hypot(goal[0] - start[0], goal[2] - start[2]);
      const compass = (camera: Camera): number => {
        const { forward } = cameraAxes(camera);
        return Math.atan2(forward[0], -forward[2]);
      };
      const errors = question.options.map((option) => {
        const [first = 0, second = 0] = option.split(', walk, ').map((text) => {
          if (text === 'turn around') return Math.PI;
          const [, side, degrees] = /^turn (left|right) by (\d+) degrees$/.exec(text) ?? [];
          return degrees === undefined ? 0 : ((side === 'right' ? 1 : -1) * Number(degrees) * Math.PI) / 180;
        });
        const heading = compass(a) + first;
        const end = [start[0] + walk * Math.sin(heading), start[2] - walk * Math.cos(heading)] as const;
        const turned = heading + second - compass(b);
        const off = Math.hypot(end[0] - goal[0], end[1] - goal[2]) / walk;
        return off + Math.abs(Math.atan2(Math.sin(turned), Math.cos(turned)));
      });
      const right = errors['ABCD'.indexOf(question.answer)]!;
      expect(right).toBeLessThan(0.2);
      expect(Math.min(...errors.filter((error) => error !== right))).toBeGreaterThan(right + 0.2);
    }
  });

  it('of aiming bring the object to the middle of the picture', () => {
    for (const question of ofKind('goal-aim-degrees')) {
      const camera = question.geometry.cameras[0]!;
      const eye = cameraCentre(camera);
      const [, side, degrees] = /^(left|right) by (\d+) degrees$/.exec(answerOf(question))!;
      const turn = (side === 'right' ? 1 : -1) * Number(degrees);
      const offset = plus(middle(object(question)), eye, -1);
      const point = plus(eye, turned(offset, cameraAxes(camera).up, turn));
      const { x } = project(camera, point);
      const { fx, cx } = camera.intrinsics;
      expect((Math.abs(Math.atan((x - cx) / fx)) * 180) / Math.PI).toBeLessThan(2.6);
      // SAT's dead band: nothing within ten degrees of the axis is called a side.
      expect(Math.abs(question.geometry.value ?? 0)).toBeGreaterThanOrEqual(10);
    }
  });
});

describe('perspective', () => {
  it('agrees with the picture of a camera that stands at the first object', () => {
    const asked = ofKind('perspective');
    expect(new Set(asked.map(answerOf)).size).toBe(4);
    for (const question of asked) {
      const camera = question.geometry.cameras[0]!;
      const [eye, from, to] = [
        cameraCentre(camera),
        middle(object(question, 'fromId')),
        middle(object(question)),
      ];
      const level = (p: Vec3): Vec3 => [p[0], 0, p[2]];
      const ahead = plus(level(from), plus(level(from), level(eye), -1));
      const standing: Camera = { ...camera, cameraToWorld: lookAt({ position: level(from), target: ahead }) };
      const { x, depth } = project(standing, level(to));
      const sideways = ((x - camera.intrinsics.cx) / camera.intrinsics.fx) * depth;
      const answer = answerOf(question);
      if (answer === 'in front of you') expect(depth).toBeGreaterThan(Math.abs(sideways));
      else if (answer === 'behind you') expect(-depth).toBeGreaterThan(Math.abs(sideways));
      else expect(sideways > 0 ? 'on your right' : 'on your left').toBe(answer);
    }
  });
});
