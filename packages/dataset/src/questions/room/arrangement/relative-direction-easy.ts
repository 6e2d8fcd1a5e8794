/** Standing at A and facing B, is C to the left or to the right? Not asked of what lies ahead or behind. */
import { defineKind } from '../../define-kind.ts';
import { relativeDirectionKind } from './relative-direction.ts';

const AHEAD_DEG = 20;
const BEHIND_DEG = 160;

export const relativeDirectionEasy = defineKind(
  relativeDirectionKind(
    'relative-direction-easy',
    (asked) => `Is the ${asked} to your left or to your right?`,
    [
      { text: 'left', fromDeg: -BEHIND_DEG, toDeg: -AHEAD_DEG },
      { text: 'right', fromDeg: AHEAD_DEG, toDeg: BEHIND_DEG },
    ],
  ),
);
