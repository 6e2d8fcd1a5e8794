/** A walk through a room: views in the order of the steps, at eye height, looking ahead and at what stands there. */
import type { SceneObject } from '@parallax/dataset/schema';
import {
  type Box,
  boxCentre,
  type Camera,
  type Intrinsics,
  lookAt,
  type Random,
  segmentBlocked,
  type Vec3,
} from '@parallax/geometry';
import { canStand, EYE_M } from './free-views.ts';
import { CELL_M, type FloorPoint, findPath, freeCells } from './path.ts';

export interface WalkOptions {
  readonly count: number;
  readonly room: Box;
  readonly objects: readonly SceneObject[];
  readonly intrinsics: Intrinsics;
}

/** Places that a walk visits after its start; each as far from the last as can be found. */
const STOPS = 4;
const CANDIDATES = 12;
/** How far ahead the walker sees the way, metres. */
const LOOK_AHEAD = 1.1;
/** The gaze turns from the way towards things, so far and in such steps, degrees. */
const GAZE = { mostDeg: 120, stepDeg: 10 };
/** What lies within that of the gaze is seen, degrees. */
const SEEN_DEG = 32;
/** One thing in the middle of the gaze outweighs so many degrees off the way. */
const WORTH_DEG = 70;
/** Between one view and the next; neighbours share what they see. */
const MOST_TURN_DEG = 40;
const DOWN_DEG = [6, 13] as const;
const SMOOTHING = 6;

/** @returns undefined when too little of the floor is free. */
export function sampleWalk(
  { count, room, objects, intrinsics }: WalkOptions,
  random: Random,
): Camera[] | undefined {
  const eye = random.uniform(EYE_M[0] + 0.15, EYE_M[1] - 0.1);
  // Half a cell more than is needed: what lies between free cells is free as well.
  const free = ([x, z]: FloorPoint): boolean => canStand([x, eye, z], room, objects, CELL_M / 2);
  const cells = freeCells(room, free);
  const path = drawPath(cells, random.fork('path'));
  if (path === undefined) return undefined;
  const smooth = smoothed(path, free);
  const length = lengthOf(smooth);
  const downDeg = random.uniform(...DOWN_DEG);
  let before: number | undefined;
  return Array.from({ length: count }, (_, k) => {
    const share = count === 1 ? 0 : k / (count - 1);
    const [x, z] = pointAt(smooth, share * length);
    const [aheadX, aheadZ] = pointAt(smooth, share * length + LOOK_AHEAD);
    const distance = Math.hypot(aheadX - x, aheadZ - z);
    // Near the end of the path there is little ahead: the walker keeps the direction.
    const way: number = distance < 0.4 && before !== undefined ? before : Math.atan2(aheadX - x, aheadZ - z);
    const wanted = gaze([x, eye, z], way, objects);
    const yaw: number = before === undefined ? wanted : turnedTowards(wanted, before);
    before = yaw;
    const position: Vec3 = [x, eye, z];
    const drop = Math.tan((downDeg * Math.PI) / 180);
    const target: Vec3 = [x + Math.sin(yaw), eye - drop, z + Math.cos(yaw)];
    return { intrinsics, cameraToWorld: lookAt({ position, target, rollDeg: random.uniform(-1, 1) }) };
  });
}

/** The way, or a direction aside where more can be seen. */
function gaze(eye: Vec3, way: number, objects: readonly SceneObject[]): number {
  const things = objects
    .filter((object) => {
      const others = objects.filter((other) => other !== object).map(({ bounds }) => bounds);
      return object.role !== 'occluder' && !segmentBlocked(eye, boxCentre(object.bounds), others);
    })
    .map(({ bounds }) => {
      const [x, , z] = boxCentre(bounds);
      return Math.atan2(x - eye[0], z - eye[2]);
    });
  let [best, most] = [way, Number.NEGATIVE_INFINITY];
  for (let offDeg = -GAZE.mostDeg; offDeg <= GAZE.mostDeg; offDeg += GAZE.stepDeg) {
    const direction = way + (offDeg * Math.PI) / 180;
    const worth = things.reduce((sum, bearing) => {
      const apart = (Math.abs(turnBetween(direction, bearing)) * 180) / Math.PI;
      return sum + WORTH_DEG * Math.max(0, 1 - apart / (1.5 * SEEN_DEG));
    }, -Math.abs(offDeg));
    if (worth > most) [best, most] = [direction, worth];
  }
  return best;
}

function turnBetween(from: number, to: number): number {
  return Math.atan2(Math.sin(to - from), Math.cos(to - from));
}

/** The new heading where a turn may take several steps, radians. */
function turnedTowards(wanted: number, before: number): number {
  const turn = turnBetween(before, wanted);
  const most = (MOST_TURN_DEG * Math.PI) / 180;
  return before + Math.min(most, Math.max(-most, turn));
}

function drawPath(cells: ReturnType<typeof freeCells>, random: Random): FloorPoint[] | undefined {
  const places = cells.largestArea;
  if (places.length < 2) return undefined;
  let at = random.pick(places);
  const visited = [at];
  const path: FloorPoint[] = [cells.centreOf(at)];
  for (let stop = 0; stop < STOPS; stop++) {
    const candidates = Array.from({ length: CANDIDATES }, () => random.pick(places));
    const reach = (cell: number): number =>
      Math.min(...visited.map((other) => distanceOf(cells.centreOf(cell), cells.centreOf(other))));
    const next = candidates.reduce((best, cell) => (reach(cell) > reach(best) ? cell : best));
    path.push(...findPath(cells, at, next).slice(1));
    at = next;
    visited.push(at);
  }
  return lengthOf(path) > 1.5 ? path : undefined;
}

/** Averages neighbours where the mean is free to stand on; ends stay. */
function smoothed(path: readonly FloorPoint[], free: (point: FloorPoint) => boolean): FloorPoint[] {
  let points = [...path];
  for (let round = 0; round < SMOOTHING; round++) {
    points = points.map((point, k): FloorPoint => {
      const [before, after] = [points[k - 1], points[k + 1]];
      if (before === undefined || after === undefined) return point;
      const mean: FloorPoint = [
        (before[0] + 2 * point[0] + after[0]) / 4,
        (before[1] + 2 * point[1] + after[1]) / 4,
      ];
      return free(mean) ? mean : point;
    });
  }
  return points;
}

function lengthOf(path: readonly FloorPoint[]): number {
  let length = 0;
  for (let k = 1; k < path.length; k++) length += distanceOf(path[k - 1]!, path[k]!);
  return length;
}

/** The point so many metres along a path; its end beyond the end. */
function pointAt(path: readonly FloorPoint[], metres: number): FloorPoint {
  let left = metres;
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1]!, path[k]!];
    const step = distanceOf(a, b);
    if (left <= step && step > 0)
      return [a[0] + ((b[0] - a[0]) * left) / step, a[1] + ((b[1] - a[1]) * left) / step];
    left -= step;
  }
  return path.at(-1)!;
}

function distanceOf(a: FloorPoint, b: FloorPoint): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
