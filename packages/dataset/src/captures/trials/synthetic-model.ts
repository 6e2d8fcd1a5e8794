/** For tests: COLMAP models written from plain records, binary and text, with hooks to damage them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, type Mat4, opencvFromCameraToWorld, quatFromMat3, type Vec3 } from '@parallax/geometry';

export interface ModelCamera {
  readonly id: number;
  readonly modelId: number;
  readonly modelName: string;
  readonly width: number;
  readonly height: number;
  readonly parameters: readonly number[];
}

export interface ModelImage {
  readonly id: number;
  readonly quaternion: readonly number[];
  readonly translation: readonly number[];
  readonly cameraId: number;
  readonly name: string;
  /** 2D features, to be skipped by readers. */
  readonly features: number;
}

export interface Model {
  readonly cameras: readonly ModelCamera[];
  readonly images: readonly ModelImage[];
  readonly points: readonly Vec3[];
}

export const pinholeCamera: ModelCamera = {
  id: 1,
  modelId: 1,
  modelName: 'PINHOLE',
  width: 32,
  height: 24,
  parameters: [30, 31, 16, 12],
};

export function modelImage(id: number, name: string, cameraToWorld: Mat4, cameraId = 1): ModelImage {
  const { rotation, translation } = opencvFromCameraToWorld(cameraToWorld);
  return { id, quaternion: quatFromMat3(rotation), translation, cameraId, name, features: 3 };
}

/** Cameras on a level ring of radius 3 that look at the origin, at an elevation of 20 degrees. */
export function ringModel(count: number): Model {
  const images = Array.from({ length: count }, (_, i) => {
    const azimuth = (i * 2 * Math.PI) / count;
    const position: Vec3 = [3 * Math.sin(azimuth), 1.1, 3 * Math.cos(azimuth)];
    return modelImage(i + 1, `view-${i}.png`, lookAt({ position, target: [0, 0, 0] }));
  });
  return {
    cameras: [pinholeCamera],
    images,
    points: [
      [0, 0, 0.1],
      [0.1, 0, 0],
      [0, 0.1, 0],
    ],
  };
}

export function writeModelBin(folder: string, model: Model): void {
  mkdirSync(folder, { recursive: true });
  const cameras = [u64(model.cameras.length)];
  for (const camera of model.cameras) {
    cameras.push(
      u32(camera.id),
      u32(camera.modelId),
      u64(camera.width),
      u64(camera.height),
      f64(...camera.parameters),
    );
  }
  const images = [u64(model.images.length)];
  for (const image of model.images) {
    images.push(u32(image.id), f64(...image.quaternion, ...image.translation), u32(image.cameraId));
    images.push(
      Buffer.from(`${image.name}\0`, 'utf8'),
      u64(image.features),
      Buffer.alloc(24 * image.features, UNMATCHED_FEATURE),
    );
  }
  const points = [u64(model.points.length)];
  for (const [i, point] of model.points.entries()) {
    points.push(u64(i + 1), f64(...point), Buffer.from([1, 2, 3]), f64(0.5), u64(2), Buffer.alloc(16));
  }
  writeFileSync(join(folder, 'cameras.bin'), Buffer.concat(cameras));
  writeFileSync(join(folder, 'images.bin'), Buffer.concat(images));
  writeFileSync(join(folder, 'points3D.bin'), Buffer.concat(points));
}

export function writeModelTxt(folder: string, model: Model): void {
  mkdirSync(folder, { recursive: true });
  const cameras = model.cameras.map((c) => [c.id, c.modelName, c.width, c.height, ...c.parameters].join(' '));
  const images = model.images.map((image) => {
    const pose = [image.id, ...image.quaternion, ...image.translation, image.cameraId, image.name].join(' ');
    return `${pose}\n${Array.from({ length: image.features }, () => '1.5 2.5 -1').join(' ')}`;
  });
  const points = model.points.map((p, i) => [i + 1, ...p, 1, 2, 3, 0.5, 1, 0].join(' '));
  writeFileSync(join(folder, 'cameras.txt'), `# Camera list\n${cameras.join('\n')}\n`);
  writeFileSync(join(folder, 'images.txt'), `# Image list\n${images.join('\n')}\n`);
  writeFileSync(join(folder, 'points3D.txt'), `# Points\n${points.join('\n')}\n`);
}

/** x and y of 1.5, and point id -1: a feature without a point. */
const UNMATCHED_FEATURE = Buffer.concat([
  Buffer.from(new Float64Array([1.5, 1.5]).buffer),
  Buffer.alloc(8, 255),
]);

function u32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

function u64(value: number): Buffer {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
}

function f64(...values: number[]): Buffer {
  return Buffer.from(new Float64Array(values).buffer);
}
