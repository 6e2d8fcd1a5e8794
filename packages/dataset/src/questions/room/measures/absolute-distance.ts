/** How far apart are two objects, between their closest points? Metres. */
import { nameOf } from '../../../scenes/naming.ts';
import { closestDistance } from '../../../scenes/own-box.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { apartFacts, gapFact, namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { objectById } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { ROOM_VIEWS, roomImages, shownObjects } from '../room-objects.ts';
import { decimal } from './decimal.ts';

/** Objects that nearly touch have no distance to speak of. */
const MIN_M = 0.3;
const MOST_M = 6;

export const absoluteDistance = defineKind({
  kind: 'absolute-distance',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'number',
  family: 'room',
  propose: ({ geometry }, random) => {
    const objects = shownObjects(geometry);
    const pairs = objects.flatMap((a, i) =>
      objects.slice(i + 1).flatMap((b) => (isDiscarded(apart(a, b)) ? [] : [[a, b] as const])),
    );
    if (pairs.length === 0) return { discarded: 'no-two-objects-apart' };
    const [a, b] = random.shuffle(random.pick(pairs));
    const [first, second] = [a!, b!].map((object) => nameOf(object, geometry.objects));
    return {
      stem: `${roomImages(ROOM_VIEWS)}These photos show one room. Measured between their closest points, how far are the ${first} and the ${second} apart, in metres? Please output only the number!`,
      options: [],
      objectIds: [a!.objectId, b!.objectId],
      parameters: { objectId: a!.objectId, otherId: b!.objectId },
      chance: bestConstantAccuracy(MIN_M, MOST_M),
    };
  },
  solve: (geometry: QuestionGeometry) => {
    const { objectId, otherId } = geometry.parameters;
    return apart(objectById(geometry, objectId), objectById(geometry, otherId));
  },
  facts: (geometry) => {
    const { objectId, otherId } = geometry.parameters;
    const [a, b] = namedObjects(geometry, [objectId, otherId]) ?? [];
    return a === undefined || b === undefined ? null : [...apartFacts(geometry, [a, b]), ...gapFact(a, b)];
  },
});

function apart(a: SceneObject | undefined, b: SceneObject | undefined): Solution | Discarded {
  if (a === undefined || b === undefined) return { discarded: 'object-missing' };
  const metres = closestDistance(a, b);
  if (metres === null) return { discarded: 'no-own-extents' };
  return metres < MIN_M ? { discarded: 'too-near' } : { ...decimal(metres), unit: 'metres' };
}
