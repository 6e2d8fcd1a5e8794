/** Two photos: did the camera move, or an object, or both? After SAT's object movement. */
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { objectById } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import {
  cameraMove,
  displacedObjects,
  displacementShare,
  MIN_SHARE,
  movableObjects,
} from './displacement.ts';
import { cameraFacts, movedFact } from './move-facts.ts';

export const objectMovement = defineKind({
  kind: 'object-movement',
  views: 2,
  needsMask: true,
  ofMoved: true,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry }, random) => {
    const displaced = displacedObjects(geometry);
    if (displaced.length > 1) return { discarded: 'several-objects-moved' };
    // Where nothing but the camera moved, an object is named too: the wording must not give the answer away.
    const object = displaced[0] ?? pickOf(movableObjects(geometry), random.pick);
    if (object === undefined || !movableObjects(geometry).includes(object)) {
      return { discarded: 'object-not-visible' };
    }
    const parameters = { ...geometry.parameters, objectId: object.objectId };
    const solution = solve({ ...geometry, parameters });
    if (isDiscarded(solution)) return solution;
    return {
      stem: `<image><image>Between these two photos something moved. What?`,
      options: Object.values(answersFor(nameOf(object, geometry.objects) ?? '')),
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
    };
  },
  solve,
  facts: (geometry) => {
    const [asked] = namedObjects(geometry, [geometry.parameters['objectId']]) ?? [];
    if (asked === undefined) return null;
    return [...cameraFacts(geometry), movedFact(geometry, asked)];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const object = objectById(geometry, geometry.parameters['objectId']);
  const name = object === undefined ? null : nameOf(object, geometry.objects);
  if (object === undefined || name === null) return { discarded: 'object-not-nameable' };
  const camera = cameraMove(geometry);
  if (camera.moved === null) return { discarded: 'dead-band-camera' };
  const share = displacementShare(geometry, object);
  if (share > 0 && share < MIN_SHARE) return { discarded: 'dead-band-displacement' };
  if (share === 0 && !camera.moved) return { discarded: 'nothing-moved' };
  const answers = answersFor(name);
  const answer = share === 0 ? answers.camera : camera.moved ? answers.both : answers.object;
  const margin = Math.min(camera.margin, share === 0 ? MIN_SHARE : share - MIN_SHARE);
  return { answer, value: share, unit: 'object-distances', margin };
}

function answersFor(name: string) {
  return { camera: 'only the camera', object: `only the ${name}`, both: `the camera and the ${name}` };
}

function pickOf<T>(items: readonly T[], pick: (from: readonly T[]) => T): T | undefined {
  return items.length === 0 ? undefined : pick(items);
}
