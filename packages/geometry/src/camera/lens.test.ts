import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../../../conformance/lenses/lenses.json' with { type: 'json' };
import { distort, hasDistortion, undistort } from './distortion.ts';
import {
  isLensModelName,
  type Lens,
  lensFromParameters,
  lensModelNames,
  lensParameterCount,
} from './lens.ts';
import { pinholeFromLens, sourcePixel } from './pinhole-from-lens.ts';

const lenses = golden.cameras.map(({ model, parameters }): Lens => {
  if (!isLensModelName(model)) throw new Error(model);
  return lensFromParameters(model, parameters, golden);
});

describe('lens models', () => {
  it('has the ids and pixels of pycolmap for all eleven models', () => {
    expect(golden.cameras.map((camera) => lensModelNames[camera.id])).toEqual(
      golden.cameras.map((c) => c.model),
    );
    expect(lenses).toHaveLength(lensModelNames.length);
    for (const [i, lens] of lenses.entries()) {
      for (const [k, [u, v]] of golden.cameras[i]!.rays.entries()) {
        const bent = distort(lens, u!, v!);
        expect(bent.u * lens.fx + lens.cx, lens.model).toBeCloseTo(golden.cameras[i]!.pixels[k]![0]!, 8);
        expect(bent.v * lens.fy + lens.cy, lens.model).toBeCloseTo(golden.cameras[i]!.pixels[k]![1]!, 8);
      }
    }
  });

  it('has the pixels of OpenCV for the nine models that it knows', () => {
    let known = 0;
    for (const [i, lens] of lenses.entries()) {
      const { rays, opencvPixels } = golden.cameras[i]!;
      if (opencvPixels === null) continue;
      known++;
      for (const [k, [u, v]] of rays.entries()) {
        const bent = distort(lens, u!, v!);
        expect(bent.u * lens.fx + lens.cx, lens.model).toBeCloseTo(opencvPixels[k]![0]!, 8);
        expect(bent.v * lens.fy + lens.cy, lens.model).toBeCloseTo(opencvPixels[k]![1]!, 8);
      }
    }
    expect(known).toBe(9);
  });

  it('finds the rays that pycolmap finds for the pixels of a grid, to a thousandth of a pixel', () => {
    let compared = 0;
    for (const [i, lens] of lenses.entries()) {
      const { seen, seenRays } = golden.cameras[i]!;
      for (const [k, ray] of seenRays.entries()) {
        const [x, y] = seen[k] as [number, number];
        const found = undistort(lens, (x - lens.cx) / lens.fx, (y - lens.cy) / lens.fy);
        if (ray === null) continue;
        compared++;
        // Far off the axis of a fisheye a small angle is a long way on the plane: measured along the sphere.
        const [a, b] = [Math.hypot(found!.u, found!.v, 1), Math.hypot(ray[0]!, ray[1]!, 1)];
        const apart = Math.hypot(found!.u / a - ray[0]! / b, found!.v / a - ray[1]! / b, 1 / a - 1 / b);
        expect(apart * lens.fx, `${lens.model} ${x},${y}`).toBeLessThan(1e-3);
      }
    }
    expect(compared).toBeGreaterThan(11 * 20);
  });

  it.each(lenses.map((lens) => [lens.model, lens] as const))('%s: undistort inverts distort', (_, lens) => {
    const side = fc.double({ min: -0.6, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(side, side, (u, v) => {
        const bent = distort(lens, u, v);
        const back = undistort(lens, bent.u, bent.v)!;
        expect(back.u).toBeCloseTo(u, 7);
        expect(back.v).toBeCloseTo(v, 7);
      }),
    );
  });

  it.each(lenses.map((lens) => [lens.model, lens] as const))(
    '%s: the pinhole needs no padding',
    (_, lens) => {
      const pinhole = pinholeFromLens(lens)!;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 639 }), fc.integer({ min: 0, max: 479 }), (x, y) => {
          const at = sourcePixel(lens, pinhole, x + 0.5, y + 0.5);
          expect(at.x).toBeGreaterThan(-0.01);
          expect(at.y).toBeGreaterThan(-0.01);
          expect(at.x).toBeLessThan(640.01);
          expect(at.y).toBeLessThan(480.01);
        }),
      );
      if (!hasDistortion(lens)) expect(pinhole.fx).toBe(lens.fx);
    },
  );

  it('has no inverse behind the fold of a strong lens, and no pinhole either when it folds in the middle', () => {
    const strong = lensFromParameters('SIMPLE_RADIAL', [500, 320, 240, -1], { width: 640, height: 480 });
    // r (1 - r²) is largest at r = 0.577, where it is 0.385: nothing falls farther out.
    expect(undistort(strong, 0.38, 0)).not.toBeNull();
    expect(undistort(strong, 0.39, 0)).toBeNull();
    const broken = lensFromParameters('SIMPLE_RADIAL', [500, 320, 240, -1e6], { width: 640, height: 480 });
    expect(pinholeFromLens(broken)).toBeNull();
  });

  it('refuses a wrong number of parameters', () => {
    expect(lensParameterCount('THIN_PRISM_FISHEYE')).toBe(12);
    expect(() => lensFromParameters('OPENCV', [1, 2, 3], { width: 1, height: 1 })).toThrow(RangeError);
  });
});
