/** Which of two objects of the same role is nearer to the camera now? */
import { nameOf } from '../../scenes/naming.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { isDiscarded } from '../kind.ts';
import { distanceFacts, exchangeablePairs, nearerOf } from './nearer.ts';

const STAY = { right: 0, forward: 0 };

export const depthOrder = defineKind({
  kind: 'depth-order',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'spatial',
  propose: ({ geometry }, random) => {
    const pairs = exchangeablePairs(askable(geometry)).filter(
      ([a, b]) => !isDiscarded(nearerOf(geometry, a, b, STAY)),
    );
    if (pairs.length === 0) return { discarded: 'no-two-objects-at-different-depths' };
    const [a, b] = random.shuffle(random.pick(pairs));
    return {
      stem: '<image>Which is nearer to the camera?',
      options: [a, b].map((object) => (object === undefined ? '' : (nameOf(object, geometry.objects) ?? ''))),
      objectIds: [a!.objectId, b!.objectId],
      parameters: { objectId: a!.objectId, otherId: b!.objectId },
    };
  },
  solve: (geometry) => {
    const { objectId, otherId } = geometry.parameters;
    return nearerOf(geometry, objectById(geometry, objectId), objectById(geometry, otherId), STAY);
  },
  facts: (geometry) => distanceFacts(geometry, STAY, false),
});
