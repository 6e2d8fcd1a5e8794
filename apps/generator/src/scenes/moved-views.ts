/**
 * Views in which one object stands elsewhere, for questions about what moved. Each is taken with a camera that the
 * scene has a view of as it is: so a pair of views differs by the object, by the camera, or by both.
 */
import type { Placement, SceneObject } from '@parallax/dataset/schema';
import {
  add,
  type Box,
  boxCentre,
  boxesOverlap,
  type Camera,
  cameraCentre,
  type Random,
  scale,
  type Vec3,
} from '@parallax/geometry';
import type { BuiltScene } from './build.ts';
import { inFrame } from './sight.ts';

const MOVABLE: ReadonlySet<SceneObject['role']> = new Set(['subject', 'bystander', 'agent']);
/** Bearings from the line of sight, degrees: away, right, towards, left; jittered, so that none is ever exact. */
const WAYS_DEG = [0, 90, 180, 270];
const JITTER_DEG = 22;
/** Length of the way, of the camera's distance to the object; and its bounds, metres. */
const SHARE = [0.14, 0.4] as const;
const LENGTH_M = [0.25, 1.6] as const;
/** Free space around the object where it goes, metres. */
const CLEARANCE_M = 0.04;
/** Its middle stays so far inside the frame, of the frame's size. */
const FRAME_MARGIN = 0.06;
/** An object whose foot is higher than this stands on another and would float. */
const ON_FLOOR_M = 0.02;
const TRIES = 80;

/**
 * Appends `count` such views, fewer where nothing can be moved.
 * @returns the scene itself for a count of zero: no other draw of it depends on this one.
 */
export function withMovedViews(built: BuiltScene, count: number): BuiltScene {
  if (count === 0) return built;
  const random = built.random.fork('moved views');
  const cameras: Camera[] = [];
  const moved: Placement[][] = [];
  for (let k = 0; k < count; k++) {
    const draw = random.fork(String(k));
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const camera = draw.pick(built.cameras);
      const placement = drawPlacement(built, camera, draw);
      if (placement === undefined) continue;
      cameras.push(camera);
      moved.push([placement]);
      break;
    }
  }
  return {
    ...built,
    cameras: [...built.cameras, ...cameras],
    moved: [...built.cameras.map((_, k) => built.moved?.[k] ?? []), ...moved],
  };
}

function drawPlacement({ scene }: BuiltScene, camera: Camera, random: Random): Placement | undefined {
  const { objects, room } = scene;
  const movable = objects.filter((object) => MOVABLE.has(object.role) && isFree(object, objects));
  const seen = movable.filter((object) => inFrame(camera, boxCentre(object.bounds), FRAME_MARGIN));
  if (seen.length === 0) return undefined;
  const object = random.pick(seen);
  const eye = cameraCentre(camera);
  const centre = boxCentre(object.bounds);
  const [x, z] = [centre[0] - eye[0], centre[2] - eye[2]];
  const distance = Math.hypot(x, z);
  const bearing = ((random.pick(WAYS_DEG) + random.uniform(-JITTER_DEG, JITTER_DEG)) * Math.PI) / 180;
  const length = Math.min(LENGTH_M[1], Math.max(LENGTH_M[0], random.uniform(...SHARE) * distance));
  // Ahead is (x, z); its right hand, seen from above with +Y up, is (-z, x).
  const [along, aside] = [Math.cos(bearing), Math.sin(bearing)];
  const way: Vec3 = [along * x - aside * z, 0, along * z + aside * x];
  const by = scale(way, length / Math.hypot(way[0], way[2]));
  const bounds: Box = { min: add(object.bounds.min, by), max: add(object.bounds.max, by) };
  const blocked = objects.some(
    (other) => other !== object && boxesOverlap(bounds, other.bounds, CLEARANCE_M),
  );
  if (blocked || !isInside(bounds, room) || holds(bounds, eye)) return undefined;
  if (!inFrame(camera, boxCentre(bounds), FRAME_MARGIN)) return undefined;
  return { objectId: object.objectId, position: add(object.position, by), yawDeg: object.yawDeg };
}

/** Stands on the floor, and nothing stands on it. */
function isFree(object: SceneObject, objects: readonly SceneObject[]): boolean {
  if (object.bounds.min[1] > ON_FLOOR_M) return false;
  return !objects.some(
    (other) =>
      other !== object && other.bounds.min[1] > ON_FLOOR_M && boxesOverlap(object.bounds, other.bounds, 0.1),
  );
}

function isInside({ min, max }: Box, room: Box | undefined): boolean {
  if (room === undefined) return true;
  return [0, 2].every((i) => min[i]! >= room.min[i]! && max[i]! <= room.max[i]!);
}

/** The camera itself must not end up in the object, nor right before it. */
function holds({ min, max }: Box, eye: Vec3): boolean {
  const gap = 0.4;
  return [0, 2].every((i) => eye[i]! > min[i]! - gap && eye[i]! < max[i]! + gap);
}
