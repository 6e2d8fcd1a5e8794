/** Standing at A and facing B, in which of the four quadrants is C? */
import { defineKind } from '../../define-kind.ts';
import { relativeDirectionKind } from './relative-direction.ts';

/** Degrees to both sides of the axes that are not asked of. */
const AXIS_DEG = 10;

export const relativeDirectionHard = defineKind(
  relativeDirectionKind(
    'relative-direction-hard',
    (asked) =>
      `In which quadrant is the ${asked}? You are at the origin, and what you face lies along the axis ahead.`,
    [
      { text: 'front-left', fromDeg: -90 + AXIS_DEG, toDeg: -AXIS_DEG },
      { text: 'front-right', fromDeg: AXIS_DEG, toDeg: 90 - AXIS_DEG },
      { text: 'back-left', fromDeg: -180 + AXIS_DEG, toDeg: -90 - AXIS_DEG },
      { text: 'back-right', fromDeg: 90 + AXIS_DEG, toDeg: 180 - AXIS_DEG },
    ],
  ),
);
