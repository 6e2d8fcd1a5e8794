/** In which of ten columns of the photo is an object? Open answer, one digit, scored exactly. */
import { nameOf } from '../../scenes/naming.ts';
import { defineKind } from '../define-kind.ts';
import { askable } from '../geometry.ts';
import { columnFactOf, hasClearColumn, solveColumn } from './column.ts';

export const objectColumn = defineKind({
  kind: 'object-column',
  views: 1,
  needsMask: true,
  answerType: 'number',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const objects = askable(geometry).filter((object) => hasClearColumn(geometry, object, 0));
    if (objects.length === 0) return { discarded: 'no-object-with-clear-column' };
    const object = random.pick(objects);
    return {
      stem: `<image>In which column, 0 to 9, is the ${nameOf(object, geometry.objects)}?`,
      options: [],
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
      chance: 0.1,
    };
  },
  solve: (geometry) => solveColumn(geometry, 0),
  facts: (geometry) => columnFactOf(geometry),
});
