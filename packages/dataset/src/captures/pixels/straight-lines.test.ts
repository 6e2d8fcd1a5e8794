/** A chart of straight lines, photographed through each of the eleven lenses, is straight again after undistortion. */
import {
  type Lens,
  lensFromParameters,
  lensModelNames,
  pinholeFromLens,
  undistort,
} from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { remapRgb, remapTable } from './remap.ts';

const size = { width: 320, height: 240 };
/** Strong enough that lines bend by pixels; focal lengths, principal point, then the model's own. */
const parameters: Readonly<Record<(typeof lensModelNames)[number], readonly number[]>> = {
  SIMPLE_PINHOLE: [250, 160, 120],
  PINHOLE: [250, 255, 160, 120],
  SIMPLE_RADIAL: [250, 160, 120, -0.15],
  RADIAL: [250, 160, 120, -0.15, 0.03],
  OPENCV: [250, 255, 158, 122, -0.15, 0.04, 0.004, -0.005],
  OPENCV_FISHEYE: [150, 152, 160, 120, 0.05, -0.02, 0.004, -0.001],
  FULL_OPENCV: [250, 255, 158, 122, -0.15, 0.04, 0.004, -0.005, 0.01, 0.02, -0.01, 0.003],
  FOV: [200, 202, 160, 120, 0.9],
  SIMPLE_RADIAL_FISHEYE: [150, 160, 120, 0.04],
  RADIAL_FISHEYE: [150, 160, 120, 0.04, -0.01],
  THIN_PRISM_FISHEYE: [150, 152, 160, 120, 0.05, -0.02, 0.002, -0.001, 0.004, -0.001, 0.003, -0.002],
};

/** Lines u = offset + slope * v on the plane z = 1, in shares of what the pinhole sees. */
const slopes = [0, 0.15, -0.2];
const LINE_WIDTH_PX = 1.6;

interface Line {
  readonly offset: number;
  readonly slope: number;
}

function chart(lens: Lens, lines: readonly Line[]): Uint8Array {
  const pixels = new Uint8Array(lens.width * lens.height * 3).fill(255);
  for (let row = 0; row < lens.height; row++) {
    for (let column = 0; column < lens.width; column++) {
      const ray = undistort(lens, (column + 0.5 - lens.cx) / lens.fx, (row + 0.5 - lens.cy) / lens.fy);
      if (ray === null) continue;
      let dark = 0;
      for (const { offset, slope } of lines) {
        const away = ((ray.u - offset - slope * ray.v) * lens.fx) / LINE_WIDTH_PX;
        dark = Math.max(dark, Math.exp(-away * away));
      }
      pixels.fill(
        Math.round(255 * (1 - dark)),
        (row * lens.width + column) * 3,
        (row * lens.width + column) * 3 + 3,
      );
    }
  }
  return pixels;
}

/** Sub-pixel places of a line, row after row, following it from the middle outwards. */
function trace(pixels: Uint8Array, startColumn: number): { row: number; x: number }[] {
  const found: { row: number; x: number }[] = [];
  for (const direction of [-1, 1]) {
    let around = startColumn;
    for (let row = size.height / 2; row >= 0 && row < size.height; row += direction) {
      const first = Math.max(0, Math.round(around) - 8);
      const last = Math.min(size.width - 1, Math.round(around) + 8);
      let [sum, weighted] = [0, 0];
      for (let column = first; column <= last; column++) {
        const dark = 255 - pixels[(row * size.width + column) * 3]!;
        sum += dark;
        weighted += dark * (column + 0.5);
      }
      if (sum < 150 || first === 0 || last === size.width - 1) break; // It leaves the picture here.
      around = weighted / sum;
      found.push({ row: row + 0.5, x: around });
    }
  }
  return found;
}

/** Largest distance from the best straight line, pixels. */
function bend(places: readonly { row: number; x: number }[]): number {
  const n = places.length;
  const [meanRow, meanX] = [
    places.reduce((s, p) => s + p.row, 0) / n,
    places.reduce((s, p) => s + p.x, 0) / n,
  ];
  const across = places.reduce((s, p) => s + (p.row - meanRow) * (p.x - meanX), 0);
  const slope = across / places.reduce((s, p) => s + (p.row - meanRow) ** 2, 0);
  return Math.max(...places.map((p) => Math.abs(p.x - meanX - slope * (p.row - meanRow))));
}

describe('straight lines', () => {
  it.each(lensModelNames)('%s', (model) => {
    const lens = lensFromParameters(model, parameters[model], size);
    const pinhole = pinholeFromLens(lens)!;
    const half = pinhole.width / 2 / pinhole.fx;
    const lines = [-0.6, 0.05, 0.55].map((share, i) => ({ offset: share * half, slope: slopes[i]! }));
    const photograph = chart(lens, lines);
    const straight = remapRgb(photograph, size.width, size.height, remapTable(lens, pinhole));
    let [bentBefore, bentAfter] = [0, 0];
    for (const { offset, slope } of lines) {
      const middle = (size.height / 2 + 0.5 - pinhole.cy) / pinhole.fy;
      const after = trace(straight, (offset + slope * middle) * pinhole.fx + pinhole.cx);
      expect(after.length).toBeGreaterThan(size.height / 3);
      bentAfter = Math.max(bentAfter, bend(after));
      // Not only straight: where the pinhole camera of the record sees them.
      for (const { row, x } of after) {
        const expected = (offset + slope * ((row - pinhole.cy) / pinhole.fy)) * pinhole.fx + pinhole.cx;
        expect(Math.abs(x - expected)).toBeLessThan(0.25);
      }
      const before = trace(photograph, startInPhotograph(lens, offset, slope));
      bentBefore = Math.max(bentBefore, bend(before));
    }
    expect(bentAfter).toBeLessThan(0.2);
    if (model.includes('PINHOLE')) expect(bentBefore).toBeLessThan(0.2);
    else expect(bentBefore).toBeGreaterThan(1.5);
  });
});

/** Column of the photograph's middle row at which the line is darkest. */
function startInPhotograph(lens: Lens, offset: number, slope: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let column = 0; column < lens.width; column++) {
    const ray = undistort(
      lens,
      (column + 0.5 - lens.cx) / lens.fx,
      (size.height / 2 + 0.5 - lens.cy) / lens.fy,
    );
    const away = ray === null ? Number.POSITIVE_INFINITY : Math.abs(ray.u - offset - slope * ray.v);
    if (away < least) [best, least] = [column + 0.5, away];
  }
  return best;
}
