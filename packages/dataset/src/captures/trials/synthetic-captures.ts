/** For tests: known cameras written as CO3D, ScanNet and our own JSON, from the cameras' axes and each format's own words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cameraAxes, cameraCentre, dot, lookAt, scale, type Vec3 } from '@parallax/geometry';
import type { Camera } from '@parallax/geometry/schema';

export const pictureSize = { width: 64, height: 48 };

/** Tilted, rolled cameras at different heights around the origin, with z up and unequal focal lengths. */
export function orbitCameras(count: number): Camera[] {
  return Array.from({ length: count }, (_, i) => {
    const azimuth = (i * 2 * Math.PI) / count;
    const position: Vec3 = [3 * Math.sin(azimuth), -3 * Math.cos(azimuth), 1.1 + 0.3 * (i % 3)];
    const intrinsics = { fx: 60 + i, fy: 70, cx: 30, cy: 25.5, ...pictureSize };
    const cameraToWorld = lookAt({ position, target: [0.1, 0, 0.2], up: [0, 0, 1], rollDeg: 5 * (i % 4) });
    return { intrinsics, cameraToWorld };
  });
}

/** Right, down, forward and the centre: what an OpenCV camera's matrices are made of. */
function opencvAxes(camera: Camera): { axes: readonly [Vec3, Vec3, Vec3]; centre: Vec3 } {
  const { right, up, forward } = cameraAxes(camera);
  return { axes: [right, scale(up, -1), forward], centre: cameraCentre(camera) };
}

export function co3dFrame(
  camera: Camera,
  place: { readonly category: string; readonly sequence: string; readonly number: number },
  format = 'ndc_isotropic',
): Record<string, unknown> {
  const { right, up, forward } = cameraAxes(camera);
  const left = scale(right, -1);
  const centre = cameraCentre(camera);
  const { fx, fy, cx, cy, width, height } = camera.intrinsics;
  const unit = format === 'ndc_isotropic' ? Math.min(width, height) / 2 : null;
  const [ux, uy] = [unit ?? width / 2, unit ?? height / 2];
  const name = `frame${String(place.number).padStart(6, '0')}.jpg`;
  return {
    sequence_name: place.sequence,
    frame_number: place.number,
    frame_timestamp: place.number / 30,
    image: { path: `${place.category}/${place.sequence}/images/${name}`, size: [height, width] },
    depth: { path: 'unread', scale_adjustment: 1, mask_path: null },
    viewpoint: {
      // Columns of R are the camera's axes: a row vector of the world times R gives camera coordinates.
      R: [0, 1, 2].map((i) => [left[i], up[i], forward[i]]),
      T: [left, up, forward].map((axis) => -dot(axis, centre)),
      focal_length: [fx / ux, fy / uy],
      principal_point: [(width / 2 - cx) / ux, (height / 2 - cy) / uy],
      intrinsics_format: format,
    },
  };
}

export function writeCo3d(
  category: string,
  frames: readonly unknown[],
  sequences: readonly unknown[] = [],
): void {
  mkdirSync(category, { recursive: true });
  writeFileSync(join(category, 'frame_annotations.jgz'), gzipSync(JSON.stringify(frames)));
  writeFileSync(join(category, 'sequence_annotations.jgz'), gzipSync(JSON.stringify(sequences)));
}

/** Frames 0, 10, 20, ...: exports skip frames. All have the first camera's intrinsics. */
export function writeScannet(folder: string, cameras: readonly Camera[]): void {
  for (const name of ['pose', 'intrinsic', 'color']) mkdirSync(join(folder, name), { recursive: true });
  const { fx, fy, cx, cy, width, height } = cameras[0]!.intrinsics;
  const intrinsics = [
    [fx, 0, cx, 0],
    [0, fy, cy, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ];
  writeFileSync(join(folder, 'intrinsic/intrinsic_color.txt'), matrixText(intrinsics));
  writeFileSync(
    join(folder, 'scene0000_00.txt'),
    `axisAlignment = 1 0 0 0\ncolorHeight = ${height}\ncolorWidth = ${width}\n`,
  );
  for (const [i, camera] of cameras.entries()) {
    const { axes, centre } = opencvAxes(camera);
    const rows = [0, 1, 2].map((row) => [...axes.map((axis) => axis[row]!), centre[row]!]);
    writeFileSync(join(folder, `pose/${10 * i}.txt`), matrixText([...rows, [0, 0, 0, 1]]));
  }
}

export function ownJson(
  cameras: readonly Camera[],
  form: 'cameraToWorld' | 'worldToCamera' = 'cameraToWorld',
): Record<string, unknown> & { images: Record<string, unknown>[] } {
  const images = cameras.map((camera, i) => {
    const { axes, centre } = opencvAxes(camera);
    const matrix =
      form === 'cameraToWorld'
        ? [0, 1, 2].map((row) => [...axes.map((axis) => axis[row]!), centre[row]!])
        : axes.map((axis) => [...axis, -dot(axis, centre)]);
    return { name: `${i}.png`, [form]: matrix, intrinsics: camera.intrinsics };
  });
  return { format: 'parallax-capture', schemaVersion: 1, cameraAxes: 'opencv', images };
}

function matrixText(rows: readonly (readonly number[])[]): string {
  return `${rows.map((row) => row.join(' ')).join('\n')}\n`;
}
