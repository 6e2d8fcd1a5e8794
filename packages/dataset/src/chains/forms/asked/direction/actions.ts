/** Bearings in degrees, and where things are in the picture after an imagined action. */
import { boxInView, type Camera, cameraAxes, cameraCentre, dot, project, subtract } from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import { cameraAfter } from '../../../act.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { centreOf } from '../../../facts/measure.ts';
import {
  ABOUT,
  type ClaimForm,
  type Finding,
  found,
  type Groups,
  IS,
  nameable,
  named,
  OBJECT,
  pattern,
  unclear,
  withObject,
} from '../../../form.ts';

const TOLERANCE_DEG = 2;
/** Smaller bearings are told without a side. */
const PROVE_DEG = 8;
/** Of the picture's width: least distance to the middle, or to the border from outside. */
const CHECK = 0.01;
const PROVE = 0.06;
/** Least share of the bounds that shows of what is in the picture. */
const SHOWN_CHECK = 0.5;
const SHOWN_PROVE = 0.8;

export const bearingDegreesForm: ClaimForm<'bearing-degrees'> = {
  type: 'bearing-degrees',
  about: 'photo',
  // A fact of one photo, and of the camera after the action of such a question.
  prove: (geometry) =>
    geometry.cameras.length > 1
      ? []
      : nameable(geometry).flatMap(({ object, name }) =>
          [false, true].flatMap((after): FactOf<'bearing-degrees'>[] => {
            const degrees = Math.round(bearingDegrees(geometry, object, after) ?? Number.NaN);
            if (!(Math.abs(degrees) >= PROVE_DEG && Math.abs(degrees) < 170)) return [];
            return [{ type: 'bearing-degrees', object: name, degrees, after }];
          }),
        ),
  wordings: ({ object, degrees, after }) => {
    const when = after ? 'after the action ' : '';
    if (degrees === 0) return [`${when}the ${object} is straight ahead`];
    const [side, size] = [degrees < 0 ? 'left' : 'right', Math.abs(degrees)];
    return [
      `${when}the ${object} is about ${size} degrees to the ${side}`,
      after
        ? `after the action, the ${object} lies about ${size} degrees to the ${side}`
        : `the camera would have to turn ${side} by about ${size} degrees to face the ${object}`,
    ];
  },
  patterns: [
    pattern(
      `(?:(?<after>after the action) )?${OBJECT} ${IS} ${ABOUT}(?<degrees>\\d+(?:\\.\\d+)?) degrees to the (?<side>left|right)`,
      checkBearing,
    ),
    pattern(`(?<after>after the action) ${OBJECT} ${IS} straight ahead`, checkBearing),
    pattern(
      `the camera would have to turn (?:to the )?(?<side>left|right) by ${ABOUT}(?<degrees>\\d+(?:\\.\\d+)?) degrees to face ${OBJECT}`,
      checkBearing,
    ),
  ],
};

export const afterActionForm: ClaimForm<'after-action'> = {
  type: 'after-action',
  about: 'photo',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'after-action'>[] => {
      const { half, out, shown } = placeAfter(geometry, object);
      if (Math.abs(out) > PROVE)
        return [{ type: 'after-action', object: name, place: 'out', side: out < 0 ? 'left' : 'right' }];
      if (!(Math.abs(half) > PROVE && shown > SHOWN_PROVE)) return [];
      return [{ type: 'after-action', object: name, place: 'half', side: half < 0 ? 'left' : 'right' }];
    }),
  wordings: ({ object, place, side }) =>
    place === 'out'
      ? [
          `after the action, the ${object} is out of frame to the ${side}`,
          `after the action, the ${object} lies out of the picture to the ${side}`,
        ]
      : [
          `after the action, the ${object} is in the ${side} half of the picture`,
          `after the action, the ${side} half of the picture shows the ${object}`,
        ],
  patterns: [
    pattern(
      `after the action (?:${OBJECT} ${IS} (?:in the (?<half>left|right) half of the photo|out-of-frame to the (?<out>left|right))|the (?<showing>left|right) half of the photo shows ${named('shown')})`,
      (groups, geometry) =>
        withObject(groups['object'] ?? groups['shown'], geometry, (object) => {
          if (cameraAfter(geometry) === null) return unclear('the question speaks of no action');
          const { half, out, shown } = placeAfter(geometry, object);
          const sign = (side: string | undefined): number => (side === 'left' ? -1 : 1);
          const actual = `its middle is ${(100 * half).toFixed(0)} % of the width right of the middle`;
          if (groups['out'] !== undefined) return found(out * sign(groups['out']) > CHECK, actual);
          const side = groups['half'] ?? groups['showing'];
          return found(shown >= SHOWN_CHECK && half * sign(side) > CHECK, actual);
        }),
    ),
  ],
};

/** From the viewing axis to the object's middle about the camera's own up axis, right positive; null without a camera. */
export function bearingDegrees(
  geometry: QuestionGeometry,
  object: SceneObject,
  after: boolean,
): number | null {
  const camera = after ? cameraAfter(geometry) : geometry.cameras[0];
  if (camera == null) return null;
  const { right, forward } = cameraAxes(camera);
  const offset = subtract(centreOf(object), cameraCentre(camera));
  return (Math.atan2(dot(offset, right), dot(offset, forward)) * 180) / Math.PI;
}

function checkBearing(groups: Groups, geometry: QuestionGeometry): Finding {
  return withObject(groups['object'], geometry, (object) => {
    if (geometry.cameras.length > 1) return unclear('it does not say from which photo');
    const bearing = bearingDegrees(geometry, object, groups['after'] !== undefined);
    if (bearing === null) return unclear('the question speaks of no action');
    const along = bearing * (groups['side'] === 'left' ? -1 : 1);
    return found(
      Math.abs(along - Number(groups['degrees'] ?? 0)) <= TOLERANCE_DEG,
      `its bearing is ${bearing.toFixed(1)} degrees, right positive`,
    );
  });
}

/**
 * Shares of the picture's width: the middle right of the picture's middle, and how far the object is beyond the left
 * border (negative) or the right one; `shown` is the share of its bounds inside. NaN behind the camera.
 */
function placeAfter(
  geometry: QuestionGeometry,
  object: SceneObject,
): { half: number; out: number; shown: number } {
  const nowhere = { half: Number.NaN, out: Number.NaN, shown: 0 };
  const camera: Camera | null = cameraAfter(geometry);
  if (camera === null) return nowhere;
  const { width } = camera.intrinsics;
  const { rect, fraction } = boxInView(camera, object.bounds);
  const middle = project(camera, centreOf(object));
  if (rect === null || middle.depth <= 0) return nowhere;
  const out = rect[2] < 0 ? rect[2] / width : rect[0] > width ? rect[0] / width - 1 : 0;
  return { half: middle.x / width - 0.5, out, shown: fraction };
}
