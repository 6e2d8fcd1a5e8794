/** Motion about the object that a claim names: azimuth, elevation and distance of the two cameras. */
import {
  cameraCentre,
  dot,
  elevationDeg,
  normalize,
  relativeMotion,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { centreOf } from '../../facts/measure.ts';
import { type Finding, unclear, withObject } from '../../form.ts';
import { CENTRE_TOKEN } from '../../reading/names.ts';
import { hasMoved } from '../space/frame.ts';

export interface MotionAbout {
  /** Counter-clockwise from above positive, degrees. */
  readonly azimuthDeg: number;
  readonly elevationChangeDeg: number;
  /** Second distance over first; NaN for a camera in the centre. */
  readonly ratio: number;
  /** Sideways move for an observer at the centre who faces the first camera, over the first camera's distance. */
  readonly right: number;
  /** Level distance of the camera that is nearest to the vertical line through the centre, over the first distance. */
  readonly leastLevel: number;
  /** The same of the first camera. */
  readonly firstLevel: number;
}

/** @returns null for one camera, and about the question's centre when the subject that stood there was moved. */
export function motionAbout(geometry: QuestionGeometry, centre: Vec3): MotionAbout | null {
  const [a, b] = geometry.cameras;
  if (a === undefined || b === undefined) return null;
  const gone = geometry.objects.some(
    ({ role, objectId }) => role === 'subject' && hasMoved(geometry, objectId),
  );
  if (gone && centre === geometry.centre) return null;
  const frame = { centre, up: geometry.up };
  const [there, back] = [relativeMotion(a, b, frame), relativeMotion(b, a, frame)];
  const per = there.objectDistance > 0 ? 1 / there.objectDistance : Number.NaN;
  return {
    azimuthDeg: there.horizontalAngleDeg,
    elevationChangeDeg: elevationDeg(b, frame) - elevationDeg(a, frame),
    ratio: back.objectDistance * per,
    right: there.objectCentricRight * per,
    leastLevel: Math.min(there.levelDistance, back.levelDistance) * per,
    firstLevel: there.levelDistance * per,
  };
}

/** The subject's centre is the question's; another object's is the middle of its bounds. */
export function withMotionAbout(
  token: string | undefined,
  geometry: QuestionGeometry,
  check: (motion: MotionAbout) => Finding,
): Finding {
  const of = (centre: Vec3): Finding => {
    const motion = motionAbout(geometry, centre);
    return motion === null ? unclear('the question has one photo only, or it was moved') : check(motion);
  };
  if (token === CENTRE_TOKEN) return of(geometry.centre);
  return withObject(token, geometry, (object) => {
    if (object.role === 'subject') return of(geometry.centre);
    return hasMoved(geometry, object.objectId) ? unclear('it was moved') : of(centreOf(object));
  });
}

/** Name of the subject; null when "the object" is all that text can say. */
export function subjectName({ objects }: QuestionGeometry): string | null {
  const subject = objects.find((object) => object.role === 'subject');
  return subject === undefined ? null : nameOf(subject, objects);
}

/** How much higher the second camera is along the world's up axis, world units. */
export function heightChange(geometry: QuestionGeometry): number {
  const [a, b] = geometry.cameras;
  if (a === undefined || b === undefined) return Number.NaN;
  return dot(subtract(cameraCentre(b), cameraCentre(a)), normalize(geometry.up));
}
