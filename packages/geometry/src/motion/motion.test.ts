import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intrinsicsFromFov } from '../camera/intrinsics.ts';
import { opencvFromCameraToWorld } from '../camera/opencv.ts';
import { lookAt } from '../camera/pose.ts';
import { type Mat3, multiplyMat3, rotationAbout, transposeMat3 } from '../linalg/mat3.ts';
import { rigidFrom, rotationOf, translationOf } from '../linalg/mat4.ts';
import type { Camera, MotionLabels, Side, Vec3 } from '../schema.ts';
import { motionLabels } from './labels.ts';
import { elevationDeg } from './orbit.ts';
import { relativeMotion } from './relative-motion.ts';

const intrinsics = intrinsicsFromFov({ fovYDeg: 50, width: 64, height: 64 });
const frame = { centre: [0, 0, 0] as Vec3, up: [0, 1, 0] as Vec3 };
const toRadians = Math.PI / 180;

function orbit(azimuthDeg: number, elevation = 20, radius = 3, rollDeg = 0): Camera {
  const [a, e] = [azimuthDeg * toRadians, elevation * toRadians];
  const position: Vec3 = [
    radius * Math.sin(a) * Math.cos(e),
    radius * Math.sin(e),
    radius * Math.cos(a) * Math.cos(e),
  ];
  return { intrinsics, cameraToWorld: lookAt({ position, target: [0, 0, 0], rollDeg }) };
}

/** The camera turned in its own frame by Ry(yaw) Rx(pitch) Rz(roll) in OpenCV axes: B's axes in A's frame. */
function turned(camera: Camera, yawDeg: number, pitchDeg: number, rollDeg: number): Camera {
  const r = multiplyMat3(
    multiplyMat3(
      rotationAbout([0, 1, 0], yawDeg * toRadians),
      rotationAbout([1, 0, 0], pitchDeg * toRadians),
    ),
    rotationAbout([0, 0, 1], rollDeg * toRadians),
  );
  const flip: Mat3 = [1, 0, 0, 0, -1, 0, 0, 0, -1];
  const inThree = multiplyMat3(multiplyMat3(flip, r), flip);
  const rotation = multiplyMat3(rotationOf(camera.cameraToWorld), inThree);
  return { intrinsics, cameraToWorld: rigidFrom(rotation, translationOf(camera.cameraToWorld)) };
}

/** The world's mirror image in the plane x = 0, photographed by mirrored cameras (right-handed again). */
function mirrored(camera: Camera): Camera {
  const m = rotationOf(camera.cameraToWorld);
  const mirror: Mat3 = [-1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [x, y, z] = translationOf(camera.cameraToWorld);
  return { intrinsics, cameraToWorld: rigidFrom(multiplyMat3(multiplyMat3(mirror, m), mirror), [-x, y, z]) };
}

const angle = fc.double({ min: -170, max: 170, noNaN: true });
const anyCamera = fc
  .tuple(
    angle,
    fc.double({ min: -70, max: 70, noNaN: true }),
    fc.double({ min: 1, max: 6, noNaN: true }),
    angle,
  )
  .chain(([azimuth, elevation, radius, roll]) =>
    fc
      .tuple(fc.double({ min: -40, max: 40, noNaN: true }), fc.double({ min: -40, max: 40, noNaN: true }))
      .map(([yaw, pitch]) => turned(orbit(azimuth, elevation, radius, roll), yaw, pitch, 0)),
  );

describe('relativeMotion', () => {
  it('reads yaw, pitch and roll back from a turn made in this order', () => {
    fc.assert(
      fc.property(
        anyCamera,
        angle,
        fc.double({ min: -85, max: 85, noNaN: true }),
        angle,
        (a, yaw, pitch, roll) => {
          const motion = relativeMotion(a, turned(a, yaw, pitch, roll), frame);
          expect(motion.yawDeg).toBeCloseTo(yaw, 6);
          expect(motion.pitchDeg).toBeCloseTo(pitch, 6);
          expect(motion.rollDeg).toBeCloseTo(roll, 6);
          expect(motion.baseline).toBe(0);
          expect(motion.direction).toEqual({ right: 0, up: 0, forward: 0 });
        },
      ),
    );
  });

  it('equals the matrix formulas in OpenCV form', () => {
    fc.assert(
      fc.property(anyCamera, anyCamera, (a, b) => {
        const motion = relativeMotion(a, b, frame);
        const A = opencvFromCameraToWorld(a.cameraToWorld);
        const B = opencvFromCameraToWorld(b.cameraToWorld);
        const R = multiplyMat3(A.rotation, transposeMat3(B.rotation));
        expect(motion.yawDeg).toBeCloseTo(Math.atan2(R[2], R[8]) / toRadians, 7);
        expect(motion.pitchDeg).toBeCloseTo(Math.asin(-R[5]) / toRadians, 5);
        expect(motion.rollDeg).toBeCloseTo(Math.atan2(R[3], R[4]) / toRadians, 7);
        const { right, up, forward } = motion.direction;
        if (motion.baseline > 1e-9) expect(Math.hypot(right, up, forward)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('has the signs of an inward orbit: the camera moves right, turns left, angle positive, and the reverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 10, max: 80, noNaN: true }), angle, (step, start) => {
        const motion = relativeMotion(orbit(start), orbit(start + step), frame);
        expect(motion.horizontalAngleDeg).toBeCloseTo(step, 6);
        expect(motion.translation.right).toBeGreaterThan(0);
        expect(motion.yawDeg).toBeLessThan(0);
        expect(motion.objectCentricRight).toBeLessThan(0);
      }),
    );
  });

  it('swaps: B to A undoes A to B', () => {
    fc.assert(
      fc.property(anyCamera, anyCamera, (a, b) => {
        const there = relativeMotion(a, b, frame);
        const back = relativeMotion(b, a, frame);
        expect(back.baseline).toBeCloseTo(there.baseline, 9);
        const turn = (((there.horizontalAngleDeg + back.horizontalAngleDeg) % 360) + 360) % 360;
        expect(Math.min(turn, 360 - turn)).toBeLessThan(1e-6);
      }),
    );
  });

  it('swaps on a level orbit: every side flips', () => {
    fc.assert(
      fc.property(angle, fc.double({ min: -80, max: 80, noNaN: true }), (start, step) => {
        const [a, b] = [orbit(start, 0), orbit(start + step, 0)];
        const there = relativeMotion(a, b, frame);
        const back = relativeMotion(b, a, frame);
        expect(back.translation.right).toBeCloseTo(-there.translation.right, 9);
        expect(back.yawDeg).toBeCloseTo(-there.yawDeg, 7);
        expect(back.objectCentricRight).toBeCloseTo(-there.objectCentricRight, 9);
      }),
    );
  });

  it('mirrors: in a mirrored world left and right change places, up and forward stay', () => {
    fc.assert(
      fc.property(anyCamera, anyCamera, (a, b) => {
        const plain = relativeMotion(a, b, frame);
        const mirror = relativeMotion(mirrored(a), mirrored(b), frame);
        expect(mirror.translation.right).toBeCloseTo(-plain.translation.right, 9);
        expect(mirror.translation.up).toBeCloseTo(plain.translation.up, 9);
        expect(mirror.translation.forward).toBeCloseTo(plain.translation.forward, 9);
        expect(Math.cos(mirror.yawDeg * toRadians)).toBeCloseTo(Math.cos(plain.yawDeg * toRadians), 7);
        expect(Math.sin(mirror.yawDeg * toRadians)).toBeCloseTo(-Math.sin(plain.yawDeg * toRadians), 7);
        expect(mirror.pitchDeg).toBeCloseTo(plain.pitchDeg, 6);
        expect(mirror.objectCentricRight).toBeCloseTo(-plain.objectCentricRight, 9);
        expect(flip(motionLabels(mirror))).toEqual(sides(motionLabels(plain)));
      }),
    );
  });

  it('does not change when the world is turned, moved and scaled', () => {
    fc.assert(
      fc.property(
        anyCamera,
        anyCamera,
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        angle,
        (a, b, factor, turn) => {
          const r = rotationAbout([0.6, 0, 0.8], turn * toRadians);
          const move = (camera: Camera): Camera => {
            const [x, y, z] = translationOf(camera.cameraToWorld);
            const at = multiplied(r, [x * factor, y * factor, z * factor]);
            const rotation = multiplyMat3(r, rotationOf(camera.cameraToWorld));
            return { intrinsics, cameraToWorld: rigidFrom(rotation, [at[0] + 1, at[1] + 2, at[2] + 3]) };
          };
          const plain = relativeMotion(a, b, frame);
          const moved = relativeMotion(move(a), move(b), { centre: [1, 2, 3], up: multiplied(r, [0, 7, 0]) });
          expect(moved.distance).toBeCloseTo(plain.distance, 8);
          expect(moved.translation.right).toBeCloseTo(plain.translation.right * factor, 7);
          expect(Math.cos((moved.horizontalAngleDeg - plain.horizontalAngleDeg) * toRadians)).toBeCloseTo(
            1,
            9,
          );
          expect(moved.objectCentricRight).toBeCloseTo(plain.objectCentricRight * factor, 7);
          expect(Math.cos((moved.yawDeg - plain.yawDeg) * toRadians)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('motionLabels', () => {
  it('gives sides, none and the dead band', () => {
    const base = relativeMotion(orbit(0), orbit(1), frame);
    const at = (value: number): Side | null =>
      motionLabels({ ...base, translation: { right: value * base.objectDistance, up: 0, forward: 0 } })
        .egoTranslation;
    expect([-0.2, -0.1, -0.01, 0, 0.02, 0.1, 0.2].map(at)).toEqual([
      'left',
      null,
      'none',
      'none',
      'none',
      null,
      'right',
    ]);
    const yaw = (value: number): MotionLabels => motionLabels({ ...base, yawDeg: value });
    expect([yaw(-9), yaw(5), yaw(1.5), yaw(10)].map((l) => l.egoRotation)).toEqual([
      'left',
      null,
      'none',
      'right',
    ]);
    // Half a turn is reached by either way round.
    expect([yaw(170), yaw(-170), yaw(179), yaw(180), yaw(-180)].map((l) => l.egoRotation)).toEqual([
      'right',
      'left',
      null,
      null,
      null,
    ]);
    expect(yaw(177).margins.egoRotation).toBeCloseTo(1, 12);
    expect(yaw(-9).margins.egoRotation).toBeCloseTo(1, 12);
    expect(yaw(3).margins.egoRotation).toBeCloseTo(1, 12);
    expect(yaw(1.5).margins.egoRotation).toBeCloseTo(0.5, 12);
  });

  it('discards object-centric labels of a camera straight overhead, not of one at 80 degrees', () => {
    expect(
      motionLabels(relativeMotion(orbit(0, 89.5), orbit(60), frame)).objectCentricTranslation,
    ).toBeNull();
    expect(motionLabels(relativeMotion(orbit(0, 80), orbit(60), frame)).objectCentricTranslation).toBe(
      'left',
    );
    expect(elevationDeg(orbit(33, 41), frame)).toBeCloseTo(41, 9);
  });

  it('refuses bounds in the wrong order', () => {
    const motion = relativeMotion(orbit(0), orbit(30), frame);
    const bounds = { translationMin: 0.1, translationNone: 0.2, yawMinDeg: 8, yawNoneDeg: 2 };
    expect(() => motionLabels(motion, bounds)).toThrow(RangeError);
  });
});

function multiplied(m: Mat3, v: Vec3): Vec3 {
  return [
    m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
    m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
    m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
  ];
}

function sides(labels: MotionLabels): (Side | null)[] {
  return [labels.egoTranslation, labels.egoRotation, labels.objectCentricTranslation];
}

function flip(labels: MotionLabels): (Side | null)[] {
  return sides(labels).map((side) => (side === 'left' ? 'right' : side === 'right' ? 'left' : side));
}
