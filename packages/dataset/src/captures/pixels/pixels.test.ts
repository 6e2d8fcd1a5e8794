import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lens, lensFromParameters, pinholeFromLens, sourcePixel, undistort } from '@parallax/geometry';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createImageLoader } from './load-image.ts';
import { remapRgb, remapTable } from './remap.ts';

const folder = mkdtempSync(join(tmpdir(), 'parallax-pixels-'));
afterAll(() => rmSync(folder, { recursive: true }));
const size = { width: 160, height: 120 };
const barrel = lensFromParameters('SIMPLE_RADIAL', [140, 80, 60, -0.15], size);

/** What a camera with this lens sees of a smooth pattern on the plane z = 1. */
function photograph(lens: Lens): Uint8Array {
  const pixels = new Uint8Array(lens.width * lens.height * 3);
  for (let row = 0; row < lens.height; row++) {
    for (let column = 0; column < lens.width; column++) {
      const ray = undistort(lens, (column + 0.5 - lens.cx) / lens.fx, (row + 0.5 - lens.cy) / lens.fy)!;
      pixels.set(pattern(ray.u, ray.v), (row * lens.width + column) * 3);
    }
  }
  return pixels;
}

function pattern(u: number, v: number): [number, number, number] {
  return [128 + 100 * Math.sin(5 * u), 128 + 100 * Math.cos(4 * v), 128 + 60 * Math.sin(3 * (u + v))];
}

describe('undistortion', () => {
  it('gives the picture that a pinhole takes of the same scene', () => {
    const pinhole = pinholeFromLens(barrel)!;
    const straight = remapRgb(photograph(barrel), 160, 120, remapTable(barrel, pinhole));
    for (let row = 0; row < 120; row += 7) {
      for (let column = 0; column < 160; column += 7) {
        const expected = pattern(
          (column + 0.5 - pinhole.cx) / pinhole.fx,
          (row + 0.5 - pinhole.cy) / pinhole.fy,
        );
        for (const channel of [0, 1, 2]) {
          expect(Math.abs(straight[(row * 160 + column) * 3 + channel]! - expected[channel]!)).toBeLessThan(
            2,
          );
        }
      }
    }
  });

  it('leaves a picture of a plain lens as it is', () => {
    const plain = lensFromParameters('PINHOLE', [120, 121, 80, 60], size);
    const picture = photograph(plain);
    expect(remapRgb(picture, 160, 120, remapTable(plain, pinholeFromLens(plain)!))).toEqual(picture);
  });

  it('loads, undistorts, resizes and reports the camera of exactly these pixels', async () => {
    const path = join(folder, 'a.png');
    await sharp(photograph(barrel), { raw: { ...size, channels: 3 } })
      .png()
      .toFile(path);
    const pinhole = pinholeFromLens(barrel)!;
    const cameraToWorld = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;
    const view = {
      name: 'a.png',
      lens: barrel,
      imagePath: path,
      camera: { intrinsics: pinhole, cameraToWorld },
    };
    const { bytes, camera } = await createImageLoader({ imageSizePx: 80, jpegQuality: 100 })(view);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([80, 60]);
    const { fx, fy, cx, cy } = camera.intrinsics;
    for (const [column, row] of [
      [20, 20],
      [60, 40],
      [40, 30],
    ] as const) {
      const expected = pattern((column + 0.5 - cx) / fx, (row + 0.5 - cy) / fy);
      for (const channel of [0, 1, 2]) {
        expect(Math.abs(data[(row * 80 + column) * 3 + channel]! - expected[channel]!)).toBeLessThan(4);
      }
    }
    expect(sourcePixel(barrel, pinhole, 80, 60)).toEqual({ x: 80, y: 60 });
  });
});
