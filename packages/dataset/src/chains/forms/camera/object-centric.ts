/** The camera's move as an observer sees it who stands at the object and faces the first camera. */

import { measureMotion, signOutsideBand } from '../../facts/measure.ts';
import { type ClaimForm, type ClaimPattern, found, OBJECT, pattern, unclear } from '../../form.ts';
import { motionAbout, subjectName, withMotionAbout } from './about.ts';
import { MOVED, NOT_MOVED } from './translation.ts';

/** Nearer to the vertical line through the object (over its distance) no level direction leads to the camera. */
const LEAST_LEVEL = 0.02;

const EYE = `(?:seen from ${OBJECT}|for an observer at ${OBJECT}(?: who faces the first camera)?|(?:from|in) ${OBJECT} 's perspective|from the perspective of ${OBJECT})`;
const CAMERA = `(?:it|the camera)(?: has)?`;
const SIDE = '(?:to (?:the|its) |toward (?:the|its) )?(?<side>left|right)';
const STILL = '(?:did|does|has) not (?:move|moved|shift) sideways';

export const objectCentricForm: ClaimForm<'object-centric'> = {
  type: 'object-centric',
  about: 'pair',
  prove: (geometry) => {
    const motion = motionAbout(geometry, geometry.centre);
    const { translationNone, translationMin } = measureMotion(geometry).thresholds;
    const sign = signOutsideBand(motion?.right ?? Number.NaN, translationNone, translationMin);
    if (motion === null || sign === null || motion.firstLevel < 2 * LEAST_LEVEL) return [];
    const side = sign === 0 ? 'none' : sign > 0 ? 'right' : 'left';
    return [{ type: 'object-centric', object: subjectName(geometry), side }];
  },
  wordings: ({ object, side }) => {
    const eye = object ?? 'object';
    if (side === 'none') {
      return [
        `seen from the ${eye}, it did not move sideways`,
        `for an observer at the ${eye} who faces the first camera, it did not move sideways`,
      ];
    }
    return [
      `seen from the ${eye}, it moved ${side}`,
      `for an observer at the ${eye} who faces the first camera, it moved to the ${side}`,
      `from the ${eye}'s perspective, the camera moved to the ${side}`,
    ];
  },
  patterns: [
    pattern(`${EYE} ${CAMERA} (?:(?:${MOVED}|${NOT_MOVED}) ${SIDE}|${STILL})`, check),
    pattern(
      `(?:(?:${MOVED}|${NOT_MOVED}) ${SIDE}|${STILL}) (?:(?:from|in) ${OBJECT} 's perspective|seen from ${OBJECT})`,
      check,
    ),
  ],
};

function check(...[groups, geometry]: Parameters<ClaimPattern['check']>): ReturnType<ClaimPattern['check']> {
  const claimed = groups['side'] === undefined ? 0 : groups['side'] === 'right' ? 1 : -1;
  return withMotionAbout(groups['object'], geometry, ({ right, firstLevel }) => {
    if (firstLevel < LEAST_LEVEL) return unclear('the first camera is straight above or below it');
    const { translationNone } = measureMotion(geometry).thresholds;
    const holds = claimed === 0 ? Math.abs(right) <= translationNone : right * claimed > translationNone;
    return found(holds, `seen from the object, the sideways move is ${right.toFixed(2)} of its distance`);
  });
}
