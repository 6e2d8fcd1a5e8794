/** Where cameras stand around the object. */
import { cameraCentre, length, normalize, rejectFrom, subtract, type Vec3 } from '@parallax/geometry';
import type { QuestionGeometry } from '../../../schema.ts';

/** Least share of the distance that is level: below it the camera stands above the object, on no side of it. */
const MIN_LEVEL_SHARE = 0.1;

/** Level direction from the object's centre to each camera; null where one stands (nearly) on the vertical through it. */
export function levelDirections({ cameras, centre, up }: QuestionGeometry): Vec3[] | null {
  const axis = normalize(up);
  const directions: Vec3[] = [];
  for (const camera of cameras) {
    const outward = subtract(cameraCentre(camera), centre);
    const level = rejectFrom(outward, axis);
    if (!(length(level) > MIN_LEVEL_SHARE * length(outward))) return null;
    directions.push(normalize(level));
  }
  return directions;
}
