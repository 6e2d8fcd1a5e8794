/** Kinds about directions: answers through a camera put where the question stands, and what must not matter. */
import {
  boxCentre,
  type Camera,
  cameraCentre,
  createRandom,
  intrinsicsFromFov,
  invertRigid,
  lookAt,
  rigidFrom,
  rotationAbout,
  transformDirection,
  transformPoint,
  type Vec3,
} from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { madeQuestions, madeSources } from '../../fixtures/made-questions.ts';
import type { Question, QuestionGeometry, SceneObject } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { kindOf } from '../make.ts';

const KINDS = [
  'camera-relative-direction',
  'camera-object-orientation',
  'person-orientation',
  'person-relative-direction',
  'person-scene-simulation',
  'object-relative-direction',
];
const questions = madeQuestions({ scenes: 60, seed: 'perspective', kinds: KINDS });
const ofKind = (kind: string): Question[] => questions.filter((question) => question.kind === kind);
const answerOf = ({ options, answer }: Question): string => options['ABCD'.indexOf(answer)]!;

function objects({ geometry }: Question): SceneObject[] {
  const ids = geometry.parameters['roleIds'] as string[];
  return ids.map((id) => geometry.objects.find((object) => object.objectId === id)!);
}

/** A camera that stands level at `at` and looks towards `towards`. */
function eye(at: Vec3, towards: Vec3): Camera {
  const target: Vec3 = [towards[0], at[1], towards[2]];
  return {
    intrinsics: intrinsicsFromFov({ fovYDeg: 60, width: 64, height: 64 }),
    cameraToWorld: lookAt({ position: at, target }),
  };
}

/** The word of a point in a camera's own coordinates: x right, -z ahead. The longer coordinate decides, or neither. */
function wordOf([x, , z]: Vec3): string {
  const [right, ahead] = [x, -z];
  const diagonal = Math.min(Math.abs(right), Math.abs(ahead)) / Math.max(Math.abs(right), Math.abs(ahead));
  const along = ahead > 0 ? 'front' : 'back';
  const across = right > 0 ? 'right' : 'left';
  // tan(22.5 degrees) is the border of the bins.
  if (diagonal > Math.SQRT2 - 1) return `${along}-${across}`;
  return Math.abs(ahead) > Math.abs(right) ? along : across;
}

const seenFrom = (camera: Camera, at: Vec3): Vec3 => transformPoint(invertRigid(camera.cameraToWorld), at);
const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** The photo's camera made level, standing where it stands. */
function levelled({ cameras: [camera] }: QuestionGeometry): Camera {
  const at = cameraCentre(camera!);
  return eye(at, add(at, transformDirection(camera!.cameraToWorld, [0, 0, -1])));
}

describe('answers by a second route', () => {
  it('of the camera', () => {
    expect(ofKind('camera-relative-direction').length).toBeGreaterThan(100);
    for (const question of ofKind('camera-relative-direction')) {
      const [what, from] = objects(question).map((object) => boxCentre(object.bounds));
      const camera = levelled(question.geometry);
      expect(answerOf(question)).toBe(wordOf(minus(seenFrom(camera, what!), seenFrom(camera, from!))));
    }
    expect(ofKind('camera-object-orientation').length).toBeGreaterThan(100);
    for (const question of ofKind('camera-object-orientation')) {
      const [what] = objects(question);
      const camera = levelled(question.geometry);
      const [base, nose] = [what!.position, add(what!.position, what!.front!)];
      expect(answerOf(question)).toBe(wordOf(minus(seenFrom(camera, nose), seenFrom(camera, base))));
      // What faces the camera has its nose nearer to it than its tail.
      const length = (to: Vec3): number => Math.hypot(...minus(to, cameraCentre(camera)));
      const tail = minus(base, what!.front!);
      if (answerOf(question) === 'back') expect(length(nose)).toBeLessThan(length(tail));
      if (answerOf(question) === 'front') expect(length(nose)).toBeGreaterThan(length(tail));
    }
  });

  it('of people', () => {
    for (const kind of ['person-orientation', 'person-relative-direction']) {
      expect(ofKind(kind).length, kind).toBeGreaterThan(60);
      for (const question of ofKind(kind)) {
        const [what, person] = objects(question);
        expect(person!.role).toBe('agent');
        const at = boxCentre(person!.bounds);
        const eyes = eye(at, add(at, person!.front!));
        const seen =
          kind === 'person-orientation'
            ? minus(seenFrom(eyes, add(at, what!.front!)), seenFrom(eyes, at))
            : seenFrom(eyes, boxCentre(what!.bounds));
        expect(answerOf(question)).toBe(wordOf(seen));
      }
    }
    expect(ofKind('person-scene-simulation').length).toBeGreaterThan(100);
    for (const question of ofKind('person-scene-simulation')) {
      const [at, facing, what] = objects(question).map((object) => boxCentre(object.bounds));
      expect(answerOf(question)).toBe(wordOf(seenFrom(eye(at!, facing!), what!)));
    }
  });

  it('of objects with a front', () => {
    expect(ofKind('object-relative-direction').length).toBeGreaterThan(100);
    for (const question of ofKind('object-relative-direction')) {
      const [what, owner] = objects(question);
      const at = boxCentre(owner!.bounds);
      const [x, , z] = seenFrom(eye(at, add(at, owner!.front!)), boxCentre(what!.bounds));
      const ahead = Math.abs(z) > Math.abs(x);
      const expected = ahead ? (z < 0 ? 'in front' : 'behind') : x > 0 ? 'to the right' : 'to the left';
      expect(answerOf(question)).toBe(expected);
    }
  });
});

describe('options', () => {
  it('hold to the published rule, between all of them: none is a part of another', () => {
    for (const { kind, options } of questions) {
      expect(options).toHaveLength(4);
      if (kind === 'object-relative-direction') continue;
      for (const a of options) for (const b of options) if (a !== b) expect(a).not.toContain(b);
    }
  });

  it('are right equally often as far as the scenes have it', () => {
    for (const kind of KINDS) {
      const counts = new Map<string, number>();
      for (const question of ofKind(kind)) {
        counts.set(answerOf(question), (counts.get(answerOf(question)) ?? 0) + 1);
      }
      expect(Math.max(...counts.values()) / ofKind(kind).length, kind).toBeLessThan(0.4);
      expect(counts.size, kind).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('what must not matter', () => {
  it('is where north lies: a world turned about the vertical gives the same answers', () => {
    for (const [i, question] of questions.entries()) {
      const turn = rigidFrom(rotationAbout([0, 1, 0], (i * 37 * Math.PI) / 180), [3, 0.5, -2]);
      const { geometry } = question;
      const turned: QuestionGeometry = {
        ...geometry,
        cameras: geometry.cameras.map(({ intrinsics, cameraToWorld: m }) => {
          const axis = (column: number): Vec3 =>
            transformDirection(turn, [m[column]!, m[4 + column]!, m[8 + column]!]);
          const [x, y, z, at] = [axis(0), axis(1), axis(2), transformPoint(turn, [m[3], m[7], m[11]])];
          const rows = [0, 1, 2].flatMap((row) => [x[row]!, y[row]!, z[row]!, at[row]!]);
          return { intrinsics, cameraToWorld: [...rows, 0, 0, 0, 1] as unknown as typeof m }; // Sixteen entries.
        }),
        objects: geometry.objects.map((object) => {
          // A box of no size keeps its middle, which is all that a direction is told from.
          const middle = transformPoint(turn, boxCentre(object.bounds));
          return {
            ...object,
            bounds: { min: middle, max: middle },
            position: transformPoint(turn, object.position),
            front: object.front === null ? null : transformDirection(turn, object.front),
          };
        }),
      };
      expect(kindOf(question.kind).verifyAnswer({ ...question, geometry: turned })).toBe(question.answer);
    }
  });

  it('is who is asked first: the opposite directions belong to exchanged objects', () => {
    const opposite = (word: string): string =>
      word.replace(
        /front|back|left|right/g,
        (part) => ({ front: 'back', back: 'front', left: 'right' })[part] ?? 'left',
      );
    for (const question of ofKind('camera-relative-direction')) {
      const { geometry } = question;
      const roleIds = [...(geometry.parameters['roleIds'] as string[])].reverse();
      const solution = kindOf(question.kind).solve({
        ...geometry,
        parameters: { ...geometry.parameters, roleIds },
      });
      expect(isDiscarded(solution) ? solution.discarded : solution.answer).toBe(opposite(answerOf(question)));
    }
  });
});

describe('nothing is asked', () => {
  const { source } = madeSources({ scenes: 1, seed: 'nobody', kinds: ['person-relative-direction'] })[0]!;
  const without = (change: (object: SceneObject) => SceneObject) => {
    if (source.group.type !== 'scene') throw new Error('a scene was expected');
    return { ...source, group: { ...source.group, objects: source.group.objects.map(change) } };
  };

  it('of people where there are none, and of fronts where nothing has one', () => {
    const nobody = without((object) => ({
      ...object,
      role: object.role === 'agent' ? 'occluder' : object.role,
    }));
    const frontless = without((object) => ({ ...object, front: null }));
    for (const kind of ['person-relative-direction', 'person-orientation']) {
      expect(kindOf(kind).make(nobody, createRandom(1))).toEqual({ discarded: 'nobody-for-a-role' });
    }
    for (const kind of [
      'camera-object-orientation',
      'object-relative-direction',
      'person-relative-direction',
    ]) {
      expect(kindOf(kind).make(frontless, createRandom(1))).toEqual({ discarded: 'nobody-for-a-role' });
    }
  });

  it('near the border of two directions', () => {
    for (const question of questions) {
      expect(question.geometry.margin).toBeGreaterThanOrEqual(0);
      const bin = question.kind === 'object-relative-direction' ? 90 : 45;
      const angle = Math.abs(question.geometry.value ?? 0) % bin;
      expect(Math.abs(angle - bin / 2)).toBeGreaterThanOrEqual(bin === 90 ? 12 : 5);
    }
  });
});

describe('relative depth', () => {
  it('is the object with the smallest distance over the ground, by a clear margin', () => {
    const made = madeQuestions({ scenes: 60, seed: 'depth', kinds: ['relative-depth'] });
    expect(made.length).toBeGreaterThan(40);
    for (const { geometry, options, answer } of made) {
      const [x, , z] = cameraCentre(geometry.cameras[0]!);
      const ids = geometry.parameters['optionIds'] as string[];
      const ranked = ids
        .map((id) => geometry.objects.find((object) => object.objectId === id)!)
        .map((object) => {
          const middle = boxCentre(object.bounds);
          return { object, metres: Math.hypot(middle[0] - x, middle[2] - z) };
        })
        .sort((a, b) => a.metres - b.metres);
      expect(options['ABCD'.indexOf(answer)]).toBe(
        `${ranked[0]!.object.colour} ${ranked[0]!.object.family.replace('-', ' ')}`,
      );
      expect(ranked[1]!.metres / ranked[0]!.metres).toBeGreaterThan(1.15);
    }
  });
});
