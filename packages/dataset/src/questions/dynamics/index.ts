/** Kinds about what moves, or would move: SAT's dynamic ones. */
import { actionConsequence } from './action-consequence.ts';
import { actionSequence } from './action-sequence.ts';
import { goalAimDegrees } from './goal-aim-degrees.ts';
import { movedObject } from './moved/moved-object.ts';
import { movementDirection } from './moved/movement-direction.ts';
import { objectMovement } from './moved/object-movement.ts';
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
