/** Which colour has the landmark at a column? The other options are colours of the scene's other landmarks. */
import { gridPart } from '../../chains/facts/measure.ts';
import { clearlyVisible } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById, seenIn } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';
import { columnFactOf, hasClearColumn } from './column.ts';

const OPTIONS = 4;
/** No other landmark may stand this near, in columns. */
const MIN_GAP_COLUMNS = 1.5;

export const colourAtColumn = defineKind({
  kind: 'colour-at-column',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const alone = askable(geometry, 'landmark').filter(
      (object) => hasClearColumn(geometry, object, 0) && gapColumns(geometry, object) >= MIN_GAP_COLUMNS,
    );
    if (alone.length === 0) return { discarded: 'no-landmark-alone-in-its-column' };
    const object = random.pick(alone);
    const others = new Set(
      geometry.objects
        .filter((other) => other.role === 'landmark')
        .map((other) => other.colour.toLowerCase()),
    );
    others.delete(object.colour.toLowerCase());
    if (others.size < OPTIONS - 1) return { discarded: 'too-few-landmark-colours' };
    const wrong = random.shuffle([...others]).slice(0, OPTIONS - 1);
    const column = gridPart(geometry, object, 0, 'column');
    return {
      stem: `<image>What colour is the ${object.family} at column ${column}?`,
      options: [object.colour.toLowerCase(), ...wrong],
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId, column },
    };
  },
  solve,
  facts: (geometry) => columnFactOf(geometry),
});

/** The landmark at the column that the question names, found anew. */
function solve(geometry: QuestionGeometry): Solution | Discarded {
  const object = askable(geometry, 'landmark').find(
    (landmark) => gridPart(geometry, landmark, 0, 'column') === geometry.parameters['column'],
  );
  const asked = objectById(geometry, geometry.parameters['objectId']);
  if (object === undefined || object !== asked) return { discarded: 'no-landmark-alone-in-its-column' };
  const gap = gapColumns(geometry, object);
  if (gap < MIN_GAP_COLUMNS) return { discarded: 'no-landmark-alone-in-its-column' };
  const answer = object.colour.toLowerCase();
  return { answer, value: gap, unit: 'columns', margin: gap - MIN_GAP_COLUMNS };
}

/** Horizontal distance to the nearest other landmark of which anything shows, in columns; 10 when there is none. */
function gapColumns(geometry: QuestionGeometry, object: SceneObject): number {
  const seen = seenIn(geometry, 0);
  const own = clearlyVisible(seen, object.objectId);
  if (own === undefined) return 0;
  const landmarks = new Set(
    geometry.objects.filter((other) => other.role === 'landmark').map((other) => other.objectId),
  );
  const gaps = seen.visible
    .filter(
      (entry) => entry.pixels > 0 && entry.objectId !== object.objectId && landmarks.has(entry.objectId),
    )
    .map((entry) => (10 * Math.abs(entry.centroid[0] - own.centroid[0])) / seen.camera.intrinsics.width);
  return Math.min(10, ...gaps);
}
