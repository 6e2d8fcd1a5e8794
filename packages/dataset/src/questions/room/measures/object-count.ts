/** How many objects of a family are in the room? Asked only where each of them is clearly visible in some photo. */
import { createRandom } from '@parallax/geometry';
import { firstShownForm } from '../../../chains/forms/asked/measure/first-shown.ts';
import { nameOf, nounOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { isNamedThing, isShown, ROOM_VIEWS, roomImages } from '../room-objects.ts';

/** Of the answer "1": right for half of the questions, and a tenth of the way to the "2" of most others. */
const CHANCE = 0.55;

export const objectCount = defineKind({
  kind: 'object-count',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'number',
  family: 'room',
  propose: ({ geometry, source }, random) => {
    const families = new Set(geometry.objects.filter(isNamedThing).map((object) => object.family));
    const counts = [...families].flatMap((family) => {
      const solution = count({ ...geometry, parameters: { family } });
      return isDiscarded(solution) ? [] : [{ family, answer: solution.value }];
    });
    if (counts.length === 0) return { discarded: 'no-family-fully-visible' };
    // Most families stand alone: whether one or several are to be counted is dealt, else "1" were nearly always right.
    const several = createRandom(`wanted/object-count/${source.index}`).next() < 0.5;
    const fitting = counts.filter(({ answer }) => several === answer > 1);
    if (fitting.length === 0) return { discarded: 'no-family-of-the-count' };
    const { family } = random.pick(fitting);
    return {
      stem: `${roomImages(ROOM_VIEWS)}These photos show one room. How many objects of the kind "${nounOf(family)}" are in it?`,
      options: [],
      objectIds: geometry.objects.filter((object) => object.family === family).map((o) => o.objectId),
      parameters: { family },
      chance: CHANCE,
    };
  },
  solve: count,
  facts: (geometry) => {
    const { family } = geometry.parameters;
    const solution = count(geometry);
    if (typeof family !== 'string' || isDiscarded(solution)) return null;
    const first = firstShownForm.prove(geometry);
    const named = geometry.objects.filter((object) => object.family === family && isNamedThing(object));
    return [
      ...named.flatMap((object) => first.filter((fact) => fact.object === nameOf(object, geometry.objects))),
      { type: 'room-count', noun: nounOf(family), count: solution.value },
    ];
  },
});

function count(geometry: QuestionGeometry): Solution | Discarded {
  const { family } = geometry.parameters;
  const found = geometry.objects.filter((object) => isNamedThing(object) && object.family === family);
  if (found.length === 0) return { discarded: 'no-object-of-the-family' };
  if (found.some(({ objectId }) => !isShown(geometry, objectId))) return { discarded: 'object-hidden' };
  return { answer: String(found.length), value: found.length, unit: 'objects', margin: 0.5 };
}
