/**
 * Every ordered pair of the real captures (PARALLAX_CAPTURES), read from the COLMAP model and from transforms.json,
 * against figures worked out here from the raw numbers of transforms.json with formulas of their own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { relativeMotion, type Vec3 } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../index.ts';

const root = process.env['PARALLAX_CAPTURES'];
if (root === undefined)
  console.warn('SKIPPED: PARALLAX_CAPTURES is not set, no pair of a real capture is compared.');

const MAX_DEG = 0.1;
const MAX_SHARE = 0.01;

interface Raw {
  /** Columns right, up, backward, centre, in the world of the file. */
  readonly cameras: ReadonlyMap<string, readonly [Vec3, Vec3, Vec3, Vec3]>;
  /** What the file did to the world of the reconstruction, column by column, and its shift. */
  readonly applied: readonly number[][];
}

function raw(folder: string): Raw {
  const { frames, applied_transform } = JSON.parse(readFileSync(join(folder, 'transforms.json'), 'utf8'));
  const cameras = new Map<string, [Vec3, Vec3, Vec3, Vec3]>();
  for (const { file_path, transform_matrix: m } of frames) {
    const column = (k: number): Vec3 => [m[0][k], m[1][k], m[2][k]];
    cameras.set(file_path.split('/').at(-1), [column(0), column(1), column(2), column(3)]);
  }
  return { cameras, applied: applied_transform };
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const times = (a: Vec3, s: number): Vec3 => [a[0] * s, a[1] * s, a[2] * s];
const level = (v: Vec3, up: Vec3): Vec3 => minus(v, times(up, dot(v, up) / dot(up, up)));
/** Any vector at right angles to `up`, from the world axis that lies least along it. */
function someLevel(up: Vec3): Vec3 {
  const least = up.map(Math.abs).indexOf(Math.min(...up.map(Math.abs)));
  return level([0, 1, 2].map((i) => Number(i === least)) as unknown as Vec3, up); // Three numbers.
}
const degrees = (radians: number): number => (radians * 180) / Math.PI;
const apart = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

describe.skipIf(root === undefined)('every pair', () => {
  for (const [name, format] of ['plush/doll', 'statue/buddha'].flatMap((each) =>
    (['colmap', 'transforms'] as const).map((source) => [each, source] as const),
  )) {
    it(`${name} from ${format}`, async () => {
      const folder = join(root!, name);
      const { capture, views } = await readCapture(folder, { format });
      const { cameras, applied } = raw(folder);
      expect([...cameras.keys()].sort()).toEqual(views.map((view) => view.name).sort());
      const moved = (v: Vec3, isPoint: boolean): Vec3 =>
        applied
          .slice(0, 3)
          .map((row) => dot(row as unknown as Vec3, v) + (isPoint ? row[3]! : 0)) as unknown as Vec3; // Rows of four.
      const up = moved(capture.up, false);
      const centre = moved(capture.centre, true);
      const east = someLevel(up);
      const north = [0, 1, 2].map((i) => {
        const [j, k] = [(i + 1) % 3, (i + 2) % 3];
        return up[j]! * east[k]! - up[k]! * east[j]!;
      }) as unknown as Vec3; // Three numbers: up x east.
      const azimuth = (c: Vec3): number =>
        degrees(Math.atan2(dot(minus(c, centre), north), dot(minus(c, centre), east)));
      let [worstDeg, worstShare, pairs] = [0, 0, 0];
      for (const a of views) {
        const [right, above, backward, at] = cameras.get(a.name)!;
        const inA = (v: Vec3): Vec3 => [dot(v, right), dot(v, above), -dot(v, backward)];
        for (const b of views) {
          if (a === b) continue;
          pairs++;
          const [rightB, upB, backwardB, atB] = cameras.get(b.name)!;
          const baseline = minus(atB, at);
          const length = Math.hypot(...baseline);
          const [ahead, side, head] = [times(backwardB, -1), rightB, upB].map(inA) as [Vec3, Vec3, Vec3];
          const expected = [
            degrees(Math.atan2(ahead[0], ahead[2])),
            degrees(Math.asin(Math.max(-1, Math.min(1, ahead[1])))),
            degrees(Math.atan2(-side[1], head[1])),
            azimuth(atB) - azimuth(at),
          ];
          const motion = relativeMotion(a.camera, b.camera, capture);
          const found = [motion.yawDeg, motion.pitchDeg, motion.rollDeg, motion.horizontalAngleDeg];
          for (const [i, angle] of found.entries()) worstDeg = Math.max(worstDeg, apart(angle, expected[i]!));
          const { right: r, up: u, forward: f } = motion.direction;
          const direction = times(inA(baseline), 1 / length);
          worstShare = Math.max(worstShare, Math.hypot(...minus([r, u, f], direction)));
          const distance = length / Math.hypot(...minus(at, centre));
          worstShare = Math.max(worstShare, Math.abs(motion.distance / distance - 1));
        }
      }
      process.stdout.write(
        `${name} from ${format}: ${pairs} pairs, at most ${worstDeg.toExponential(1)} deg and ${worstShare.toExponential(1)} apart\n`,
      );
      expect(pairs).toBe(views.length * (views.length - 1));
      expect(worstDeg).toBeLessThan(MAX_DEG);
      expect(worstShare).toBeLessThan(MAX_SHARE);
    });
  }
});
