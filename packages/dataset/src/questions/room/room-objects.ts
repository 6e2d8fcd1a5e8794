/** Objects of a room that questions may speak of, over several photos of it. */
import { nameOf } from '../../scenes/naming.ts';
import { isClearlyVisible } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { seenIn } from '../geometry.ts';

/** Photos of a room that its questions show. */
export const ROOM_VIEWS = 4;
/** How a question on several photos of one place begins. */
export const roomImages = (count: number): string => '<image>'.repeat(count);

/** Neither walls nor what merely stands in the way. */
export function isNamedThing({ role }: SceneObject): boolean {
  return role !== 'structure' && role !== 'occluder';
}

/** Things that are clearly visible in at least one photo and named without doubt. */
export function shownObjects(geometry: QuestionGeometry): SceneObject[] {
  return geometry.objects.filter(
    (object) =>
      isNamedThing(object) && nameOf(object, geometry.objects) !== null && isShown(geometry, object.objectId),
  );
}

export function isShown(geometry: QuestionGeometry, objectId: string): boolean {
  return geometry.cameras.some((_, view) => isClearlyVisible(seenIn(geometry, view), objectId));
}

/** All ordered triples of different items. */
export function triples<T>(items: readonly T[]): [T, T, T][] {
  return items.flatMap((a) =>
    items.flatMap((b) =>
      a === b ? [] : items.flatMap((c): [T, T, T][] => (c === a || c === b ? [] : [[a, b, c]])),
    ),
  );
}
