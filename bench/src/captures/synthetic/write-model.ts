/** A COLMAP model of any size in a folder, as COLMAP itself writes it; written piece by piece, so memory stays flat. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, opencvFromCameraToWorld, quatFromMat3, type Vec3 } from '@parallax/geometry';

export interface ModelSize {
  readonly images: number;
  /** 2D features of each image, none of them with a 3D point. */
  readonly features: number;
  /** 3D points, each with a track of two features. */
  readonly points: number;
}

const FEATURE_BYTES = 24;
const UNMATCHED = 0xffff_ffff_ffff_ffffn;

/**
 * Cameras on a level ring of three units around the origin.
 * @param phase radians by which the ring is turned: models of one tree differ by it.
 */
export function writeModel(folder: string, size: ModelSize, phase = 0): void {
  mkdirSync(folder, { recursive: true });
  write(join(folder, 'cameras.bin'), [cameras()]);
  write(join(folder, 'images.bin'), images(size, phase));
  write(join(folder, 'points3D.bin'), [points(size.points)]);
}

function cameras(): Buffer {
  const out = Buffer.alloc(8 + 24 + 4 * 8);
  out.writeBigUInt64LE(1n, 0);
  out.writeUInt32LE(1, 8); // Id.
  out.writeInt32LE(1, 12); // PINHOLE.
  out.writeBigUInt64LE(1920n, 16);
  out.writeBigUInt64LE(1080n, 24);
  for (const [i, parameter] of [1500, 1500, 960, 540].entries()) out.writeDoubleLE(parameter, 32 + 8 * i);
  return out;
}

function* images({ images: count, features }: ModelSize, phase: number): Generator<Buffer> {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(count));
  yield head;
  const feature = Buffer.alloc(FEATURE_BYTES * features);
  for (let i = 0; i < features; i++) {
    feature.writeDoubleLE((i * 37.5) % 1920, FEATURE_BYTES * i);
    feature.writeDoubleLE((i * 11.25) % 1080, FEATURE_BYTES * i + 8);
    feature.writeBigUInt64LE(UNMATCHED, FEATURE_BYTES * i + 16);
  }
  for (let i = 0; i < count; i++) {
    const name = `frame_${String(i).padStart(6, '0')}.jpg`;
    const out = Buffer.alloc(64 + name.length + 1 + 8);
    out.writeUInt32LE(i + 1, 0);
    for (const [k, value] of pose(phase + (i * 2 * Math.PI) / count).entries())
      out.writeDoubleLE(value, 4 + 8 * k);
    out.writeUInt32LE(1, 60);
    out.write(name, 64);
    out.writeBigUInt64LE(BigInt(features), 64 + name.length + 1);
    yield out;
    yield feature;
  }
}

function pose(azimuth: number): readonly number[] {
  const position: Vec3 = [3 * Math.sin(azimuth), 1.1, 3 * Math.cos(azimuth)];
  const { rotation, translation } = opencvFromCameraToWorld(lookAt({ position, target: [0, 0, 0] }));
  return [...quatFromMat3(rotation), ...translation];
}

function points(count: number): Buffer {
  const bytes = 8 + 24 + 3 + 8 + 8 + 2 * 8;
  const out = Buffer.alloc(8 + bytes * count);
  out.writeBigUInt64LE(BigInt(count));
  for (let i = 0; i < count; i++) {
    const at = 8 + bytes * i;
    out.writeBigUInt64LE(BigInt(i + 1), at);
    const [x, y, z] = [Math.sin(i), Math.cos(3 * i), Math.sin(7 * i)];
    for (const [k, value] of [x, y, z].entries()) out.writeDoubleLE(value / 5, at + 8 + 8 * k);
    out.writeDoubleLE(0.5, at + 35);
    out.writeBigUInt64LE(2n, at + 43);
    out.writeUInt32LE(1, at + 51);
    out.writeUInt32LE(2, at + 59);
  }
  return out;
}

function write(path: string, pieces: Iterable<Buffer>): void {
  const handle = openSync(path, 'w');
  for (const piece of pieces) writeSync(handle, piece);
  closeSync(handle);
}
