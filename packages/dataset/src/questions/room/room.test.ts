/** Kinds about rooms: distances by sampled points, directions by a standing camera, routes by walking them. */
import { type Camera, createRandom, intrinsicsFromFov, lookAt, project, type Vec3 } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeQuestions, madeSources } from '../../fixtures/made-questions.ts';
import { objectNamed } from '../../scenes/naming.ts';
import { closestDistance } from '../../scenes/own-box.ts';
import type { Question, SceneObject } from '../../schema.ts';
import { isDiscarded } from '../kind.ts';
import { makeQuestion } from '../make.ts';
import { roomKinds } from './index.ts';

const kinds = roomKinds.map(({ kind }) => kind);
const questions = madeQuestions({ scenes: 20, seed: 'room', kinds });
const ofKind = (kind: string): Question[] => questions.filter((question) => question.kind === kind);
const answerOf = ({ options, answer }: Question): string => options['ABCDEFGH'.indexOf(answer)] ?? answer;

function object({ geometry }: Question, key: string): SceneObject {
  const found = geometry.objects.find((item) => item.objectId === geometry.parameters[key]);
  if (found === undefined) throw new Error(`no object ${key}`);
  return found;
}

const floorPoint = ({ bounds: { min, max } }: SceneObject): Vec3 => [
  (min[0] + max[0]) / 2,
  0,
  (min[2] + max[2]) / 2,
];

/** Points on an object's own box, by the rotation written out in the record's convention (front = yaw about +Y). */
function samples({ extents, position, yawDeg }: SceneObject, steps: number): Vec3[] {
  const yaw = (yawDeg * Math.PI) / 180;
  const [w, h, d] = extents!;
  const at = Array.from({ length: steps + 1 }, (_, i) => i / steps - 0.5);
  return at.flatMap((u) =>
    at.flatMap((v) =>
      at.map((t): Vec3 => {
        const [x, z] = [u * w, v * d];
        return [
          position[0] + x * Math.cos(yaw) + z * Math.sin(yaw),
          position[1] + (t + 0.5) * h,
          position[2] - x * Math.sin(yaw) + z * Math.cos(yaw),
        ];
      }),
    ),
  );
}

function sampledDistance(a: SceneObject, b: SceneObject, steps = 7): number {
  const others = samples(b, steps);
  return Math.min(
    ...samples(a, steps).map((p) =>
      Math.min(...others.map((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))),
    ),
  );
}

describe('distances between closest points', () => {
  it('are those of sampled points, from above by the spacing of the samples', () => {
    for (const question of ofKind('absolute-distance').slice(0, 30)) {
      const sampled = sampledDistance(object(question, 'objectId'), object(question, 'otherId'));
      expect(Number(question.answer)).toBeLessThan(sampled + 0.051);
      expect(Number(question.answer)).toBeGreaterThan(sampled - 0.15);
    }
  });

  it('are symmetric, zero for boxes that touch, and level gap with height gap for boxes apart', () => {
    const box = fc.record({
      x: fc.double({ min: -3, max: 3, noNaN: true }),
      y: fc.double({ min: 0, max: 2, noNaN: true }),
      z: fc.double({ min: -3, max: 3, noNaN: true }),
      yawDeg: fc.double({ min: -180, max: 180, noNaN: true }),
      size: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.1, max: 2, noNaN: true }))),
    });
    const placed = ({
      x,
      y,
      z,
      yawDeg,
      size,
    }: {
      x: number;
      y: number;
      z: number;
      yawDeg: number;
      size: number[];
    }) => ({ position: [x, y, z], yawDeg, extents: size }) as unknown as SceneObject; // Only these fields are read.
    fc.assert(
      fc.property(box, box, (first, second) => {
        const [a, b] = [placed(first), placed(second)];
        const distance = closestDistance(a, b)!;
        expect(closestDistance(b, a)).toBeCloseTo(distance, 9);
        const sampled = sampledDistance(a, b, 4);
        expect(distance).toBeLessThanOrEqual(sampled + 1e-9);
        // No point of a box is farther from a sample than half a cell's diagonal, on each side.
        const cell = (item: SceneObject): number => Math.hypot(...item.extents!) / 8;
        expect(distance).toBeGreaterThanOrEqual(sampled - cell(a) - cell(b) - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('rank the offered objects as sampled ones do', () => {
    for (const question of ofKind('relative-distance').slice(0, 25)) {
      const { objects, parameters } = question.geometry;
      const others = (parameters['otherIds'] as string[]).map(
        (id) => objects.find((item) => item.objectId === id)!,
      );
      const far = others.map((other) => sampledDistance(object(question, 'objectId'), other, 5));
      const named = objectNamed(answerOf(question).replace('the ', ''), objects)!;
      // Sampling errs by less than the margin that a question needs, or nearly so.
      expect(far[others.indexOf(named)]!).toBeLessThan(Math.min(...far) + 0.1);
    }
  });
});

describe('sizes and counts', () => {
  it('take the longest edge of the own box, though the world bounds are wider', () => {
    for (const question of ofKind('object-size')) {
      const item = object(question, 'objectId');
      const corners = samples(item, 1);
      const edges = corners.flatMap((p, i) =>
        [1, 2, 4].map((bit) => {
          const q = corners[i ^ bit]!;
          return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        }),
      );
      expect(Math.abs(Number(question.answer) - Math.max(...edges))).toBeLessThanOrEqual(0.5);
      for (const axis of [0, 2] as const) {
        const all = corners.map((corner) => corner[axis]);
        expect(item.bounds.max[axis] - item.bounds.min[axis]).toBeCloseTo(
          Math.max(...all) - Math.min(...all),
          6,
        );
      }
    }
  });

  it('count what the words name, in the whole scene', () => {
    const counts = new Set<string>();
    for (const { kind, source } of madeSources({ scenes: 12, seed: 'count', kinds: ['object-count'] })) {
      const made = makeQuestion(kind, source, createRandom(source.index));
      if (isDiscarded(made) || source.group.type !== 'scene') continue;
      const noun = /kind "([a-z ]+)"/.exec(made.text)![1];
      const all = source.group.objects.filter((item) => item.family.replaceAll('-', ' ') === noun);
      expect(made.answer).toBe(String(all.length));
      counts.add(made.answer);
    }
    expect(counts).toEqual(new Set(['1', '2']));
  });

  it('measure the floor, and keep the room only for that', () => {
    for (const { geometry, answer } of ofKind('room-size')) {
      const { min, max } = geometry.room!;
      expect(Number(answer)).toBeCloseTo((max[0] - min[0]) * (max[2] - min[2]), 1);
    }
    for (const { kind, geometry } of questions) {
      if (kind !== 'room-size') expect(geometry.room).toBeUndefined();
    }
  });
});

/** What a camera at `from` that looks at `to`, both on the floor, says of a third point. */
function seenFrom(from: Vec3, to: Vec3, point: Vec3): { ahead: number; right: number } {
  const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 100, height: 100 });
  const camera: Camera = { intrinsics, cameraToWorld: lookAt({ position: from, target: to }) };
  const { x, depth } = project(camera, point);
  return { ahead: depth, right: ((x - intrinsics.cx) / intrinsics.fx) * depth };
}

describe('directions in a room', () => {
  it('are those of a camera that stands there', () => {
    for (const question of questions) {
      if (!question.kind.startsWith('relative-direction')) continue;
      const [stand, facing, asked] = ['standId', 'facingId', 'objectId'].map((key) =>
        floorPoint(object(question, key)),
      );
      const { ahead, right } = seenFrom(stand!, facing!, asked!);
      const answer = answerOf(question);
      if (answer.endsWith('left')) expect(right).toBeLessThan(0);
      if (answer.endsWith('right')) expect(right).toBeGreaterThan(0);
      if (answer.startsWith('front')) expect(ahead).toBeGreaterThan(0);
      if (answer.startsWith('back')) expect(ahead).toBeLessThan(0);
      if (answer === 'back') expect(-ahead).toBeGreaterThan(Math.abs(right));
    }
  });

  it('lead along a route from stop to stop', () => {
    for (const question of ofKind('route-plan')) {
      const { objects, parameters } = question.geometry;
      const stops = (parameters['stopIds'] as string[]).map((id) =>
        floorPoint(objects.find((item) => item.objectId === id)!),
      );
      const turns = answerOf(question).split(', ');
      for (const [i, turn] of turns.entries()) {
        const [from, at, to] = stops.slice(i, i + 3) as [Vec3, Vec3, Vec3];
        const beyond: Vec3 = [2 * at[0] - from[0], 0, 2 * at[2] - from[2]];
        const { ahead, right } = seenFrom(at, beyond, to);
        if (turn === 'turn back') expect(-ahead).toBeGreaterThan(Math.abs(right));
        else expect(right > 0 ? 'turn right' : 'turn left').toBe(turn);
      }
    }
  });

  it('have many answers, not two turns to one side alone', () => {
    expect(new Set(ofKind('route-plan').map(answerOf)).size).toBeGreaterThan(5);
  });
});

describe('appearance order', () => {
  it('is that of the photos: what comes later is not seen at all before', () => {
    const asked = ofKind('appearance-order');
    expect(asked.length).toBeGreaterThan(8);
    for (const { geometry, ...question } of asked) {
      const named = answerOf({ geometry, ...question }).split(', ');
      const first = named.map((name) => {
        const { objectId } = objectNamed(name, geometry.objects)!;
        return geometry.visible.findIndex((view) => view.some((entry) => entry.objectId === objectId));
      });
      expect(first).toEqual([...first].sort((a, b) => a - b));
      expect(new Set(first).size).toBe(first.length);
    }
  });
});
