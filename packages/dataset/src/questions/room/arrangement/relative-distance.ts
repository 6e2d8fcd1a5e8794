/** Which of four objects is nearest to a fifth, between closest points? */
import { nameOf } from '../../../scenes/naming.ts';
import { closestDistance } from '../../../scenes/own-box.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { gapFact, type NamedObject, namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { objectById } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { ROOM_VIEWS, roomImages, shownObjects } from '../room-objects.ts';

const OPTIONS = 4;
/** The second nearest is farther by at least so many metres, and by this share. */
const MIN_GAP_M = 0.15;
const MIN_RATIO = 0.15;
const TRIES = 12;

export const relativeDistance = defineKind({
  kind: 'relative-distance',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'choice',
  family: 'room',
  propose: ({ geometry }, random) => {
    const objects = shownObjects(geometry);
    if (objects.length <= OPTIONS) return { discarded: 'too-few-objects' };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const [object, ...others] = random.shuffle(objects).slice(0, OPTIONS + 1);
      const parameters = {
        objectId: object!.objectId,
        otherIds: others.map((other) => other.objectId),
      };
      if (isDiscarded(solve({ ...geometry, parameters }))) continue;
      return {
        stem: `${roomImages(ROOM_VIEWS)}These photos show one room. Measured between closest points, which of these is nearest to the ${nameOf(object!, geometry.objects)}?`,
        options: others.map((other) => `the ${nameOf(other, geometry.objects)}`),
        objectIds: [parameters.objectId, ...parameters.otherIds],
        parameters,
      };
    }
    return { discarded: 'no-object-clearly-nearest' };
  },
  solve,
  facts: (geometry) => {
    const { objectId, otherIds } = geometry.parameters;
    const named = namedObjects(geometry, [objectId, ...(Array.isArray(otherIds) ? otherIds : [])]);
    const [to, ...others] = named ?? [];
    if (to === undefined) return null;
    const far = ({ object }: NamedObject): number => closestDistance(to.object, object) ?? Number.NaN;
    const [nearest, next] = [...others].sort((a, b) => far(a) - far(b));
    if (nearest === undefined || next === undefined) return null;
    return [
      ...others.flatMap((other) => gapFact(to, other)),
      { type: 'nearer-to', object: nearest.name, other: next.name, to: to.name },
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { objectId, otherIds } = geometry.parameters;
  const object = objectById(geometry, objectId);
  if (object === undefined || !Array.isArray(otherIds)) return { discarded: 'object-missing' };
  const far: { other: SceneObject; metres: number }[] = [];
  for (const id of otherIds) {
    const other = objectById(geometry, id);
    const metres = other === undefined ? null : closestDistance(object, other);
    if (other === undefined || metres === null) return { discarded: 'no-own-extents' };
    far.push({ other, metres });
  }
  const [nearest, next] = far.sort((a, b) => a.metres - b.metres);
  if (nearest === undefined || next === undefined) return { discarded: 'object-missing' };
  const least = Math.max(MIN_GAP_M, MIN_RATIO * nearest.metres);
  const gap = next.metres - nearest.metres;
  if (gap < least) return { discarded: 'dead-band-distance' };
  const answer = `the ${nameOf(nearest.other, geometry.objects)}`;
  return { answer, value: nearest.metres, unit: 'metres', margin: gap - least };
}
