/** Where objects are from one camera: bearing, distance, and whether they show at all. */
import { isClearlyVisible } from '../../scenes/visibility.ts';
import { type ClaimForm, NAME, viewNumber, withObject } from '../form.ts';
import { bearingDeg, levelDistance } from '../measure.ts';
import { stepOf } from '../step.ts';

/** "Straight ahead" within this angle; a side from there on. */
const STRAIGHT_DEG = 7.5;
/** Distances are stated with one decimal. */
const TOLERANCE_M = 0.06;

export const bearingForm: ClaimForm<'bearing'> = {
  type: 'bearing',
  wordings: ({ object, side }) =>
    side === 'straight'
      ? [`the ${object} is straight ahead`, `the camera already faces the ${object}`]
      : [`the ${object} is to the ${side}`, `the ${object} lies to the ${side} of where the camera looks`],
  patterns: [
    {
      regex: new RegExp(
        `the ${NAME} (?:is|lies) (?:to the (?<side>left|right)(?: of where the camera looks)?|straight ahead)`,
        'gi',
      ),
      check: (groups, geometry) => checkBearing(groups['object'], groups['side'], geometry),
    },
    {
      regex: new RegExp(`the camera already faces the ${NAME}(?=[.,;]|$| and )`, 'gi'),
      check: (groups, geometry) => checkBearing(groups['object'], undefined, geometry),
    },
  ],
};

export const distanceForm: ClaimForm<'distance'> = {
  type: 'distance',
  wordings: ({ object, metres, after }) => {
    const clause = `the ${object} is ${metres.toFixed(1)} m away`;
    return after ? [`after the move ${clause}`, `once the camera has moved, ${clause}`] : [clause];
  },
  patterns: [
    {
      regex: new RegExp(
        `(?<after>after the move,? |once the camera has moved, )?the ${NAME} is (?<metres>\\d+(?:\\.\\d+)?) m away`,
        'gi',
      ),
      check: (groups, geometry) =>
        withObject(groups['object'], geometry, (object) => {
          const step = groups['after'] === undefined ? { right: 0, forward: 0 } : stepOf(geometry);
          if (step === null) return 'the question speaks of no move';
          const metres = levelDistance(geometry, object, step);
          const close = Math.abs(metres - Number(groups['metres'])) <= TOLERANCE_M;
          return close ? null : `the ${groups['object']} is ${metres.toFixed(1)} m away`;
        }),
    },
  ],
};

export const visibleForm: ClaimForm<'visible'> = {
  type: 'visible',
  wordings: ({ object, photo }) => [
    `the ${object} is visible in the ${photo === 1 ? 'first' : 'second'} photo`,
    `the ${photo === 1 ? 'first' : 'second'} photo shows the ${object}`,
  ],
  patterns: [
    `the ${NAME} is visible in the (?<ordinal>first|second) photo`,
    `the (?<ordinal>first|second) photo shows the ${NAME}(?=[.,;]|$| and )`,
  ].map((source) => ({
    regex: new RegExp(source, 'gi'),
    check: (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        const view = viewNumber(groups['ordinal']);
        const camera = geometry.cameras[view];
        const seen =
          camera !== undefined &&
          isClearlyVisible({ camera, visible: geometry.visible[view] ?? [] }, object.objectId);
        return seen ? null : `the ${groups['object']} cannot be seen clearly in photo ${view + 1}`;
      }),
  })),
};

function checkBearing(
  name: string | undefined,
  side: string | undefined,
  geometry: Parameters<typeof bearingDeg>[0],
): string | null {
  return withObject(name, geometry, (object) => {
    const bearing = bearingDeg(geometry, object);
    const holds =
      side === undefined
        ? Math.abs(bearing) <= STRAIGHT_DEG
        : bearing * (side.toLowerCase() === 'right' ? 1 : -1) >= STRAIGHT_DEG;
    return holds ? null : `the ${name} is at ${bearing.toFixed(1)} degrees`;
  });
}
