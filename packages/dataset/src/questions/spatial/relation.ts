/** Is one object left or right of another in the photo? By the middles of their visible parts. */
import { gridPart } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import { clearlyVisible } from '../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById, seenIn } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';

/** Least horizontal distance of the two, as a share of the picture's width. */
const MIN_GAP = 0.08;

export const relation = defineKind({
  kind: 'relation',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'spatial',
  propose: ({ geometry }, random) => {
    const objects = askable(geometry);
    const pairs = objects.flatMap((a) =>
      objects
        .filter((b) => a !== b && !isDiscarded(order(geometry, a.objectId, b.objectId)))
        // Both orders are in the list with opposite answers: a random pick is balanced.
        .map((b) => [a, b] as const),
    );
    if (pairs.length === 0) return { discarded: 'no-two-objects-apart' };
    const [a, b] = random.pick(pairs);
    return {
      stem: `<image>Is the ${nameOf(a, geometry.objects)} left or right of the ${nameOf(b, geometry.objects)}?`,
      options: ['left', 'right'],
      objectIds: [a.objectId, b.objectId],
      parameters: { objectId: a.objectId, otherId: b.objectId },
    };
  },
  solve: (geometry) => order(geometry, geometry.parameters['objectId'], geometry.parameters['otherId']),
  facts: (geometry) =>
    ['objectId', 'otherId'].flatMap((key) => {
      const object = objectById(geometry, geometry.parameters[key]);
      if (object === undefined) return [];
      const name = nameOf(object, geometry.objects);
      const column = gridPart(geometry, object, 0, 'column');
      return name === null || column === null ? [] : [{ type: 'column', object: name, column, photo: null }];
    }),
});

function order(geometry: QuestionGeometry, objectId: unknown, otherId: unknown): Solution | Discarded {
  const view = seenIn(geometry, 0);
  const a = clearlyVisible(view, String(objectId));
  const b = clearlyVisible(view, String(otherId));
  if (a === undefined || b === undefined) return { discarded: 'object-not-visible' };
  const value = (a.centroid[0] - b.centroid[0]) / view.camera.intrinsics.width;
  if (Math.abs(value) < MIN_GAP) return { discarded: 'dead-band-relation' };
  const margin = Math.abs(value) - MIN_GAP;
  return { answer: value > 0 ? 'right' : 'left', value, unit: 'picture-widths', margin };
}
