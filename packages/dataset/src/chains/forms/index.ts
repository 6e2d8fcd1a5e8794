/**
 * All forms of claim, in the order in which a verifier looks for them: a form that contains another's words comes
 * first ("seen from the chair, it moved left" before "moved left").
 */
import type { ClaimForm } from '../form.ts';
import { columnForm, columnMoveForm, rowMoveForm } from './grid.ts';
import { columnShiftsForm, layoutForm } from './layout.ts';
import { bearingForm, distanceForm, visibleForm } from './place.ts';
import { rollForm, tiltForm, turnForm } from './rotation.ts';
import { dollyForm, liftForm, objectCentricForm, shiftForm } from './translation.ts';

export const claimForms = [
  layoutForm,
  columnShiftsForm,
  objectCentricForm,
  columnMoveForm,
  rowMoveForm,
  columnForm,
  distanceForm,
  bearingForm,
  visibleForm,
  turnForm,
  tiltForm,
  rollForm,
  shiftForm,
  liftForm,
  dollyForm,
  // Each form takes its own fact type; as a list they share only what finding and checking needs.
] as unknown as readonly ClaimForm[];
