import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multiplyMat3Vec3 } from '../linalg/mat3.ts';
import { mat3FromQuat, normalizeQuat, type Quat } from '../linalg/quat.ts';
import { add, distance, dot, length, subtract } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';
import { fovYDegOf, intrinsicsFromFov, resizeIntrinsics } from './intrinsics.ts';
import { cameraToWorldFromOpencv, opencvFromCameraToWorld } from './opencv.ts';
import { cameraAxes, cameraCentre, lookAt } from './pose.ts';
import { pixelRay, project, unproject } from './projection.ts';

const real = fc.double({ min: -5, max: 5, noNaN: true });
const vec3 = fc.tuple(real, real, real) as fc.Arbitrary<Vec3>;
const rotation = fc
  .tuple(real, real, real, real)
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => mat3FromQuat(normalizeQuat(q as Quat)!));
const intrinsics = { fx: 300, fy: 310, cx: 155.5, cy: 121, width: 320, height: 240 };
const camera = fc
  .tuple(rotation, vec3)
  .map(([r, t]): Camera => ({ intrinsics, cameraToWorld: cameraToWorldFromOpencv(r, t) }));

describe('projection', () => {
  it('unproject inverts project, and pixelRay passes through the point', () => {
    fc.assert(
      fc.property(
        camera,
        fc.double({ min: 0, max: 320, noNaN: true }),
        fc.double({ min: 0, max: 240, noNaN: true }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (cam, x, y, depth) => {
          const point = unproject(cam, { x, y, depth });
          const pixel = project(cam, point);
          expect(pixel.x).toBeCloseTo(x, 6);
          expect(pixel.y).toBeCloseTo(y, 6);
          expect(pixel.depth).toBeCloseTo(depth, 8);
          const ray = pixelRay(cam, x, y);
          const along = dot(subtract(point, ray.origin), ray.direction);
          const onRay = add(ray.origin, ray.direction.map((v) => v * along) as unknown as Vec3);
          expect(distance(onRay, point)).toBeLessThan(1e-8);
        },
      ),
    );
  });

  it('puts up at smaller y, right at larger x, and behind at negative depth', () => {
    const cam: Camera = {
      intrinsics: intrinsicsFromFov({ fovYDeg: 90, width: 200, height: 100 }),
      cameraToWorld: lookAt({ position: [0, 0, 5], target: [0, 0, 0] }),
    };
    expect(project(cam, [0, 0, 0])).toEqual({ x: 100, y: 50, depth: 5 });
    expect(project(cam, [1, 1, 0]).x).toBeGreaterThan(100);
    expect(project(cam, [1, 1, 0]).y).toBeLessThan(50);
    expect(project(cam, [0, 5, 0]).y).toBeCloseTo(0, 9); // 90 deg: the frustum's edge is at 45 deg.
    expect(project(cam, [0, 0, 6]).depth).toBeLessThan(0);
  });

  it('agrees with the textbook OpenCV projection', () => {
    fc.assert(
      fc.property(rotation, vec3, vec3, (r, t, p) => {
        const [x, y, z] = add(multiplyMat3Vec3(r, p), t);
        fc.pre(z > 0.1);
        const pixel = project({ intrinsics, cameraToWorld: cameraToWorldFromOpencv(r, t) }, p);
        expect(pixel.x).toBeCloseTo((intrinsics.fx * x) / z + intrinsics.cx, 6);
        expect(pixel.y).toBeCloseTo((intrinsics.fy * y) / z + intrinsics.cy, 6);
        expect(pixel.depth).toBeCloseTo(z, 9);
      }),
    );
  });
});

describe('frames', () => {
  it('OpenCV -> three -> OpenCV gives the pose back', () => {
    fc.assert(
      fc.property(rotation, vec3, (r, t) => {
        const back = opencvFromCameraToWorld(cameraToWorldFromOpencv(r, t));
        for (let i = 0; i < 9; i++) expect(back.rotation[i]).toBeCloseTo(r[i]!, 12);
        expect(distance(back.translation, t)).toBeLessThan(1e-11);
      }),
    );
  });

  it('keeps the viewing direction and turns the image y axis over', () => {
    const cam: Camera = {
      intrinsics,
      cameraToWorld: cameraToWorldFromOpencv([1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 0, 3]),
    };
    const axes = cameraAxes(cam);
    expect(axes.forward.map((v) => v + 0)).toEqual([0, 0, 1]);
    expect(axes.up.map((v) => v + 0)).toEqual([0, -1, 0]);
    expect(cameraCentre(cam).map((v) => v + 0)).toEqual([0, 0, -3]);
  });
});

describe('lookAt', () => {
  it('sees the target in the middle, with level right axis', () => {
    fc.assert(
      fc.property(vec3, vec3, (position, target) => {
        fc.pre(Math.hypot(position[0] - target[0], position[2] - target[2]) > 1e-2);
        const cam: Camera = {
          intrinsics: intrinsicsFromFov({ fovYDeg: 50, width: 64, height: 48 }),
          cameraToWorld: lookAt({ position, target }),
        };
        const pixel = project(cam, target);
        expect(pixel.x).toBeCloseTo(32, 6);
        expect(pixel.y).toBeCloseTo(24, 6);
        expect(pixel.depth).toBeCloseTo(distance(position, target), 8);
        expect(cameraAxes(cam).right[1]).toBeCloseTo(0, 9);
        expect(cameraAxes(cam).up[1]).toBeGreaterThan(0);
      }),
    );
  });

  it('rolls clockwise: the right side goes down', () => {
    const cam: Camera = {
      intrinsics,
      cameraToWorld: lookAt({ position: [0, 0, 1], target: [0, 0, 0], rollDeg: 30 }),
    };
    expect(cameraAxes(cam).right[1]).toBeCloseTo(-0.5, 12);
    expect(length(cameraAxes(cam).up)).toBeCloseTo(1, 12);
  });

  it('has an answer straight down, and refuses coincident points', () => {
    const cam: Camera = { intrinsics, cameraToWorld: lookAt({ position: [0, 3, 0], target: [0, 0, 0] }) };
    expect(cameraAxes(cam).up.map((v) => v + 0)).toEqual([0, 0, -1]);
    expect(() => lookAt({ position: [1, 1, 1], target: [1, 1, 1] })).toThrow(RangeError);
  });
});

describe('intrinsics', () => {
  it('keeps rays through resizing', () => {
    const small = resizeIntrinsics(intrinsics, 100, 75);
    const cameraToWorld = lookAt({ position: [0, 0, 3], target: [0, 0, 0] });
    const a = project({ intrinsics, cameraToWorld }, [0.3, 0.2, 0.1]);
    const b = project({ intrinsics: small, cameraToWorld }, [0.3, 0.2, 0.1]);
    expect(b.x / 100).toBeCloseTo(a.x / 320, 12);
    expect(b.y / 75).toBeCloseTo(a.y / 240, 12);
  });

  it('turns a field of view into a focal length and back', () => {
    expect(fovYDegOf(intrinsicsFromFov({ fovYDeg: 47, width: 10, height: 20 }))).toBeCloseTo(47, 12);
    expect(() => intrinsicsFromFov({ fovYDeg: 180, width: 1, height: 1 })).toThrow(RangeError);
  });
});
