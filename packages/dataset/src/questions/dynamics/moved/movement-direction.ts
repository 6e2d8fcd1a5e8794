/** Which way did an object move, seen from the first camera? Along and across the line of sight, on level ground. */
import { cameraCentre, subtract } from '@parallax/geometry';
import { bearingFromDeg, levelDirection } from '../../../scenes/level.ts';
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { objectById } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import {
  centreIn,
  displacedObjects,
  displacementOf,
  displacementShare,
  MIN_SHARE,
  movableObjects,
} from './displacement.ts';
import { cameraFacts, movedFact } from './move-facts.ts';

/** Bearing of each answer from the line of sight, degrees to the right. */
const ANSWERS = [
  { text: 'away from the camera', way: 'away', deg: 0 },
  { text: 'to the right', way: 'right', deg: 90 },
  { text: 'towards the camera', way: 'toward', deg: 180 },
  { text: 'to the left', way: 'left', deg: -90 },
] as const;
/** A displacement farther than this from all four is not asked of. */
const MOST_OFF_DEG = 32;

export const movementDirection = defineKind({
  kind: 'movement-direction',
  views: 2,
  needsMask: true,
  ofMoved: true,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry }) => {
    const [moved, ...more] = displacedObjects(geometry);
    if (moved === undefined || more.length > 0) return { discarded: 'not-one-object-moved' };
    if (!movableObjects(geometry).includes(moved)) return { discarded: 'object-not-visible' };
    const name = nameOf(moved, geometry.objects);
    return {
      stem: `<image><image>The ${name} moved between these two photos. Which way did it move, as seen from the first photo's camera?`,
      options: ANSWERS.map(({ text }) => text),
      objectIds: [moved.objectId],
      parameters: { objectId: moved.objectId },
    };
  },
  solve,
  facts: (geometry) => {
    const [asked] = namedObjects(geometry, [geometry.parameters['objectId']]) ?? [];
    const solution = solve(geometry);
    const way = ANSWERS.find(({ text }) => !isDiscarded(solution) && text === solution.answer)?.way;
    if (asked === undefined || way === undefined) return null;
    return [
      ...cameraFacts(geometry),
      movedFact(geometry, asked),
      { type: 'object-motion', object: asked.name, way },
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const object = objectById(geometry, geometry.parameters['objectId']);
  const camera = geometry.cameras[0];
  if (object === undefined || camera === undefined) return { discarded: 'object-missing' };
  if (displacementShare(geometry, object) < MIN_SHARE) return { discarded: 'dead-band-displacement' };
  const sight = levelDirection(subtract(centreIn(geometry, object, 0), cameraCentre(camera)), geometry.up);
  const way = levelDirection(displacementOf(geometry, object), geometry.up);
  if (sight === null || way === null) return { discarded: 'no-level-direction' };
  const value = bearingFromDeg(sight, way, geometry.up);
  for (const { text, deg } of ANSWERS) {
    const off = Math.abs(((value - deg + 540) % 360) - 180);
    if (off <= MOST_OFF_DEG) return { answer: text, value, unit: 'degrees', margin: MOST_OFF_DEG - off };
  }
  return { discarded: 'dead-band-direction' };
}
