import type { Placement } from '@parallax/dataset/schema';
import { type Camera, intrinsicsFromFov, lookAt, project, type Vec3 } from '@parallax/geometry';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { paint } from '../../assets/paint/paint.ts';
import { palette } from '../../assets/paint/palette.ts';
import { ShapeBuilder } from '../../assets/shape.ts';
import { GenerateConfigSchema } from '../../config.ts';
import { buildScene } from '../../scenes/build.ts';
import { splitSubjects } from '../../scenes/subjects.ts';
import { SceneRenderer } from '../renderer.ts';
import type { PlacedShape } from '../stage.ts';
import { encodePasses } from './encode-passes.ts';
import type { ViewPasses } from './view-passes.ts';

const SIZE = 96;
const renderer = new SceneRenderer(SIZE);
afterAll(() => renderer.dispose());
/** SwiftShader, under ANGLE, snaps corners to a sixteenth of a pixel: on long thin triangles what it interpolates is off. */
const exact = renderer.imageSource.startsWith('mesa');
const tolerance = exact
  ? { depth: 0.001, point: 0.0005, offPixels: 0 }
  : { depth: 0.015, point: 0.01, offPixels: 0.02 };
const config = GenerateConfigSchema.parse({ seed: 'passes', imageSizePx: SIZE, viewsPerScene: 4 });
const { look } = buildScene(config, 'train', 0, splitSubjects(config).train);
const intrinsics = intrinsicsFromFov({ fovYDeg: 55, width: SIZE, height: SIZE });
const cameras = [
  [2.4, 1.6, 2.1],
  [-2.9, 0.7, 1.2],
  [0.4, 2.8, -2.6],
].map(
  (position): Camera => ({
    intrinsics,
    cameraToWorld: lookAt({ position: position as unknown as Vec3, target: [0, 0.3, 0] }),
  }),
);

/** Half extents of the box, metres; it stands at `position`, turned by `yawDeg`. */
const HALF = [0.5, 0.3, 0.2] as const;
const SCALE = 1;

function box(objectId: string, position: Vec3, yawDeg: number): PlacedShape {
  const shape = new ShapeBuilder().box([1, 0.6, 0.4], paint(palette.red)).finish();
  const base = { family: 'box', role: 'subject', colour: 'red', front: null } as const;
  const bounds = { min: [0, 0, 0], max: [0, 0, 0] } as const;
  return { shape, object: { ...base, objectId, position, yawDeg, scale: SCALE, bounds } };
}

interface Hit {
  readonly depth: number;
  readonly normal: Vec3;
  /** In the box's frame, origin at its foot. */
  readonly point: Vec3 | null;
  readonly number: number;
}

/** The independent route: one ray a pixel against the floor and the boxes, by the slab method. */
function cast(camera: Camera, column: number, row: number, boxes: readonly PlacedShape[]): Hit | null {
  const { fx, fy, cx, cy } = camera.intrinsics;
  const m = camera.cameraToWorld;
  const [u, v] = [(column + 0.5 - cx) / fx, -(row + 0.5 - cy) / fy];
  // Not of unit length: its parameter is the depth along the viewing axis.
  const d: Vec3 = [m[0] * u + m[1] * v - m[2], m[4] * u + m[5] * v - m[6], m[8] * u + m[9] * v - m[10]];
  const o: Vec3 = [m[3], m[7], m[11]];
  let best: Hit | null = d[1] < 0 ? { depth: -o[1] / d[1], normal: [0, 1, 0], point: null, number: 0 } : null;
  for (const [k, { object }] of boxes.entries()) {
    const yaw = (object.yawDeg * Math.PI) / 180;
    const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
    const into = ([x, y, z]: Vec3): Vec3 => [cos * x - sin * z, y, sin * x + cos * z];
    const [px, py, pz] = object.position;
    const [from, along] = [into([o[0] - px, o[1] - py - HALF[1], o[2] - pz]), into(d)];
    let [near, far, axis, side] = [-Infinity, Infinity, 0, 1];
    for (const i of [0, 1, 2] as const) {
      const sign = along[i] > 0 ? -1 : 1;
      const enter = (sign * HALF[i] - from[i]) / along[i];
      const leave = (-sign * HALF[i] - from[i]) / along[i];
      if (enter > near) [near, axis, side] = [enter, i, sign];
      far = Math.min(far, leave);
    }
    if (near >= far || near <= 0 || (best !== null && near >= best.depth)) continue;
    const own: [number, number, number] = [0, 0, 0];
    own[axis] = side;
    const normal: Vec3 = [cos * own[0] + sin * own[2], own[1], -sin * own[0] + cos * own[2]];
    const point: Vec3 = [
      from[0] + near * along[0],
      from[1] + near * along[1] + HALF[1],
      from[2] + near * along[2],
    ];
    best = { depth: near, normal, point, number: k + 1 };
  }
  return best;
}

function draw(camera: Camera, moved: readonly Placement[] = []): ViewPasses {
  const { passes } = renderer.render(camera, { moved, passes: true });
  if (passes === undefined) throw new Error('no passes were drawn');
  return passes;
}

/** Pixels whose neighbours see the same thing: on an edge two rasterisers may differ. */
function inner(hits: readonly (Hit | null)[], at: number): boolean {
  const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
  if (x === 0 || y === 0 || x === SIZE - 1 || y === SIZE - 1) return false;
  const face = (k: number): string => `${hits[k]?.number} ${hits[k]?.normal}`;
  const around = [-SIZE - 1, -SIZE, -SIZE + 1, -1, 1, SIZE - 1, SIZE, SIZE + 1];
  return around.map((step) => at + step).every((k) => face(k) === face(at));
}

function compare(camera: Camera, passes: ViewPasses, boxes: readonly PlacedShape[]): Record<string, number> {
  const hits = Array.from({ length: SIZE * SIZE }, (_, at) =>
    cast(camera, at % SIZE, Math.floor(at / SIZE), boxes),
  );
  const worst = { depth: 0, normal: 0, point: 0, mask: 0, objects: 0, sky: 0 };
  for (const [at, hit] of hits.entries()) {
    if (!inner(hits, at)) continue;
    if (hit === null || hit.depth > 35) {
      // Beyond the floor's edge there is sky, or floor far away.
      if (hit === null && passes.depth[at] !== 0) worst.sky++;
      continue;
    }
    if (passes.mask[at] !== hit.number) worst.mask++;
    worst.depth = Math.max(worst.depth, Math.abs(passes.depth[at]! / 1000 - hit.depth) / hit.depth);
    for (const k of [0, 1, 2] as const) {
      const normal = (passes.normals[3 * at + k]! - 128) / 127;
      worst.normal = Math.max(worst.normal, Math.abs(normal - hit.normal[k]));
      if (hit.point === null) continue;
      const { low, span } = passes.objects[hit.number - 1]!;
      const point = low[k] + (span * (passes.coordinates[3 * at + k]! - 1)) / 65_534;
      worst.point = Math.max(worst.point, Math.abs(point - hit.point[k]));
    }
    if (hit.point !== null) worst.objects++;
  }
  return worst;
}

describe('passes', () => {
  it('agree with one ray a pixel against floor and turned boxes', () => {
    const boxes = [box('a', [0, 0, 0], 33), box('b', [-0.7, 0, -0.9], -70)];
    renderer.load({ placed: boxes, look });
    for (const camera of cameras) {
      const worst = compare(camera, draw(camera), boxes);
      expect(worst['objects']).toBeGreaterThan(300);
      expect(worst).toMatchObject({ mask: 0, sky: 0 });
      expect(worst['depth']).toBeLessThan(tolerance.depth);
      expect(worst['normal']).toBeLessThan(0.005);
      expect(worst['point']).toBeLessThan(tolerance.point);
    }
  });

  it('follow objects that stand elsewhere in one view, and forget it in the next', () => {
    const boxes = [box('a', [0, 0, 0], 33), box('b', [-0.7, 0, -0.9], -70)];
    renderer.load({ placed: boxes, look });
    const [camera] = cameras as [Camera];
    const before = renderer.render(camera);
    const placement = { objectId: 'b', position: [0.9, 0, -0.2] as Vec3, yawDeg: 15 };
    const there = [boxes[0]!, box('b', placement.position, placement.yawDeg)];
    const moved = renderer.render(camera, { moved: [placement], passes: true });
    const worst = compare(camera, moved.passes!, there);
    expect(worst).toMatchObject({ mask: 0, sky: 0 });
    expect(worst['depth']).toBeLessThan(tolerance.depth);
    expect(worst['point']).toBeLessThan(tolerance.point);
    // Shadows too: the picture is that of a scene in which the box always stood there.
    renderer.load({ placed: there, look });
    const always = renderer.render(camera);
    expect(Buffer.compare(moved.rgb, always.rgb)).toBe(0);
    expect(moved.visible).toEqual(always.visible);
    renderer.load({ placed: boxes, look });
    renderer.render(camera, { moved: [placement] });
    const after = renderer.render(camera);
    expect(Buffer.compare(after.rgb, before.rgb)).toBe(0);
    expect(Buffer.compare(after.rgb, moved.rgb)).not.toBe(0);
    const refused = (moves: Placement[]) => (): unknown => renderer.render(camera, { moved: moves });
    expect(refused([{ ...placement, objectId: 'c' }])).toThrowError(/does not hold/);
    expect(refused([placement, placement])).toThrowError(/twice/);
  });

  it('of procedural scenes: coordinates give the point that projects to the pixel, mask counts what is visible', () => {
    for (let index = 0; index < 3; index++) {
      const built = buildScene(config, 'train', index, splitSubjects(config).train);
      renderer.load(built);
      let [checked, off] = [0, 0];
      for (const camera of built.cameras) {
        const { visible, passes } = renderer.render(camera, { passes: true });
        const counts = new Map<number, number>();
        for (const [at, number] of passes!.mask.entries()) {
          if (number === 0) continue;
          counts.set(number, (counts.get(number) ?? 0) + 1);
          const { position, yawDeg } = built.placed[number - 1]!.object;
          const { low, span } = passes!.objects[number - 1]!;
          const [x, y, z] = [0, 1, 2].map(
            (k) => low[k]! + (span * (passes!.coordinates[3 * at + k]! - 1)) / 65_534,
          ) as [number, number, number];
          const yaw = (yawDeg * Math.PI) / 180;
          const world: Vec3 = [
            Math.cos(yaw) * x + Math.sin(yaw) * z + position[0],
            y + position[1],
            -Math.sin(yaw) * x + Math.cos(yaw) * z + position[2],
          ];
          const pixel = project(camera, world);
          const away = Math.hypot(pixel.x - (at % SIZE) - 0.5, pixel.y - Math.floor(at / SIZE) - 0.5);
          const deeper = Math.abs(pixel.depth - passes!.depth[at]! / 1000);
          if (!(away < 0.07 && deeper < 0.002)) off++;
          const n = [0, 1, 2].map((k) => (passes!.normals[3 * at + k]! - 128) / 127);
          expect(Math.abs(Math.hypot(...n) - 1)).toBeLessThan(0.01);
          checked++;
        }
        const ids = passes!.objects.map(({ objectId, number }) => [objectId, counts.get(number) ?? 0]);
        const seen = new Map(visible.map(({ objectId, pixels }) => [objectId, pixels]));
        expect(ids).toEqual(ids.map(([objectId]) => [objectId, seen.get(objectId as string) ?? 0]));
      }
      expect(checked).toBeGreaterThan(1000);
      expect(off / checked).toBeLessThanOrEqual(tolerance.offPixels);
    }
  });

  it('measures more objects than one silhouette draw holds', () => {
    const boxes = Array.from({ length: 40 }, (_, k) =>
      box(`box-${k}`, [(k % 8) * 1.3 - 4.5, 0, Math.floor(k / 8) * 1.3 - 3], 0),
    );
    renderer.load({ placed: boxes, look });
    const above = lookAt({ position: [0, 9.5, 0.5], target: [0, 0, 0] });
    const { visible } = renderer.render({ intrinsics, cameraToWorld: above });
    expect(visible.map(({ objectId }) => objectId)).toEqual(boxes.map(({ object }) => object.objectId));
    for (const { fraction } of visible) expect(fraction).toBe(1);
  });

  it('survive their PNG files, 16 bits included', async () => {
    renderer.load({ placed: [box('a', [0, 0, 0], 33)], look });
    const passes = draw(cameras[0]!);
    const row = await encodePasses('v', passes, SIZE, ['depth', 'mask', 'coordinates']);
    expect(row.normals).toBeNull();
    const decode = async (file: Uint8Array | null, space: 'grey16' | 'rgb16'): Promise<Uint16Array> => {
      const { data } = await sharp(file!).toColourspace(space).raw({ depth: 'ushort' }).toBuffer({
        resolveWithObject: true,
      });
      return new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    };
    expect(await decode(row.depth, 'grey16')).toEqual(passes.depth);
    expect(await decode(row.coordinates, 'rgb16')).toEqual(passes.coordinates);
    expect(await sharp(row.mask!).metadata()).toMatchObject({ channels: 1, depth: 'uchar', width: SIZE });
    const mask = await sharp(row.mask!).toColourspace('b-w').raw().toBuffer();
    expect(new Uint8Array(mask)).toEqual(passes.mask);
  });
});
