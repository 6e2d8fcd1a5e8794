/** Which of three or four named objects is nearest to the camera, along the ground? */
import type { Random } from '@parallax/geometry';
import { levelDistance } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';
import { SELECT_CLAUSE } from '../viewpoint/published.ts';

const MIN_OPTIONS = 3;
const MAX_OPTIONS = 4;
/** The second nearest is farther by this share at least. */
const MIN_RATIO = 0.15;
/**
 * Objects of one list are compared: what the scene is about is nearly always nearest, and landmarks are far, so across
 * the lists a name would tell.
 */
const LISTS: readonly (readonly SceneObject['role'][])[] = [['bystander', 'agent'], ['landmark']];

export const relativeDepth = defineKind({
  kind: 'relative-depth',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'perspective',
  propose: ({ geometry }, random) => {
    const objects = choose(geometry, random);
    if (objects === null) return { discarded: 'too-few-objects-of-a-list' };
    const optionIds = objects.map(({ objectId }) => objectId);
    return {
      stem: '<image>Which of these is nearest to the camera?',
      closing: SELECT_CLAUSE,
      options: objects.map((object) => nameOf(object, geometry.objects) ?? ''),
      objectIds: optionIds,
      parameters: { optionIds },
    };
  },
  solve,
  facts: (geometry) =>
    optionsOf(geometry).flatMap((object) => {
      const name = nameOf(object, geometry.objects);
      const metres = Math.round(levelDistance(geometry, object) * 10) / 10;
      return name === null ? [] : [{ type: 'distance' as const, object: name, metres, after: false }];
    }),
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const ranked = optionsOf(geometry)
    .map((object) => ({ object, metres: levelDistance(geometry, object) }))
    .sort((a, b) => a.metres - b.metres);
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return { discarded: 'object-missing' };
  const margin = second.metres - first.metres * (1 + MIN_RATIO);
  if (margin < 0) return { discarded: 'dead-band-distance' };
  const answer = nameOf(first.object, geometry.objects);
  if (answer === null) return { discarded: 'object-not-nameable' };
  return { answer, value: first.metres, unit: 'metres', margin };
}

function choose(geometry: QuestionGeometry, random: Random): SceneObject[] | null {
  const all = askable(geometry);
  const lists = LISTS.map((roles) => all.filter(({ role }) => roles.includes(role)));
  const long = lists.filter((list) => list.length >= MIN_OPTIONS);
  return long.length === 0 ? null : random.shuffle(random.pick(long)).slice(0, MAX_OPTIONS);
}

function optionsOf(geometry: QuestionGeometry): SceneObject[] {
  const { optionIds } = geometry.parameters;
  const ids: unknown[] = Array.isArray(optionIds) ? optionIds : [];
  return ids.flatMap((id) => objectById(geometry, id) ?? []);
}
