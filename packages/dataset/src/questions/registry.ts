/** All question kinds by id. A kind is a file; nothing else decides by its name. */
import type { KindDefinition } from './kind.ts';
import { colourAtColumn } from './perception/colour-at-column.ts';
import { landmarkCount } from './perception/landmark-count.ts';
import { landmarkMatch } from './perception/landmark-match.ts';
import { namedOption } from './perception/named-option.ts';
import { nearestLandmark } from './perception/nearest-landmark.ts';
import { objectColumn } from './perception/object-column.ts';
import { depthOrder } from './spatial/depth-order.ts';
import { goalAim } from './spatial/goal-aim.ts';
import { nearerAfterMove } from './spatial/nearer-after-move.ts';
import { relation } from './spatial/relation.ts';
import { egoRotation } from './viewpoint/ego-rotation.ts';
import { egoRotationDegrees } from './viewpoint/ego-rotation-degrees.ts';
import { egoTranslation } from './viewpoint/ego-translation.ts';
import { objectCentricTranslation } from './viewpoint/object-centric-translation.ts';
import { verticalMove } from './viewpoint/vertical-move.ts';

const all: readonly KindDefinition[] = [
  egoTranslation,
  objectCentricTranslation,
  egoRotation,
  egoRotationDegrees,
  verticalMove,
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
];

export const questionKinds: Readonly<Record<string, KindDefinition>> = Object.fromEntries(
  all.map((definition) => [definition.kind, definition]),
);
