/** Which of two objects is nearer to the camera, along the ground; shared by the two kinds that ask so. */

import type { Fact } from '../../chains/facts/fact.ts';
import { levelDistance } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { objectById } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';

/** The distances must differ by this share of the nearer one. */
const MIN_RATIO = 0.15;

export interface Move {
  readonly right: number;
  readonly forward: number;
}

export function nearerOf(
  geometry: QuestionGeometry,
  a: SceneObject | undefined,
  b: SceneObject | undefined,
  move: Move,
): (Solution & { nearer: SceneObject }) | Discarded {
  if (a === undefined || b === undefined) return { discarded: 'object-missing' };
  const [distanceA, distanceB] = [levelDistance(geometry, a, move), levelDistance(geometry, b, move)];
  const near = Math.min(distanceA, distanceB);
  const gap = Math.abs(distanceA - distanceB);
  if (gap <= MIN_RATIO * near) return { discarded: 'dead-band-distance' };
  const nearer = distanceA < distanceB ? a : b;
  const answer = nameOf(nearer, geometry.objects);
  if (answer === null) return { discarded: 'object-not-nameable' };
  return { answer, nearer, value: distanceA - distanceB, unit: 'metres', margin: gap - MIN_RATIO * near };
}

/** Distances of the two objects asked of. */
export function distanceFacts(geometry: QuestionGeometry, move: Move, after: boolean): Fact[] {
  return ['objectId', 'otherId'].flatMap((key) => {
    const object = objectById(geometry, geometry.parameters[key]);
    const name = object === undefined ? null : nameOf(object, geometry.objects);
    if (object === undefined || name === null) return [];
    const metres = Math.round(levelDistance(geometry, object, move) * 10) / 10;
    return [{ type: 'distance', object: name, metres, after }];
  });
}

/**
 * Unordered pairs of objects of one role: which of two landmarks is nearer cannot be told from their names, while a
 * subject is nearly always nearer than a landmark.
 */
export function exchangeablePairs(objects: readonly SceneObject[]): [SceneObject, SceneObject][] {
  return objects.flatMap((a, i) =>
    objects
      .slice(i + 1)
      .filter((b) => a.role === b.role && a.role !== 'subject')
      .map((b): [SceneObject, SceneObject] => [a, b]),
  );
}
