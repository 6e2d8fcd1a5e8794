/** All forms of claim. Where several fit at one place, the verifier takes the longest reading. */
import type { ClaimForm } from '../form.ts';
import { afterActionForm, bearingDegreesForm } from './asked/direction/actions.ts';
import {
  cameraDirectionForm,
  orientationForm,
  ownDirectionForm,
  standingDirectionForm,
} from './asked/direction/directions.ts';
import { routeTurnForm, standingTurnForm, walkedToForm } from './asked/direction/turns.ts';
import { boardDirectionForm, boardDistanceForm, routeLengthForm, squareForm } from './asked/measure/board.ts';
import { firstShownForm } from './asked/measure/first-shown.ts';
import {
  floorAreaForm,
  floorSidesForm,
  gapForm,
  longestSideForm,
  nearerToForm,
  roomCountForm,
} from './asked/measure/room.ts';
import { tileForm } from './asked/measure/tile.ts';
import { aroundForm, photoBetweenForm } from './asked/motion/around.ts';
import { objectMotionForm, objectMovedForm, sameThingForm } from './asked/motion/objects.ts';
import { movePercentForm, walkTurnForm } from './asked/motion/walk.ts';
import { combinedMoveForm, displacementForm } from './camera/displacement.ts';
import { objectCentricForm } from './camera/object-centric.ts';
import { elevationChangeForm, orbitForm } from './camera/orbit.ts';
import { baselineForm, rangeChangeForm, rangeRatioForm } from './camera/range.ts';
import { rollForm, tiltForm, turnForm } from './camera/rotation.ts';
import { dollyForm, liftForm, shiftForm } from './camera/translation.ts';
import { heightChangeForm, staticSceneForm, stillnessForm, viewAngleForm } from './camera/whole.ts';
import { layoutForm, layoutShiftsForm, rangeForm, unturnedForm } from './compact/layout.ts';
import { parallaxForm, photoShiftForm, sizeChangeForm } from './photo/change.ts';
import { countForm } from './photo/count.ts';
import { columnForm, columnMoveForm, rowForm, rowMoveForm } from './photo/grid.ts';
import { edgeForm, halfForm } from './photo/region.ts';
import { besideForm, betweenForm, orderForm, stackedForm } from './photo/relation.ts';
import { extentForm, hiddenForm, inBothForm, visibilityChangeForm, visibleForm } from './photo/visible.ts';
import { cameraPitchForm, looksForm } from './space/aim.ts';
import { depthForm, nearerForm } from './space/depth.ts';
import { facingForm, sideSeenForm } from './space/facing.ts';
import { objectFrameForm, standingAtForm } from './space/frame.ts';
import { bearingForm, clockForm, distanceForm } from './space/place.ts';
import { apartForm, tallerForm } from './space/size.ts';

export const claimForms = [
  layoutForm,
  layoutShiftsForm,
  rangeForm,
  unturnedForm,
  ...[turnForm, tiltForm, rollForm],
  ...[shiftForm, liftForm, dollyForm, displacementForm, combinedMoveForm],
  ...[objectCentricForm, orbitForm, elevationChangeForm],
  ...[rangeChangeForm, rangeRatioForm, baselineForm],
  ...[stillnessForm, viewAngleForm, heightChangeForm, staticSceneForm],
  ...[columnForm, rowForm, columnMoveForm, rowMoveForm, halfForm, edgeForm],
  ...[besideForm, stackedForm, betweenForm, orderForm, countForm],
  ...[visibleForm, hiddenForm, extentForm, visibilityChangeForm, inBothForm],
  ...[photoShiftForm, sizeChangeForm, parallaxForm],
  ...[bearingForm, clockForm, distanceForm, nearerForm, depthForm],
  ...[sideSeenForm, facingForm, objectFrameForm, standingAtForm],
  ...[apartForm, tallerForm, looksForm, cameraPitchForm],
  ...[movePercentForm, aroundForm, photoBetweenForm, walkTurnForm],
  ...[objectMovedForm, objectMotionForm, sameThingForm],
  ...[bearingDegreesForm, afterActionForm, cameraDirectionForm, ownDirectionForm],
  ...[standingDirectionForm, orientationForm, standingTurnForm, routeTurnForm, walkedToForm],
  ...[gapForm, nearerToForm, longestSideForm, floorSidesForm, floorAreaForm, roomCountForm, firstShownForm],
  ...[squareForm, boardDirectionForm, boardDistanceForm, routeLengthForm, tileForm],
  // Each form takes its own fact type; as a list they share only what finding and checking needs.
] as unknown as readonly ClaimForm[];
