/** A landmark's column in the first photo is given: in which column is it in the second? */
import { gridPart } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { hasClearColumn, solveColumn } from './column.ts';

export const landmarkMatch = defineKind({
  kind: 'landmark-match',
  views: 2,
  needsMask: true,
  answerType: 'number',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const landmarks = askable(geometry, 'landmark').filter((object) => hasClearColumn(geometry, object, 1));
    if (landmarks.length === 0) return { discarded: 'no-landmark-in-both-views' };
    const object = random.pick(landmarks);
    const from = gridPart(geometry, object, 0, 'column');
    const name = nameOf(object, geometry.objects);
    return {
      stem: `<image><image>The ${name} is at column ${from} of the first photo. At which column, 0 to 9, is it in the second?`,
      options: [],
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
      chance: 0.1,
    };
  },
  solve: (geometry) => solveColumn(geometry, 1),
  facts: (geometry) => {
    const object = objectById(geometry, geometry.parameters['objectId']);
    if (object === undefined) return null;
    const name = nameOf(object, geometry.objects);
    const from = gridPart(geometry, object, 0, 'column');
    const to = gridPart(geometry, object, 1, 'column');
    if (name === null || from === null || to === null) return null;
    return [{ type: 'column-move', object: name, from, to }];
  },
});
