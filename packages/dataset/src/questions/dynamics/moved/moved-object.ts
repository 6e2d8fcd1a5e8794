/** Two photos between which one object moved, and perhaps the camera too: which object? */
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import type { Discarded, Solution } from '../../kind.ts';
import { displacedObjects, displacementShare, isMovable, MIN_SHARE, movableObjects } from './displacement.ts';
import { cameraFacts, movedFact } from './move-facts.ts';

const MOST_OPTIONS = 4;

export const movedObject = defineKind({
  kind: 'moved-object',
  views: 2,
  needsMask: true,
  ofMoved: true,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry }, random) => {
    const [moved, ...more] = displacedObjects(geometry);
    if (moved === undefined || more.length > 0) return { discarded: 'not-one-object-moved' };
    const seen = movableObjects(geometry);
    if (!seen.includes(moved)) return { discarded: 'object-not-visible' };
    const others = random.shuffle(seen.filter((object) => object !== moved)).slice(0, MOST_OPTIONS - 1);
    if (others.length === 0) return { discarded: 'no-other-object-visible' };
    const offered = [moved, ...others];
    return {
      stem: '<image><image>One object moved between these two photos. Which one?',
      options: offered.map((object) => `the ${nameOf(object, geometry.objects)}`),
      objectIds: offered.map((object) => object.objectId),
      parameters: {},
    };
  },
  solve,
  facts: (geometry) => {
    const ids = geometry.objects.map(({ objectId }) => objectId);
    const things = ids.flatMap((id) => namedObjects(geometry, [id]) ?? []);
    const moved = things.filter(({ object }) => displacementShare(geometry, object) > 0);
    const others = things.filter((thing) => !moved.includes(thing) && isMovable(thing.object));
    return [
      ...cameraFacts(geometry),
      ...[...others.slice(0, MOST_OPTIONS - 1), ...moved].map((thing) => movedFact(geometry, thing)),
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const [moved, ...more] = displacedObjects(geometry);
  if (moved === undefined || more.length > 0) return { discarded: 'not-one-object-moved' };
  const share = displacementShare(geometry, moved);
  if (share < MIN_SHARE) return { discarded: 'dead-band-displacement' };
  const name = nameOf(moved, geometry.objects);
  if (name === null) return { discarded: 'object-not-nameable' };
  return { answer: `the ${name}`, value: share, unit: 'object-distances', margin: share - MIN_SHARE };
}
