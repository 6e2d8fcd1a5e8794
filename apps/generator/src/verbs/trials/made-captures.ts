/** For tests: small captures with pictures in several formats, and verbs run as real processes. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { cameraAxes, cameraCentre, dot, lookAt, scale, type Vec3 } from '@parallax/geometry';
import sharp from 'sharp';

export const dispatch = fileURLToPath(
  new URL('../../../../../infra/bootstrap/dispatch.mjs', import.meta.url),
);
const picture = sharp({ create: { width: 32, height: 24, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();
const VIEWS = 12;

export interface Run {
  readonly code: number | null;
  readonly result: Readonly<Record<string, unknown>>;
  readonly stderr: string;
}

export function parallax(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [dispatch, ...args, '--json'], (error, stdout, stderr) => {
      const line = stdout.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code: error === null ? 0 : Number(error.code), result: JSON.parse(line || '{}'), stderr });
    });
  });
}

interface Pose {
  readonly right: Vec3;
  readonly down: Vec3;
  readonly forward: Vec3;
  readonly centre: Vec3;
}

/** Cameras on a ring of three units that rises and falls; the world's z is up. */
function ring(phase: number): Pose[] {
  return Array.from({ length: VIEWS }, (_, i) => {
    const azimuth = phase + (i * 2 * Math.PI) / VIEWS;
    const position: Vec3 = [3 * Math.sin(azimuth), -3 * Math.cos(azimuth), 1 + 0.1 * (i % 3)];
    const intrinsics = { fx: 30, fy: 30, cx: 16, cy: 12, width: 32, height: 24 };
    const camera = { intrinsics, cameraToWorld: lookAt({ position, target: [0, 0, 0], up: [0, 0, 1] }) };
    const { right, up, forward } = cameraAxes(camera);
    return { right, down: scale(up, -1), forward, centre: cameraCentre(camera) };
  });
}

async function put(path: string, content?: string | Buffer): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content ?? (await picture));
}

const columns = ({ right, down, forward, centre }: Pose): number[][] =>
  [0, 1, 2].map((row) => [right[row]!, down[row]!, forward[row]!, centre[row]!]);

export async function writeOwn(folder: string, phase: number): Promise<void> {
  const images = ring(phase).map((pose, i) => ({ name: `${i}.jpg`, cameraToWorld: columns(pose) }));
  for (const { name } of images) await put(join(folder, 'images', name));
  const intrinsics = { width: 32, height: 24, fx: 30 };
  const whole = { format: 'parallax-capture', schemaVersion: 1, cameraAxes: 'opencv', intrinsics, images };
  await put(join(folder, 'capture.json'), JSON.stringify(whole));
}

export async function writeScannet(folder: string): Promise<void> {
  for (const [i, pose] of ring(0.5).entries()) {
    const rows = [...columns(pose), [0, 0, 0, 1]].map((row) => row.join(' '));
    await put(join(folder, `pose/${i}.txt`), rows.join('\n'));
    await put(join(folder, `color/${i}.jpg`));
  }
  await put(join(folder, 'pose/99.txt'), Array(4).fill('-inf -inf -inf -inf').join('\n'));
  await put(join(folder, 'intrinsic/intrinsic_color.txt'), '30 0 16 0\n0 30 12 0\n0 0 1 0\n0 0 0 1\n');
}

export async function writeCo3d(root: string): Promise<void> {
  const frames = [];
  for (const [k, sequence] of ['106_1_2', '107_3_4', '108_5_6'].entries()) {
    for (const [i, { right, down, forward, centre }] of ring(0.1 * k).entries()) {
      const axes = [scale(right, -1), scale(down, -1), forward];
      const path = `hydrant/${sequence}/images/frame${String(i + 1).padStart(6, '0')}.jpg`;
      // The third sequence was not unpacked.
      if (k < 2) await put(join(root, path));
      frames.push({
        sequence_name: sequence,
        frame_number: i + 1,
        image: { path, size: [24, 32] },
        viewpoint: {
          R: [0, 1, 2].map((row) => axes.map((axis) => axis[row])),
          T: axes.map((axis) => -dot(axis, centre)),
          focal_length: [2.5, 2.5],
          principal_point: [0, 0],
          intrinsics_format: 'ndc_isotropic',
        },
      });
    }
  }
  await put(join(root, 'hydrant/frame_annotations.jgz'), gzipSync(JSON.stringify(frames)));
}
