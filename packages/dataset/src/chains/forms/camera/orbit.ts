/** The way around the object: "The camera circled counter-clockwise around the chair by about 40 degrees." */

import { ANGLE_STEP_DEG, roundAngle } from '../../facts/measure.ts';
import {
  type ClaimForm,
  type ClaimPattern,
  type Finding,
  found,
  OBJECT,
  pattern,
  unclear,
} from '../../form.ts';
import { motionAbout, subjectName, withMotionAbout } from './about.ts';

const TOLERANCE_DEG = 3;
/** From here on an angle is a way around and not a wobble. */
const LEAST_DEG = 2;
const PROVEN_DEG = 8;
/** Nearer to the vertical line through the object (over its distance) an azimuth means little. */
const LEAST_LEVEL = 0.1;

const CIRCLED =
  '(?:circled|circles|circling|orbited|orbits|orbiting|moved|moves|moving|travelled|went|swung|arced|walked)';
const WAY = '(?<way>clockwise|counter-clockwise)';
const SEEN = '(?: (?:as )?seen from above| from above)?';
const BY =
  '(?: (?:by|through|along) (?:an? (?:angle|arc) of )?(?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees)?';

export const orbitForm: ClaimForm<'orbit'> = {
  type: 'orbit',
  about: 'pair',
  prove: (geometry) => {
    const motion = motionAbout(geometry, geometry.centre);
    if (motion === null || motion.leastLevel < 2 * LEAST_LEVEL) return [];
    const { azimuthDeg } = motion;
    if (Math.abs(azimuthDeg) < PROVEN_DEG || Math.abs(azimuthDeg) > 170) return [];
    return [
      { type: 'orbit', object: subjectName(geometry), degrees: roundAngle(azimuthDeg, ANGLE_STEP_DEG) },
    ];
  },
  wordings: ({ object, degrees }) => {
    const [way, size] = [degrees > 0 ? 'counter-clockwise' : 'clockwise', Math.abs(degrees)];
    const name = object ?? 'object';
    return [
      `the camera circled ${way} around the ${name} by about ${size} degrees`,
      `the camera orbited the ${name} ${way} by about ${size} degrees`,
      `seen from above, the camera moved ${way} around the ${name} by about ${size} degrees`,
      `the camera travelled around the ${name} through an angle of about ${size} degrees, ${way} seen from above`,
    ];
  },
  patterns: [
    pattern(
      `(?:(?:as )?seen from above )?(?:the camera |it )?(?:has )?${CIRCLED} ${WAY}${SEEN} (?:around|about) ${OBJECT}${BY}${SEEN}`,
      check,
    ),
    pattern(`${CIRCLED} (?:around |about )?${OBJECT}(?: ${WAY})?${SEEN}${BY}${SEEN}`, check),
    pattern(`${CIRCLED} (?:around |about )?${OBJECT}${BY} ${WAY}${SEEN}`, check),
  ],
};

export const elevationChangeForm: ClaimForm<'elevation-change'> = {
  type: 'elevation-change',
  about: 'pair',
  prove: (geometry) => {
    const motion = motionAbout(geometry, geometry.centre);
    if (motion === null || Math.abs(motion.elevationChangeDeg) < PROVEN_DEG) return [];
    const degrees = roundAngle(motion.elevationChangeDeg, ANGLE_STEP_DEG);
    return [{ type: 'elevation-change', object: subjectName(geometry), degrees }];
  },
  wordings: ({ object, degrees }) => {
    const [way, size] = [degrees > 0 ? 'rose' : 'fell', Math.abs(degrees)];
    return [
      `the camera's elevation above the ${object ?? 'object'} ${way} by about ${size} degrees`,
      `the elevation angle to the ${object ?? 'object'} ${way} by about ${size} degrees`,
    ];
  },
  patterns: [
    pattern(
      `(?:the camera 's|its|the) elevation(?: angle)?(?: (?:above|to|over) ${OBJECT})? (?<way>rose|increased|grew|fell|decreased|dropped)(?: by (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees)?`,
      (groups, geometry) =>
        withMotionAbout(groups['object'] ?? '@centre', geometry, ({ elevationChangeDeg }) => {
          const claimed = /rose|increased|grew/.test(groups['way'] ?? '') ? 1 : -1;
          return checkAngle(
            elevationChangeDeg * claimed,
            groups['degrees'],
            `the elevation changes by ${elevationChangeDeg.toFixed(1)} degrees`,
          );
        }),
    ),
  ],
};

function check(...[groups, geometry]: Parameters<ClaimPattern['check']>): Finding {
  return withMotionAbout(groups['object'], geometry, ({ azimuthDeg, leastLevel }) => {
    if (leastLevel < LEAST_LEVEL) return unclear('a camera is straight above or below it');
    const way = groups['way'];
    const actual = `the angle around it is ${azimuthDeg.toFixed(1)} degrees, counter-clockwise positive`;
    const claimed = way === undefined ? Math.sign(azimuthDeg) : way === 'counter-clockwise' ? 1 : -1;
    return checkAngle(azimuthDeg * claimed, groups['degrees'], actual);
  });
}

/** @param along the measured angle, positive where it goes the claimed way. */
function checkAngle(along: number, degrees: string | undefined, actual: string): Finding {
  const close = degrees === undefined || Math.abs(along - Number(degrees)) <= TOLERANCE_DEG;
  return found(along >= LEAST_DEG && close, actual);
}
