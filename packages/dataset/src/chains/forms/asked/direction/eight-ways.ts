/** Directions on level ground in eight parts, and who tells them. */
import { cameraAxes, dot, length, normalize, rejectFrom, subtract, type Vec3 } from '@parallax/geometry';
import { bearingFromDeg, levelDirection } from '../../../../scenes/level.ts';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { EightWay } from '../../../facts/asked-fact.ts';
import { centreOf } from '../../../facts/measure.ts';
import { type Finding, found, type Groups, nameable, unclear, withObjects } from '../../../form.ts';
import { hasMoved } from '../../space/frame.ts';

/** Clockwise from straight ahead, 45 degrees each. */
const WAYS: readonly EightWay[] = [
  'front',
  'front-right',
  'right',
  'back-right',
  'back',
  'back-left',
  'left',
  'front-left',
];
/** Longer words first: "front" begins "front-left". */
export const WAY = `(?<way>${[...WAYS].sort((a, b) => b.length - a.length).join('|')})`;
/** Half a part, and a degree for the border itself. */
const CHECK_DEG = 23.5;
const PROVE_DEG = 17;
/** Nearer to the vertical than this cosine, a direction has no level part to speak of. */
const MOST_VERTICAL = 0.98;
/** Shorter level distances give no direction. */
const LEAST_M = 0.05;

/** The part in which an angle lies, clockwise from straight ahead positive; null near the border of two. */
export function wayOf(angleDeg: number): EightWay | null {
  const nearest = Math.round(angleDeg / 45);
  if (!(Math.abs(angleDeg - 45 * nearest) <= PROVE_DEG)) return null;
  return WAYS[(nearest + 8) % 8] ?? null;
}

export function isWay(angleDeg: number | null, way: string | undefined): Finding {
  if (angleDeg === null) return unclear('there is no level direction');
  // The pattern's alternatives are the eight ways.
  const off = Math.abs(((angleDeg - 45 * WAYS.indexOf(way as EightWay) + 540) % 360) - 180);
  return found(
    off <= CHECK_DEG,
    `the angle is ${angleDeg.toFixed(0)} degrees, clockwise from straight ahead`,
  );
}

/** The level direction in which the camera looks; null when it looks straight up or down. */
export function cameraHeading(geometry: QuestionGeometry): Vec3 | null {
  const [camera] = geometry.cameras;
  return camera === undefined ? null : levelPart(geometry, cameraAxes(camera).forward);
}

/** The level direction of an object's front; null without one. */
export function ownHeading(geometry: QuestionGeometry, { front }: SceneObject): Vec3 | null {
  return front === null ? null : levelPart(geometry, front);
}

/** Angle from a heading to a direction, to the right positive; null where there is none. */
export function angleTo(geometry: QuestionGeometry, heading: Vec3 | null, direction: Vec3): number | null {
  const level = rejectFrom(direction, normalize(geometry.up));
  if (heading === null || length(level) < LEAST_M) return null;
  return bearingFromDeg(heading, direction, geometry.up);
}

export function way(from: SceneObject, to: SceneObject): Vec3 {
  return subtract(centreOf(to), centreOf(from));
}

/** Finds the objects that a claim names; what is said of one that was moved between the photos stays open. */
export function withStill(
  groups: Groups,
  keys: readonly string[],
  geometry: QuestionGeometry,
  check: (...objects: SceneObject[]) => Finding,
): Finding {
  const tokens = keys.map((key) => groups[key]);
  return withObjects(tokens, geometry, (...objects) =>
    hasMoved(geometry, ...objects.map(({ objectId }) => objectId))
      ? unclear('one of them was moved')
      : check(...objects),
  );
}

/** Nameable objects at rest, a few of them: the catalogue is tried on all their combinations. */
export function still(geometry: QuestionGeometry): { object: SceneObject; name: string }[] {
  return nameable(geometry)
    .filter(({ object }) => !hasMoved(geometry, object.objectId))
    .slice(0, 6);
}

function levelPart({ up }: QuestionGeometry, direction: Vec3): Vec3 | null {
  const vertical = Math.abs(dot(normalize(direction), normalize(up)));
  return vertical < MOST_VERTICAL ? levelDirection(direction, up) : null;
}
