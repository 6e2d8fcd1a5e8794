/** Stands the cast in the room: along walls, on the floor, on tops; no two boxes meet, nothing leaves the room. */
import type { SceneObject } from '@parallax/dataset/schema';
import { type Box, boxesOverlap, boxSize, type Random, type Vec3 } from '@parallax/geometry';
import type { Asset } from '../../assets/catalogue.ts';
import type { GenerateConfig } from '../../config.ts';
import type { PlacedShape } from '../../render/stage.ts';
import { place, placeAsset } from '../place-asset.ts';
import type { Cast, CastMember } from './cast.ts';
import { boundsAt, footprintOf } from './footprint.ts';
import { drawOccluder } from './occluders.ts';
import type { Opening, RoomPlan, Wall } from './plan.ts';

/** Between things on the floor, between things on a top, and to the walls, metres. */
const GAP = { floor: 0.12, top: 0.04, wall: 0.03 };
/** Kept free before the door, metres. */
const DOORSTEP = 0.9;
/** Higher tops are out of sight for a person. */
const HIGHEST_TOP_M = 1.2;
const TRIES = 60;
const LIFT = 1e-4;

/** Where something stands, before it is known to be free. */
interface Spot {
  readonly position: Vec3;
  readonly yawDeg: number;
}

/**
 * @returns the subject first, then the others; fewer than wanted where no place is found, undefined where the subject
 * or too many others find none.
 */
export function furnish(
  config: GenerateConfig,
  plan: RoomPlan,
  cast: Cast,
  assetOf: (objectId: string) => Asset,
  random: Random,
): PlacedShape[] | undefined {
  const blocked: Box[] = [doorstep(plan.door)];
  const placed: PlacedShape[] = [];
  const put = (member: CastMember, draw: Random, floorToo = true): PlacedShape | undefined => {
    const asset = assetOf(member.objectId);
    const scale = draw.uniform(...member.place.sizeM);
    for (const spot of spotsOf(member, asset, scale, plan, placed, floorToo, draw)) {
      const bounds = boundsAt(footprintOf(asset.shape), scale, spot.position, spot.yawDeg);
      if (!fits(bounds, plan.bounds, placed, blocked)) continue;
      const done = measured(placeAsset(asset, member.role, scale, spot.position, spot.yawDeg), asset, scale);
      placed.push(done);
      return done;
    }
    return undefined;
  };
  const { objects } = cast;
  const carriers = objects.filter(({ place }) => place.carries);
  for (const [k, member] of carriers.slice(0, 1).entries()) put(member, random.fork(`carrier ${k}`));
  const subject = put(cast.subject, random.fork('subject'));
  if (subject === undefined) return undefined;
  const rest = objects.filter((member) => !placed.some(({ object }) => object.objectId === member.objectId));
  // Large things first, and what stands on tops last, when the tops stand.
  const order = (member: CastMember): number =>
    (member.place.stands === 'surface' ? 10 : 0) - member.place.sizeM[1];
  const wanted = rest.slice(0, Math.max(0, cast.count + 1 - placed.length));
  const candidates = [
    ...[...wanted].sort((a, b) => order(a) - order(b)).map((member) => ({ member, floorToo: false })),
    ...rest.slice(wanted.length).map((member) => ({ member, floorToo: false })),
    // What belongs on a table stands on the floor only where nothing else is left.
    ...wanted.map((member) => ({ member, floorToo: true })),
  ];
  for (const { member, floorToo } of candidates) {
    if (placed.length > cast.count) break;
    if (placed.some(({ object }) => object.objectId === member.objectId)) continue;
    put(member, random.fork(`${member.objectId} ${floorToo}`), floorToo);
  }
  if (placed.length - 1 < config.room.objects.least) return undefined;
  const standing: PlacedShape[] = [];
  for (const agent of cast.agents) {
    const done = put(agent, random.fork(agent.objectId));
    if (done !== undefined) standing.push(done);
  }
  if (standing.length < config.room.agents.least) return undefined;
  if (!putOccluders(config, plan, placed, blocked, random.fork('occluders'))) return undefined;
  return [subject, ...placed.filter((item) => item !== subject)];
}

function* spotsOf(
  { role, place: { stands } }: CastMember,
  { shape }: Asset,
  scale: number,
  plan: RoomPlan,
  placed: readonly PlacedShape[],
  floorToo: boolean,
  random: Random,
): Generator<Spot> {
  const { min, max } = plan.bounds;
  const foot = Math.hypot(shape.size[0], shape.size[2]) * scale;
  if (stands === 'surface') {
    for (const table of random.shuffle(placed)) yield* tops(table, foot, random);
    if (!floorToo) return;
  }
  if (stands === 'wall') {
    for (let k = 0; k < TRIES; k++) yield againstWall(random.pick(plan.walls), shape.size, scale, random);
  }
  for (let k = 0; k < TRIES; k++) {
    // The subject is looked at from all around: it stands away from the walls.
    const share = role === 'subject' ? 0.5 : 1;
    const at = (axis: 0 | 2): number => share * random.uniform(min[axis], max[axis]);
    const position: Vec3 = [at(0), 0, at(2)];
    const yawDeg = role === 'agent' ? inward(position, random) : random.uniform(-180, 180);
    yield { position, yawDeg };
  }
}

/** A few places on a thing's top, if it has one that is seen from above. */
function* tops({ object, shape }: PlacedShape, foot: number, random: Random): Generator<Spot> {
  const { support } = shape;
  const top = object.bounds.max[1];
  if (support === undefined || top > HIGHEST_TOP_M) return;
  const [x, z] = [(support.width * object.scale - foot) / 2, (support.depth * object.scale - foot) / 2];
  if (x < 0 || z < 0) return;
  const yaw = (object.yawDeg * Math.PI) / 180;
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
  for (let k = 0; k < TRIES / 4; k++) {
    const [right, ahead] = [random.uniform(-x, x), random.uniform(-z, z)];
    const position: Vec3 = [
      object.position[0] + cos * right + sin * ahead,
      top + LIFT,
      object.position[2] - sin * right + cos * ahead,
    ];
    yield { position, yawDeg: object.yawDeg + random.uniform(-50, 50) };
  }
}

function againstWall(wall: Wall, size: readonly number[], scale: number, random: Random): Spot {
  const yaw = (wall.yawDeg * Math.PI) / 180;
  const slack = Math.max(0, wall.length / 2 - (size[0]! * scale) / 2 - GAP.wall);
  const along = random.uniform(-slack, slack);
  const reach = (size[2]! * scale) / 2 + GAP.wall + 0.02 - wall.away;
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
  return { position: [cos * along + sin * reach, 0, -sin * along + cos * reach], yawDeg: wall.yawDeg };
}

/** Facing the room's middle, more or less. */
function inward([x, , z]: Vec3, random: Random): number {
  return (Math.atan2(-x, -z) * 180) / Math.PI + random.uniform(-70, 70);
}

function fits(bounds: Box, room: Box, placed: readonly PlacedShape[], blocked: readonly Box[]): boolean {
  const { min, max } = bounds;
  for (const axis of [0, 2] as const) {
    if (min[axis] < room.min[axis] + GAP.wall || max[axis] > room.max[axis] - GAP.wall) return false;
  }
  if (max[1] > room.max[1]) return false;
  if (min[1] < LIFT / 2 && blocked.some((box) => boxesOverlap(bounds, box))) return false;
  return placed.every(({ object: other }) => {
    const onTop = min[1] > LIFT / 2;
    // On a top, its carrier touches from below; on the floor, gaps are level ones.
    if (onTop)
      return !boxesOverlap(bounds, grown(other.bounds, other.bounds.min[1] > LIFT / 2 ? GAP.top : 0));
    return !boxesOverlap(bounds, grown(other.bounds, GAP.floor));
  });
}

function grown({ min, max }: Box, gap: number): Box {
  return { min: [min[0] - gap, min[1], min[2] - gap], max: [max[0] + gap, max[1], max[2] + gap] };
}

function putOccluders(
  config: GenerateConfig,
  plan: RoomPlan,
  placed: PlacedShape[],
  blocked: readonly Box[],
  random: Random,
): boolean {
  const { least, most } = config.room.occluders;
  const count = random.int(least, most + 1);
  const { min, max } = plan.bounds;
  let standing = 0;
  for (let k = 0; k < count; k++) {
    const draw = random.fork(`${k}`);
    const { family, colour, shape } = drawOccluder(max[1], config.look === 'rich', draw);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const position: Vec3 = [draw.uniform(min[0], max[0]), 0, draw.uniform(min[2], max[2])];
      const yawDeg = draw.uniform(-180, 180);
      const record = { family, role: 'occluder' as const, colour, position, yawDeg, scale: 1, front: null };
      const bounds = boundsAt(footprintOf(shape), 1, position, yawDeg);
      if (!fits(bounds, plan.bounds, placed, blocked)) continue;
      placed.push(place(shape, { objectId: `${family}-${colour}-${k}`, extents: shape.size, ...record }));
      standing++;
      break;
    }
  }
  return standing >= least;
}

/** The record with the object's own extents, which sizes and distances are measured on. */
function measured(done: PlacedShape, { shape }: Asset, scale: number): PlacedShape {
  const [x, y, z] = shape.size;
  const object: SceneObject = { ...done.object, extents: [x * scale, y * scale, z * scale] };
  return { shape: done.shape, object };
}

function doorstep({ wall, along, width }: Opening): Box {
  const yaw = (wall.yawDeg * Math.PI) / 180;
  const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
  const corner = (x: number, out: number): [number, number] => {
    const reach = out - wall.away;
    return [cos * x + sin * reach, -sin * x + cos * reach];
  };
  const [a, b] = [corner(along - width / 2, 0), corner(along + width / 2, DOORSTEP)];
  return {
    min: [Math.min(a[0], b[0]), 0, Math.min(a[1], b[1])],
    max: [Math.max(a[0], b[0]), 2, Math.max(a[1], b[1])],
  };
}

/** Largest extent of what stands somewhere, metres. */
export function largestExtent({ object }: PlacedShape): number {
  return Math.max(...(object.extents ?? boxSize(object.bounds)));
}
