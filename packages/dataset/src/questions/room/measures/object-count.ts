/** How many objects of a family are in the room? Asked only where each of them is clearly visible in some photo. */
import { nounOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { defineKind } from '../../define-kind.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { isNamedThing, isShown, ROOM_VIEWS, roomImages } from '../room-objects.ts';

const MOST = 4;

export const objectCount = defineKind({
  kind: 'object-count',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'number',
  family: 'room',
  propose: ({ geometry }, random) => {
    const families = new Set(geometry.objects.filter(isNamedThing).map((object) => object.family));
    const counts = [...families].flatMap((family) => {
      const solution = count({ ...geometry, parameters: { family } });
      return isDiscarded(solution) ? [] : [{ family, answer: solution.answer }];
    });
    if (counts.length === 0) return { discarded: 'no-family-fully-visible' };
    // Most families stand alone: the count is drawn first, so that "1" is not nearly always right.
    const wanted = random.pick([...new Set(counts.map(({ answer }) => answer))]);
    const { family } = random.pick(counts.filter(({ answer }) => answer === wanted));
    return {
      stem: `${roomImages(ROOM_VIEWS)}These photos show one room. How many objects of the kind "${nounOf(family)}" are in it?`,
      options: [],
      objectIds: geometry.objects.filter((object) => object.family === family).map((o) => o.objectId),
      parameters: { family },
      chance: bestConstantAccuracy(1, MOST),
    };
  },
  solve: count,
  facts: () => null,
});

function count(geometry: QuestionGeometry): Solution | Discarded {
  const { family } = geometry.parameters;
  const found = geometry.objects.filter((object) => isNamedThing(object) && object.family === family);
  if (found.length === 0) return { discarded: 'no-object-of-the-family' };
  if (found.some(({ objectId }) => !isShown(geometry, objectId))) return { discarded: 'object-hidden' };
  return { answer: String(found.length), value: found.length, unit: 'objects', margin: 0.5 };
}
