import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../schema.ts';
import { eigenSymmetric } from './eigen.ts';
import {
  determinantMat3,
  invertMat3,
  type Mat3,
  multiplyMat3,
  multiplyMat3Vec3,
  nearestRotation,
  orthogonalityError,
  rotationAbout,
  transposeMat3,
} from './mat3.ts';
import { columnMajor, identityMat4, invertRigid, multiplyMat4, rigidFrom, transformPoint } from './mat4.ts';
import { mat3FromQuat, multiplyQuat, normalizeQuat, type Quat, quatFromMat3 } from './quat.ts';
import { angleBetweenDeg, cross, dot, length, normalize, subtract } from './vec3.ts';

const real = fc.double({ min: -10, max: 10, noNaN: true });
const vec3 = fc.tuple(real, real, real) as fc.Arbitrary<Vec3>;
const unitQuat = fc
  .tuple(real, real, real, real)
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => normalizeQuat(q as Quat)!);

function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-9): void {
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i]! - value)).toBeLessThan(tolerance);
}

describe('linalg', () => {
  it('has a right-handed cross product at right angles to its factors', () => {
    expect(cross([1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
    fc.assert(
      fc.property(vec3, vec3, (a, b) => {
        const c = cross(a, b);
        expect(Math.abs(dot(c, a)) + Math.abs(dot(c, b))).toBeLessThan(1e-9);
      }),
    );
  });

  it('measures small and straight angles without loss', () => {
    expect(angleBetweenDeg([1, 0, 0], [1, 1e-9, 0])).toBeCloseTo((1e-9 * 180) / Math.PI, 15);
    expect(angleBetweenDeg([1, 0, 0], [-2, 0, 0])).toBe(180);
    expect(normalize([0, 0, 0])).toEqual([0, 0, 0]);
  });

  it('turns quaternions into rotations and back', () => {
    fc.assert(
      fc.property(unitQuat, (q) => {
        const m = mat3FromQuat(q);
        expect(orthogonalityError(m)).toBeLessThan(1e-12);
        expect(determinantMat3(m)).toBeCloseTo(1, 12);
        const sign = q[0] < 0 ? -1 : 1;
        const back = quatFromMat3(m);
        // At w = 0 both signs are the same rotation, so compare the rotation itself.
        expectClose(mat3FromQuat(back), m);
        if (Math.abs(q[0]) > 1e-6)
          expectClose(
            back,
            q.map((v) => v * sign),
            1e-7,
          );
      }),
    );
    expectClose(quatFromMat3([1, 0, 0, 0, -1, 0, 0, 0, -1]), [0, 1, 0, 0]);
  });

  it('composes quaternions as it composes matrices', () => {
    fc.assert(
      fc.property(unitQuat, unitQuat, (a, b) => {
        expectClose(mat3FromQuat(multiplyQuat(a, b)), multiplyMat3(mat3FromQuat(a), mat3FromQuat(b)));
      }),
    );
  });

  it('rotates about an axis right-handed', () => {
    expectClose(multiplyMat3Vec3(rotationAbout([0, 1, 0], Math.PI / 2), [0, 0, 1]), [1, 0, 0]);
  });

  it('inverts', () => {
    fc.assert(
      fc.property(unitQuat, vec3, vec3, (q, t, p) => {
        const rigid = rigidFrom(mat3FromQuat(q), t);
        expectClose(multiplyMat4(rigid, invertRigid(rigid)), identityMat4);
        expectClose(transformPoint(invertRigid(rigid), transformPoint(rigid, p)), p);
      }),
    );
    const m: Mat3 = [2, 1, 0, 0, 3, 1, 1, 0, 1];
    expectClose(multiplyMat3(m, invertMat3(m)!), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(invertMat3([1, 2, 3, 2, 4, 6, 0, 0, 1])).toBeNull();
  });

  it('finds the nearest rotation, and none for a mirror image', () => {
    fc.assert(
      fc.property(
        unitQuat,
        fc.array(fc.double({ min: -1e-3, max: 1e-3, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (q, noise) => {
          const exact = mat3FromQuat(q);
          const found = nearestRotation(exact.map((v, i) => v + noise[i]!) as unknown as Mat3)!;
          expect(orthogonalityError(found)).toBeLessThan(1e-12);
          expectClose(found, exact, 5e-3);
        },
      ),
    );
    expect(nearestRotation([1, 0, 0, 0, 1, 0, 0, 0, -1])).toBeNull();
  });

  it('solves symmetric eigenproblems', () => {
    fc.assert(
      fc.property(unitQuat, vec3, (q, values) => {
        const r = mat3FromQuat(q);
        const [a, b, c] = values;
        const m = multiplyMat3(multiplyMat3(r, [a, 0, 0, 0, b, 0, 0, 0, c]), transposeMat3(r));
        const eigen = eigenSymmetric(m);
        expectClose(
          eigen.values,
          [...values].sort((x, y) => x - y),
          1e-9,
        );
        for (const [k, vector] of eigen.vectors.entries()) {
          expect(length(vector)).toBeCloseTo(1, 10);
          const residual = subtract(
            multiplyMat3Vec3(m, vector),
            vector.map((v) => v * eigen.values[k]!) as unknown as Vec3,
          );
          expect(length(residual)).toBeLessThan(1e-8);
        }
      }),
    );
  });

  it('lays a matrix out in columns for WebGL', () => {
    expect(columnMajor(rigidFrom([1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12])).slice(12)).toEqual([
      10, 11, 12, 1,
    ]);
  });
});
