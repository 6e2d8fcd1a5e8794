/** How long is an object's longest side? Its own box, not the one along the world's axes. Whole centimetres. */
import { nameOf } from '../../../scenes/naming.ts';
import { clearlyVisible } from '../../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { namedObjects, placeFacts } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { askable, objectById, seenIn } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { isNamedThing } from '../room-objects.ts';

/** Of the object's silhouette: a side that is hidden or cut off cannot be measured. */
const MIN_SHOWN = 0.85;
const RANGE_CM = [15, 220] as const;

export const objectSize = defineKind({
  kind: 'object-size',
  views: 1,
  needsMask: true,
  answerType: 'number',
  family: 'room',
  propose: ({ geometry }, random) => {
    const whole = askable(geometry).filter(
      (object) =>
        isNamedThing(object) &&
        !isDiscarded(size({ ...geometry, parameters: { objectId: object.objectId } })),
    );
    if (whole.length === 0) return { discarded: 'no-object-whole-in-the-photo' };
    const object = random.pick(whole);
    return {
      stem: `<image>How long is the longest side (length, width or height) of the ${nameOf(object, geometry.objects)}, in centimetres? Please output only the number!`,
      options: [],
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
      chance: bestConstantAccuracy(...RANGE_CM),
    };
  },
  solve: size,
  facts: (geometry) => {
    const asked = namedObjects(geometry, [geometry.parameters['objectId']]);
    const solution = size(geometry);
    if (asked === null || isDiscarded(solution)) return null;
    return [
      ...placeFacts(geometry, asked),
      { type: 'longest-side', object: asked[0]!.name, centimetres: Math.round(solution.value) },
    ];
  },
});

function size(geometry: QuestionGeometry): Solution | Discarded {
  const object = objectById(geometry, geometry.parameters['objectId']);
  if (object?.extents === undefined) return { discarded: 'no-own-extents' };
  const seen = clearlyVisible(seenIn(geometry, 0), object.objectId);
  if (seen === undefined || seen.fraction < MIN_SHOWN) return { discarded: 'object-not-whole' };
  const value = 100 * Math.max(...object.extents);
  const margin = 0.5 - Math.abs(value - Math.round(value));
  return { answer: String(Math.round(value)), value, unit: 'centimetres', margin };
}
