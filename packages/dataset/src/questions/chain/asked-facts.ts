/** Facts about objects that several kinds ask of. Each is measured as the form of its claim measures it. */
import type { Fact } from '../../chains/facts/fact.ts';
import { bearingDeg, centreOf, levelDistance } from '../../chains/facts/measure.ts';
import { bearingDegrees } from '../../chains/forms/asked/direction/actions.ts';
import { facingForm } from '../../chains/forms/space/facing.ts';
import { levelGap } from '../../scenes/level.ts';
import { nameOf } from '../../scenes/naming.ts';
import { closestDistance } from '../../scenes/own-box.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { objectById } from '../geometry.ts';

export interface NamedObject {
  readonly object: SceneObject;
  readonly name: string;
}

/** Objects by their ids, with their names; null when one is missing or has no name of its own. */
export function namedObjects(geometry: QuestionGeometry, ids: readonly unknown[]): NamedObject[] | null {
  const known = ids.flatMap((id): NamedObject[] => {
    const object = objectById(geometry, id);
    const name = object === undefined ? null : nameOf(object, geometry.objects);
    return object === undefined || name === null ? [] : [{ object, name }];
  });
  return known.length === ids.length ? known : null;
}

/** Where objects are in the only photo: on the clock around the camera, and how far along the ground. */
export function placeFacts(geometry: QuestionGeometry, objects: readonly NamedObject[]): Fact[] {
  return objects.flatMap(({ object, name }): Fact[] => [
    {
      type: 'clock',
      object: name,
      hour: ((Math.round(bearingDeg(geometry, object) / 30) + 11) % 12) + 1,
      photo: null,
    },
    { type: 'distance', object: name, metres: decimal(levelDistance(geometry, object)), after: false },
  ]);
}

/** Whole degrees from the viewing axis, now and after the action of the question. */
export function bearingFacts(
  geometry: QuestionGeometry,
  { object, name }: NamedObject,
  times: readonly boolean[],
): Fact[] {
  return times.flatMap((after): Fact[] => {
    const bearing = bearingDegrees(geometry, object, after);
    return bearing === null
      ? []
      : [{ type: 'bearing-degrees', object: name, degrees: Math.round(bearing) + 0, after }];
  });
}

/** Which way objects face in the only photo, those whose front points clearly somewhere. */
export function facingFacts(geometry: QuestionGeometry, objects: readonly NamedObject[]): Fact[] {
  const facing = facingForm.prove(geometry);
  return objects.flatMap(({ name }) => facing.filter((fact) => fact.object === name).slice(0, 1));
}

/** Metres between the middles of every two of the objects, along the ground. */
export function apartFacts(geometry: QuestionGeometry, objects: readonly NamedObject[]): Fact[] {
  return objects.flatMap((a, i) =>
    objects.slice(i + 1).map((b): Fact => {
      const metres = decimal(levelGap(centreOf(a.object), centreOf(b.object), geometry.up));
      return { type: 'apart', object: a.name, other: b.name, metres };
    }),
  );
}

/** Metres between closest points of two objects; nothing where their own extents are not known. */
export function gapFact(a: NamedObject, b: NamedObject): Fact[] {
  const metres = closestDistance(a.object, b.object);
  return metres === null ? [] : [{ type: 'gap', object: a.name, other: b.name, metres: decimal(metres) }];
}

/** To the one decimal with which facts state lengths. */
export function decimal(value: number): number {
  return Math.round(value * 10) / 10;
}
