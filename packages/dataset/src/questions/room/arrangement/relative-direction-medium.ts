/** Standing at A and facing B, is C to the left, to the right or at the back (135 degrees and more, as in VSI-Bench)? */
import { defineKind } from '../../define-kind.ts';
import { relativeDirectionKind } from './relative-direction.ts';

const AHEAD_DEG = 20;
/** Ten degrees to both sides of the published border are not asked of. */
const SIDE_DEG = 125;
const BACK_DEG = 145;

export const relativeDirectionMedium = defineKind(
  relativeDirectionKind(
    'relative-direction-medium',
    (asked) =>
      `Is the ${asked} to your left, to your right or at your back? At your back means that you would have to turn by at least 135 degrees to face it.`,
    [
      { text: 'left', fromDeg: -SIDE_DEG, toDeg: -AHEAD_DEG },
      { text: 'right', fromDeg: AHEAD_DEG, toDeg: SIDE_DEG },
      { text: 'back', fromDeg: BACK_DEG, toDeg: 180 },
      { text: 'back', fromDeg: -180, toDeg: -BACK_DEG },
    ],
  ),
);
