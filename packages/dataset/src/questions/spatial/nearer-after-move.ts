/** The camera moves some metres along its own level axes: which of two objects is then nearer? */
import { STEP_DIRECTIONS, stepOf } from '../../chains/step.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { isDiscarded } from '../kind.ts';
import { distanceFacts, exchangeablePairs, nearerOf } from './nearer.ts';

const STEPS_M = [1, 2, 3, 4];
const STAY = { right: 0, forward: 0 };

export const nearerAfterMove = defineKind({
  kind: 'nearer-after-move',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'spatial',
  propose: ({ geometry }, random) => {
    const all = proposals(geometry);
    // Half of the moves should change which object is nearer, else the photo as it is would give the answer.
    const changing = all.filter((proposal) => proposal.changes);
    const keeping = all.filter((proposal) => !proposal.changes);
    const wanted = random.next() < 0.5 ? changing : keeping;
    const from = wanted.length > 0 ? wanted : all;
    if (from.length === 0) return { discarded: 'no-move-that-decides' };
    const { pair, direction, stepM } = random.pick(from);
    const [a, b] = random.shuffle(pair);
    return {
      stem: `<image>The camera moves ${stepM} m ${direction}. Which is nearer to it then?`,
      options: [a!, b!].map((object) => nameOf(object, geometry.objects) ?? ''),
      objectIds: [a!.objectId, b!.objectId],
      parameters: { objectId: a!.objectId, otherId: b!.objectId, stepM, direction },
    };
  },
  solve: (geometry) => {
    const { objectId, otherId } = geometry.parameters;
    const move = stepOf(geometry);
    if (move === null) return { discarded: 'no-move' };
    return nearerOf(geometry, objectById(geometry, objectId), objectById(geometry, otherId), move);
  },
  facts: (geometry) => distanceFacts(geometry, stepOf(geometry) ?? STAY, true),
});

function proposals(geometry: QuestionGeometry) {
  return exchangeablePairs(askable(geometry)).flatMap((pair) => {
    const [a, b] = pair;
    const before = nearerOf(geometry, a, b, STAY);
    if (isDiscarded(before)) return [];
    return STEP_DIRECTIONS.flatMap((direction) =>
      STEPS_M.flatMap((stepM) => {
        const moved = { ...geometry, parameters: { ...geometry.parameters, direction, stepM } };
        const after = nearerOf(geometry, a, b, stepOf(moved) ?? STAY);
        return isDiscarded(after)
          ? []
          : [{ pair, direction, stepM, changes: after.nearer !== before.nearer }];
      }),
    );
  });
}
