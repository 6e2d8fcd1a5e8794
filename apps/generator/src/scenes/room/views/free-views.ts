/** Views of a room as a person has them, around the subject; motions are dealt as in the studio. */
import type { SceneObject } from '@parallax/dataset/schema';
import {
  type Box,
  boxCentre,
  type Camera,
  cameraCentre,
  type Random,
  segmentBlocked,
  type Vec3,
} from '@parallax/geometry';
import { collides, inFrame } from '../../sight.ts';
import { type DecorrelatedOptions, sampleDecorrelatedViews } from '../../views/decorrelated-views.ts';

/** Height of the eye, metres. */
export const EYE_M = [1.2, 1.8] as const;
/** From walls and things, metres. */
export const CLEARANCE = { wall: 0.2, object: 0.15 };

/** Anchors show that many named objects, the subject among them; fewer after so many tries. */
const WANTED_IN_VIEW = [
  { upTo: 40, objects: 4 },
  { upTo: 70, objects: 3 },
  { upTo: 90, objects: 2 },
] as const;

export interface FreeViewOptions extends Omit<DecorrelatedOptions, 'stand'> {
  readonly room: Box;
  readonly subjectId: string;
  /** Largest extent of the subject, metres. */
  readonly subjectSizeM: number;
}

/** @returns undefined when the subject cannot be seen from enough places: the room is drawn anew. */
export function sampleFreeViews(options: FreeViewOptions, random: Random): Camera[] | undefined {
  const { room, centre, objects, subjectId, subjectSizeM } = options;
  const free = (camera: Camera): boolean => canStand(cameraCentre(camera), room, objects);
  const others = objects.filter(({ objectId }) => objectId !== subjectId).map(({ bounds }) => bounds);
  const clear = (camera: Camera): boolean => !segmentBlocked(cameraCentre(camera), centre, others);
  let refused = 0;
  const sees = (camera: Camera): boolean => {
    if (!clear(camera)) return false;
    const wanted = WANTED_IN_VIEW.find(({ upTo }) => refused < upTo)?.objects ?? 0;
    const enough = wanted === 0 || objectsInSight(camera, objects) >= wanted;
    refused = enough ? 0 : refused + 1;
    return enough;
  };
  const near = Math.max(1.3, 0.7 + 0.85 * subjectSizeM);
  const cameras = sampleDecorrelatedViews(
    {
      ...options,
      stand: {
        distance: [near, near + 2],
        rise: [EYE_M[0] - centre[1], EYE_M[1] - centre[1]],
        heights: EYE_M,
        // Above the subject, which most often stands low: more of the room is seen.
        aimDeg: [0, 16],
        free,
        clear,
        sees,
      },
    },
    random,
  );
  return cameras.every(free) ? cameras : undefined;
}

/** How many named objects have their middle in the frame, with nothing before it. */
function objectsInSight(camera: Camera, objects: readonly SceneObject[]): number {
  const eye = cameraCentre(camera);
  return objects.filter((object) => {
    const middle = boxCentre(object.bounds);
    if (object.role === 'occluder' || !inFrame(camera, middle, 0.03)) return false;
    return !segmentBlocked(
      eye,
      middle,
      objects.filter((other) => other !== object).map(({ bounds }) => bounds),
    );
  }).length;
}

/**
 * Whether a person's head may be there: inside the walls, not over or in a thing, at the height of an eye.
 * @param extra clearance on top of the usual, metres.
 */
export function canStand([x, y, z]: Vec3, room: Box, objects: readonly SceneObject[], extra = 0): boolean {
  const [wall, object] = [CLEARANCE.wall + extra, CLEARANCE.object + extra];
  return (
    y >= EYE_M[0] &&
    y <= EYE_M[1] &&
    x > room.min[0] + wall &&
    x < room.max[0] - wall &&
    z > room.min[2] + wall &&
    z < room.max[2] - wall &&
    !collides([x, z], objects, object)
  );
}
