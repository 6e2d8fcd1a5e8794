import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intrinsicsFromFov } from '../camera/intrinsics.ts';
import { lookAt } from '../camera/pose.ts';
import { multiplyMat3, multiplyMat3Vec3, rotationAbout } from '../linalg/mat3.ts';
import { rigidFrom, rotationOf, translationOf } from '../linalg/mat4.ts';
import { add, angleBetweenDeg, distance, normalize } from '../linalg/vec3.ts';
import { createRandom } from '../random/random.ts';
import type { Camera, Vec3 } from '../schema.ts';
import { estimateCentre } from './centre.ts';
import { estimateScale } from './scale.ts';
import { estimateUp } from './up.ts';

const intrinsics = intrinsicsFromFov({ fovYDeg: 50, width: 64, height: 64 });
const toRadians = Math.PI / 180;

interface OrbitOptions {
  readonly seed: number;
  readonly count: number;
  readonly arcDeg: number;
  readonly elevationDeg: readonly [number, number];
  readonly rollDeg: (i: number, noise: number) => number;
}

/** Hand-held orbit about the origin with +Y up, then moved into an arbitrary world. */
function orbit(options: OrbitOptions): { cameras: Camera[]; up: Vec3; centre: Vec3 } {
  const random = createRandom(options.seed);
  const turn = rotationAbout(normalize([random.normal(0, 1), random.normal(0, 1), random.normal(0, 1)]), 2.1);
  const offset: Vec3 = [random.uniform(-5, 5), random.uniform(-5, 5), random.uniform(-5, 5)];
  const cameras = Array.from({ length: options.count }, (_, i): Camera => {
    const azimuth = ((options.arcDeg * i) / options.count) * toRadians;
    const elevation = random.uniform(...options.elevationDeg) * toRadians;
    const radius = random.uniform(2, 3);
    const position: Vec3 = [
      radius * Math.sin(azimuth) * Math.cos(elevation),
      radius * Math.sin(elevation),
      radius * Math.cos(azimuth) * Math.cos(elevation),
    ];
    const pose = lookAt({ position, target: [0, 0, 0], rollDeg: options.rollDeg(i, random.normal(0, 1)) });
    const rotation = multiplyMat3(turn, rotationOf(pose));
    return {
      intrinsics,
      cameraToWorld: rigidFrom(rotation, add(multiplyMat3Vec3(turn, translationOf(pose)), offset)),
    };
  });
  return { cameras, up: multiplyMat3Vec3(turn, [0, 1, 0]), centre: offset };
}

describe('estimateUp', () => {
  it('finds the up axis of one-sided orbits with rolled hands, where the mean up vector leans', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { cameras, up } = orbit({
          seed,
          count: 40,
          arcDeg: 150,
          elevationDeg: [10, 50],
          rollDeg: (_, noise) => 3 * noise,
        });
        const estimate = estimateUp(cameras);
        expect(estimate.method).toBe('level-axes');
        expect(angleBetweenDeg(estimate.up, up)).toBeLessThan(6);
        expect(angleBetweenDeg(estimate.alternatives['mean-up']!.up, up)).toBeGreaterThan(6);
        expect(estimate.residualDeg).toBeLessThan(6);
      }),
      { numRuns: 30 },
    );
  });

  it('gates portrait shots camera by camera', () => {
    const { cameras, up } = orbit({
      seed: 5,
      count: 40,
      arcDeg: 300,
      elevationDeg: [10, 40],
      rollDeg: (i, noise) => (i % 3 === 0 ? 90 : 0) + 2 * noise,
    });
    const estimate = estimateUp(cameras);
    expect(angleBetweenDeg(estimate.up, up)).toBeLessThan(4);
    expect(estimate.portraitShare).toBeCloseTo(14 / 40, 5);
    expect(estimate.warnings.join(' ')).toContain('14 of 40 cameras');
  });

  it('falls back to the mean up vector, and says so, when all cameras face one way', () => {
    const { cameras } = orbit({ seed: 1, count: 8, arcDeg: 0, elevationDeg: [20, 20], rollDeg: () => 0 });
    const estimate = estimateUp(cameras);
    expect(estimate.method).toBe('mean-up');
    expect(estimate.warnings[0]).toContain('face one way');
  });

  it('warns when the cameras do not agree on a level plane', () => {
    const { cameras } = orbit({
      seed: 3,
      count: 40,
      arcDeg: 360,
      elevationDeg: [-60, 60],
      rollDeg: (i) => i * 47,
    });
    expect(estimateUp(cameras).warnings.join(' ')).toContain('do not agree on a level plane');
  });
});

describe('estimateCentre', () => {
  it('finds the point at which all cameras look', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { cameras, centre } = orbit({
          seed,
          count: 12,
          arcDeg: 120,
          elevationDeg: [0, 60],
          rollDeg: () => 0,
        });
        const estimate = estimateCentre(cameras);
        expect(distance(estimate.centre, centre)).toBeLessThan(1e-9);
        expect(estimate.residual).toBeLessThan(1e-9);
        expect(estimate.behind).toBe(0);
        expect(estimate.warnings).toEqual([]);
        const scale = estimateScale(cameras, estimate.centre);
        expect(scale.minDistance).toBeGreaterThanOrEqual(2);
        expect(scale.maxDistance).toBeLessThanOrEqual(3 + 1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('says when the axes are parallel, when the orbit looks outward, and when the points are elsewhere', () => {
    const parallel = orbit({
      seed: 1,
      count: 8,
      arcDeg: 0,
      elevationDeg: [20, 20],
      rollDeg: () => 0,
    }).cameras;
    expect(estimateCentre(parallel).method).toBe('mean-position');
    const { cameras, centre } = orbit({
      seed: 2,
      count: 12,
      arcDeg: 180,
      elevationDeg: [0, 30],
      rollDeg: () => 0,
    });
    const outward = cameras.map((camera) => {
      const half = rotationAbout([0, 1, 0], Math.PI);
      const rotation = multiplyMat3(rotationOf(camera.cameraToWorld), half);
      return { intrinsics, cameraToWorld: rigidFrom(rotation, translationOf(camera.cameraToWorld)) };
    });
    expect(estimateCentre(outward).warnings[0]).toContain('Not an inward orbit');
    const points = Float64Array.from([0, 1, 2].flatMap(() => add(centre, [9, 0, 0])));
    expect(estimateCentre(cameras, { points }).warnings[0]).toContain('median of the point cloud');
  });

  it('refuses no cameras', () => {
    expect(() => estimateCentre([])).toThrow(RangeError);
    expect(() => estimateUp([])).toThrow(RangeError);
    expect(() => estimateScale([], [0, 0, 0])).toThrow(RangeError);
  });
});
