/** Kinds about what moves, or would move: SAT's dynamic ones. */
import { actionConsequence } from './action-consequence.ts';
import { actionSequence } from './action-sequence.ts';
import { goalAimDegrees } from './goal-aim-degrees.ts';
import { movedObject } from './moved-object.ts';
import { movementDirection } from './movement-direction.ts';
import { objectMovement } from './object-movement.ts';
import { perspective } from './perspective.ts';

export const dynamicsKinds = [
  objectMovement,
  movedObject,
  movementDirection,
  actionConsequence,
  actionSequence,
  goalAimDegrees,
  perspective,
];
