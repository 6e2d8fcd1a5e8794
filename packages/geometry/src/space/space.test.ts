import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intrinsicsFromFov } from '../camera/intrinsics.ts';
import { lookAt } from '../camera/pose.ts';
import { project } from '../camera/projection.ts';
import { add, scale } from '../linalg/vec3.ts';
import type { Box, Camera, Vec3 } from '../schema.ts';
import { boxContains, boxCorners, boxesOverlap, boxFromPoints, boxUnion, transformBox } from './box.ts';
import { boxInView } from './box-in-view.ts';
import { rayBox, segmentBlocked } from './ray.ts';

const real = fc.double({ min: -4, max: 4, noNaN: true });
const vec3 = fc.tuple(real, real, real) as fc.Arbitrary<Vec3>;
const box = fc.tuple(vec3, vec3).map(([a, b]): Box => boxFromPoints([a, b]));
const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 80, height: 60 });

describe('boxes', () => {
  it('hold their corners, and unions hold their parts', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(boxFromPoints(boxCorners(a))).toEqual(a);
        const union = boxUnion([a, b]);
        for (const corner of [...boxCorners(a), ...boxCorners(b)])
          expect(boxContains(union, corner)).toBe(true);
      }),
    );
    expect(() => boxFromPoints([])).toThrow(RangeError);
  });

  it('overlap when a point is in both, and are apart beyond the gap', () => {
    const unit: Box = { min: [0, 0, 0], max: [1, 1, 1] };
    const right: Box = { min: [1.5, 0, 0], max: [2, 1, 1] };
    expect(boxesOverlap(unit, right)).toBe(false);
    expect(boxesOverlap(unit, right, 0.6)).toBe(true);
    const moved = transformBox(unit, lookAt({ position: [5, 0, 0], target: [0, 0, 0] }));
    expect(moved.max[0]).toBeCloseTo(6, 9);
  });
});

describe('rays', () => {
  it('agree with marching along the ray', () => {
    fc.assert(
      fc.property(vec3, vec3, box, (origin, direction, target) => {
        fc.pre(Math.hypot(...direction) > 0.1);
        const hit = rayBox(origin, direction, target);
        const inside = (t: number): boolean => boxContains(target, add(origin, scale(direction, t)));
        for (let t = 0; t < 40; t += 0.37) {
          if (inside(t)) expect(hit).not.toBeNull();
        }
        if (hit !== null) {
          const middle = add(origin, scale(direction, (hit.near + hit.far) / 2));
          const grown = {
            min: add(target.min, [-1e-9, -1e-9, -1e-9]),
            max: add(target.max, [1e-9, 1e-9, 1e-9]),
          };
          expect(boxContains(grown, middle)).toBe(true);
        }
      }),
    );
  });

  it('are blocked between two points only', () => {
    const wall: Box = { min: [-1, -1, 1], max: [1, 1, 2] };
    expect(segmentBlocked([0, 0, 0], [0, 0, 3], [wall])).toBe(true);
    expect(segmentBlocked([0, 0, 0], [0, 0, 0.5], [wall])).toBe(false);
    expect(segmentBlocked([0, 0, 0], [0, 0, -3], [wall])).toBe(false);
  });
});

describe('boxInView', () => {
  it('bounds the projection of every point of the box that is in front', () => {
    fc.assert(
      fc.property(
        box,
        vec3,
        vec3,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (target, position, look, share) => {
          fc.pre(Math.hypot(position[0] - look[0], position[1] - look[1], position[2] - look[2]) > 0.1);
          const camera: Camera = { intrinsics, cameraToWorld: lookAt({ position, target: look }) };
          const p = target.min.map((low, i) => low + share[i]! * (target.max[i]! - low)) as unknown as Vec3;
          const pixel = project(camera, p);
          fc.pre(pixel.depth > 1e-3);
          const { rect, status } = boxInView(camera, target);
          const slack = 1e-6 * (1 + Math.max(...rect!.map(Math.abs)));
          expect(pixel.x).toBeGreaterThanOrEqual(rect![0] - slack);
          expect(pixel.x).toBeLessThanOrEqual(rect![2] + slack);
          expect(pixel.y).toBeGreaterThanOrEqual(rect![1] - slack);
          expect(pixel.y).toBeLessThanOrEqual(rect![3] + slack);
          if (pixel.x > 0 && pixel.x < 80 && pixel.y > 0 && pixel.y < 60) expect(status).not.toBe('outside');
        },
      ),
    );
  });

  it('tells inside, partial and outside apart', () => {
    const camera: Camera = { intrinsics, cameraToWorld: lookAt({ position: [0, 0, 5], target: [0, 0, 0] }) };
    const at = (x: number, z = 0): Box => ({ min: [x - 0.5, -0.5, z - 0.5], max: [x + 0.5, 0.5, z + 0.5] });
    expect(boxInView(camera, at(0)).status).toBe('inside');
    expect(boxInView(camera, at(4)).status).toBe('partial');
    expect(boxInView(camera, at(9)).status).toBe('outside');
    expect(boxInView(camera, at(0, 9))).toEqual({ status: 'outside', rect: null, fraction: 0 });
    expect(boxInView(camera, at(0, 5)).status).toBe('partial');
  });
});
