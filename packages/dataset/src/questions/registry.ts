/** All question kinds by id. A kind is a file; nothing else decides by its name. */
import { boardKinds } from './board/index.ts';
import { dynamicsKinds } from './dynamics/index.ts';
import type { KindDefinition } from './kind.ts';
import { colourAtColumn } from './perception/colour-at-column.ts';
import { landmarkCount } from './perception/landmark-count.ts';
import { landmarkMatch } from './perception/landmark-match.ts';
import { namedOption } from './perception/named-option.ts';
import { nearestLandmark } from './perception/nearest-landmark.ts';
import { objectColumn } from './perception/object-column.ts';
import { objectMatch } from './perception/object-match.ts';
import { cameraObjectOrientation } from './perspective/camera-object-orientation.ts';
import { cameraRelativeDirection } from './perspective/camera-relative-direction.ts';
import { objectRelativeDirection } from './perspective/object-relative-direction.ts';
import { personOrientation } from './perspective/person-orientation.ts';
import { personRelativeDirection } from './perspective/person-relative-direction.ts';
import { personSceneSimulation } from './perspective/person-scene-simulation.ts';
import { relativeDepth } from './perspective/relative-depth.ts';
import { puzzleKinds } from './puzzle/index.ts';
import { roomKinds } from './room/index.ts';
import { depthOrder } from './spatial/depth-order.ts';
import { goalAim } from './spatial/goal-aim.ts';
import { nearerAfterMove } from './spatial/nearer-after-move.ts';
import { relation } from './spatial/relation.ts';
import { egoRotation } from './viewpoint/ego-rotation.ts';
import { egoRotationDegrees } from './viewpoint/ego-rotation-degrees.ts';
import { egoTranslation } from './viewpoint/ego-translation.ts';
import { objectCentricTranslation } from './viewpoint/object-centric-translation.ts';
import { objectCentricAzimuth } from './viewpoint/orbit/object-centric-azimuth.ts';
import { viewBetween } from './viewpoint/orbit/view-between.ts';
import { egoRotationChoice } from './viewpoint/rotation/ego-rotation-choice.ts';
import { roll } from './viewpoint/rotation/roll.ts';
import { verticalRotation } from './viewpoint/rotation/vertical-rotation.ts';
import { dolly } from './viewpoint/translation/dolly.ts';
import { egoTranslationDistance } from './viewpoint/translation/ego-translation-distance.ts';
import { moveDirectionFour } from './viewpoint/translation/move-direction-four.ts';
import { moveDirectionSix } from './viewpoint/translation/move-direction-six.ts';
import { turnAndMove } from './viewpoint/translation/turn-and-move.ts';
import { verticalMove } from './viewpoint/vertical-move.ts';

const all: readonly KindDefinition[] = [
  egoTranslation,
  objectCentricTranslation,
  egoRotation,
  egoRotationDegrees,
  verticalMove,
  egoRotationChoice,
  verticalRotation,
  roll,
  dolly,
  egoTranslationDistance,
  moveDirectionFour,
  moveDirectionSix,
  turnAndMove,
  objectCentricAzimuth,
  viewBetween,
  goalAim,
  relation,
  nearerAfterMove,
  depthOrder,
  objectColumn,
  colourAtColumn,
  landmarkCount,
  landmarkMatch,
  nearestLandmark,
  namedOption,
  objectMatch,
  relativeDepth,
  cameraRelativeDirection,
  cameraObjectOrientation,
  personOrientation,
  personRelativeDirection,
  personSceneSimulation,
  objectRelativeDirection,
  ...dynamicsKinds,
  ...roomKinds,
  ...boardKinds,
  ...puzzleKinds,
];

export const questionKinds: Readonly<Record<string, KindDefinition>> = Object.fromEntries(
  all.map((definition) => [definition.kind, definition]),
);
