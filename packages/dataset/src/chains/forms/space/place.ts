/** Where objects are from one camera: bearing, clock direction and distance. */
import { cameraAxes, cameraCentre, dot, subtract } from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { centreOf, levelDistance } from '../../facts/measure.ts';
import {
  ABOUT,
  type ClaimForm,
  type Finding,
  found,
  type Groups,
  IN_PHOTO,
  IS,
  inViews,
  nameable,
  OBJECT,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  unclear,
  withObject,
} from '../../form.ts';
import { stepOf } from '../../step.ts';
import { sightOf } from '../photo/spot.ts';
import { distanceIn, placedIn } from './placed.ts';

/** "Straight ahead" within this angle; a side from there on. */
const STRAIGHT_DEG = 7.5;
/** Distances are stated with one decimal. */
const TOLERANCE_M = 0.06;
const CLOCK_CHECK_DEG = 20;
const CLOCK_PROVE_DEG = 12;

export const bearingForm: ClaimForm<'bearing'> = {
  type: 'bearing',
  about: 'photo',
  // A fact of one photo: where there are two, "to the left" would have to hold in both.
  prove: (geometry) => (geometry.cameras.length > 1 ? [] : bearings(geometry)),
  wordings: ({ object, side }) =>
    side === 'straight'
      ? [`the ${object} is straight ahead`, `the camera already faces the ${object}`]
      : [
          `the ${object} is to the ${side}`,
          `the ${object} lies to the ${side} of where the camera looks`,
          `the camera would have to turn to the ${side} to face the ${object}`,
        ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} ${IS} (?:to the (?<side>left|right)(?: of where the camera looks| of the camera)?|straight ahead)(?:${OF_PHOTO})?`,
      checkBearing,
    ),
    pattern(`the camera (?:already )?faces ${OBJECT}`, checkBearing),
    pattern(`the camera would have to turn (?:to the )?(?<side>left|right) to face ${OBJECT}`, checkBearing),
  ],
};

export const clockForm: ClaimForm<'clock'> = {
  type: 'clock',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }): FactOf<'clock'>[] => {
        if (sightOf(geometry, object, view) !== 'clear') return [];
        const bearing = bearingIn(geometry, object, view) ?? Number.NaN;
        const hour = ((Math.round(bearing / 30) + 11) % 12) + 1;
        return offHour(bearing, hour) < CLOCK_PROVE_DEG ? [{ type: 'clock', object: name, hour, photo }] : [];
      }),
    ),
  wordings: ({ object, hour, photo }) => [
    `${photoWords(photo).before}the ${object} is at about ${hour} o'clock`,
    `the ${object} stands at ${hour} o'clock from the camera${photoWords(photo).after}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} ${IS} at ${ABOUT}(?<hour>\\d+) o'clock(?: from the camera)?(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) =>
          inViews(groups, geometry, (view) => {
            const bearing = bearingIn(geometry, object, view) ?? Number.NaN;
            const hour = Number(groups['hour']);
            const holds = hour >= 1 && hour <= 12 && offHour(bearing, hour) <= CLOCK_CHECK_DEG;
            return found(holds, `its bearing is ${bearing.toFixed(1)} degrees in photo ${view + 1}`);
          }),
        ),
    ),
  ],
};

export const distanceForm: ClaimForm<'distance'> = {
  type: 'distance',
  about: 'photo',
  prove: (geometry) =>
    geometry.cameras.length > 1
      ? []
      : nameable(geometry).map(({ object, name }) => {
          const metres = Math.round(levelDistance(geometry, object) * 10) / 10;
          return { type: 'distance', object: name, metres, after: false };
        }),
  wordings: ({ object, metres, after }) => {
    const clause = `the ${object} is ${metres.toFixed(1)} m away`;
    return after ? [`after the move ${clause}`, `once the camera has moved, ${clause}`] : [clause];
  },
  patterns: [
    pattern(
      `(?<after>after the move |once the camera has moved )?(?:${IN_PHOTO})?${OBJECT} ${IS} ${ABOUT}(?<metres>\\d+(?:\\.\\d+)?) m (?:away|from the camera)(?: from the camera)?(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) =>
          inViews(groups, geometry, (view) => {
            const metres = distanceAfter(groups, geometry, object, view);
            if (typeof metres === 'string') return unclear(metres);
            return found(
              Math.abs(metres - Number(groups['metres'])) <= TOLERANCE_M,
              `it is ${metres.toFixed(1)} m away`,
            );
          }),
        ),
    ),
  ],
};

/** Level distance, after the question's move where the claim says so; or why there is none. */
export function distanceAfter(
  groups: Groups,
  geometry: QuestionGeometry,
  object: SceneObject,
  view: number,
): number | string {
  if (groups['after'] === undefined)
    return distanceIn(geometry, object, view) ?? 'the question has no such photo';
  const step = stepOf(geometry);
  if (step === null || view > 0) return 'the question speaks of no move';
  return levelDistance(geometry, placedIn(geometry, object, view), step);
}

function checkBearing(groups: Groups, geometry: QuestionGeometry): Finding {
  return withObject(groups['object'], geometry, (object) =>
    inViews(groups, geometry, (view) => {
      const bearing = bearingIn(geometry, object, view) ?? Number.NaN;
      const { side } = groups;
      const holds =
        side === undefined
          ? Math.abs(bearing) <= STRAIGHT_DEG
          : bearing * (side === 'right' ? 1 : -1) >= STRAIGHT_DEG;
      return found(holds, `its bearing is ${bearing.toFixed(1)} degrees in photo ${view + 1}`);
    }),
  );
}

function bearings(geometry: QuestionGeometry): FactOf<'bearing'>[] {
  return nameable(geometry).flatMap(({ object, name }): FactOf<'bearing'>[] => {
    const bearing = bearingIn(geometry, object, 0) ?? Number.NaN;
    if (Math.abs(bearing) < STRAIGHT_DEG - 2.5) return [{ type: 'bearing', object: name, side: 'straight' }];
    if (!(Math.abs(bearing) > STRAIGHT_DEG + 2.5) || Math.abs(bearing) > 170) return [];
    return [{ type: 'bearing', object: name, side: bearing > 0 ? 'right' : 'left' }];
  });
}

/** Angle from the view's axis to the object's middle about the camera's own up axis; right positive. */
function bearingIn(geometry: QuestionGeometry, object: SceneObject, view: number): number | null {
  const camera = geometry.cameras[view];
  if (camera === undefined) return null;
  const { right, forward } = cameraAxes(camera);
  const offset = subtract(centreOf(placedIn(geometry, object, view)), cameraCentre(camera));
  return (Math.atan2(dot(offset, right), dot(offset, forward)) * 180) / Math.PI;
}

function offHour(bearingDeg: number, hour: number): number {
  const off = Math.abs(((((bearingDeg - 30 * hour) % 360) + 540) % 360) - 180);
  return off;
}
