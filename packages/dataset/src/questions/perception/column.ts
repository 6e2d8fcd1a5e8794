/** Columns of objects, as answers and as facts. */
import type { Fact } from '../../chains/facts/fact.ts';
import { gridPart } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import { clearlyVisible, columnOf } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { objectById, seenIn } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';

/** Least distance of an object's middle to the border of its column, of a column's width. */
const MIN_MARGIN = 0.08;

export function hasClearColumn(geometry: QuestionGeometry, object: SceneObject, view: number): boolean {
  const seen = seenIn(geometry, view);
  const entry = clearlyVisible(seen, object.objectId);
  return entry !== undefined && columnOf(entry, seen.camera.intrinsics).margin >= MIN_MARGIN;
}

/** Column of `parameters.objectId` in a view, as an open answer. */
export function solveColumn(geometry: QuestionGeometry, view: number): Solution | Discarded {
  const seen = seenIn(geometry, view);
  const entry = clearlyVisible(seen, String(geometry.parameters['objectId']));
  if (entry === undefined) return { discarded: 'object-not-visible' };
  const { part, margin } = columnOf(entry, seen.camera.intrinsics);
  if (margin < MIN_MARGIN) return { discarded: 'dead-band-column' };
  return { answer: String(part), value: part, unit: 'column', margin: margin - MIN_MARGIN };
}

/** "The cyan pillar is at column 3." for the objects, in their order; those that cannot be stated are left out. */
export function columnFacts(geometry: QuestionGeometry, objects: readonly SceneObject[]): Fact[] {
  return objects.flatMap((object) => {
    const name = nameOf(object, geometry.objects);
    const column = gridPart(geometry, object, 0, 'column');
    return name === null || column === null ? [] : [{ type: 'column', object: name, column, photo: null }];
  });
}

/** The column of `parameters.objectId`. */
export function columnFactOf(geometry: QuestionGeometry): Fact[] {
  const object = objectById(geometry, geometry.parameters['objectId']);
  return object === undefined ? [] : columnFacts(geometry, [object]);
}

/** Objects from left to right, as far as they are clearly visible in the first view. */
export function leftToRight(geometry: QuestionGeometry, objects: readonly SceneObject[]): SceneObject[] {
  const seen = seenIn(geometry, 0);
  const x = new Map(
    objects.map((object) => [object, clearlyVisible(seen, object.objectId)?.centroid[0] ?? null]),
  );
  return objects.filter((object) => x.get(object) !== null).sort((a, b) => x.get(a)! - x.get(b)!);
}
