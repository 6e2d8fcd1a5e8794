/** In which order do four objects appear for the first time in a sequence of photos? */
import type { Random } from '@parallax/geometry';
import { nameOf } from '../../../scenes/naming.ts';
import { isClearlyVisible } from '../../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { objectById, seenIn } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { roomImages, shownObjects } from '../room-objects.ts';

const VIEWS = 6;
const OBJECTS = 4;
const OPTIONS = 4;

export const appearanceOrder = defineKind({
  kind: 'appearance-order',
  views: VIEWS,
  ordered: true,
  needsMask: true,
  answerType: 'choice',
  family: 'room',
  propose: ({ geometry }, random) => {
    const byView = new Map<number, SceneObject[]>();
    for (const object of shownObjects(geometry)) {
      const { clear } = appearance(geometry, object.objectId);
      byView.set(clear, [...(byView.get(clear) ?? []), object]);
    }
    if (byView.size < OBJECTS) return { discarded: 'too-few-first-appearances' };
    const chosen = random
      .shuffle([...byView.values()])
      .slice(0, OBJECTS)
      .map((objects) => random.pick(objects));
    const parameters = { objectIds: random.shuffle(chosen.map((object) => object.objectId)) };
    const solution = solve({ ...geometry, parameters });
    if (isDiscarded(solution)) return solution;
    const names = chosen.map((object) => nameOf(object, geometry.objects) ?? '');
    return {
      stem: `${roomImages(VIEWS)}These photos were taken one after the other. In which order do these objects appear for the first time?`,
      options: otherOrders(names, solution.answer, random),
      objectIds: parameters.objectIds,
      parameters,
    };
  },
  solve,
  facts: (geometry) => {
    const { objectIds } = geometry.parameters;
    const named = namedObjects(geometry, Array.isArray(objectIds) ? objectIds : []);
    return named === null
      ? null
      : named
          .map(({ object, name }) => ({ name, view: appearance(geometry, object.objectId).clear }))
          .sort((a, b) => a.view - b.view)
          .map(({ name, view }) => ({ type: 'first-shown', object: name, photo: view + 1 }));
  },
});

/**
 * The first photo with any pixel of it, and the first that shows it clearly. Between the two opinions may differ, so no
 * other object may appear there. -1 where there is none.
 */
function appearance(geometry: QuestionGeometry, objectId: string): { any: number; clear: number } {
  return {
    any: geometry.visible.findIndex((view) =>
      view.some((seen) => seen.objectId === objectId && seen.pixels > 0),
    ),
    clear: geometry.cameras.findIndex((_, view) => isClearlyVisible(seenIn(geometry, view), objectId)),
  };
}

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { objectIds } = geometry.parameters;
  if (!Array.isArray(objectIds)) return { discarded: 'object-missing' };
  const found: { name: string; any: number; clear: number }[] = [];
  for (const id of objectIds) {
    const object = objectById(geometry, id);
    const name = object === undefined ? null : nameOf(object, geometry.objects);
    if (object === undefined || name === null) return { discarded: 'object-not-nameable' };
    const seen = appearance(geometry, object.objectId);
    if (seen.clear < 0) return { discarded: 'object-barely-visible' };
    found.push({ name, ...seen });
  }
  found.sort((a, b) => a.clear - b.clear);
  const gaps = found.slice(1).map(({ any }, i) => any - found[i]!.clear);
  const margin = Math.min(...gaps);
  if (!(margin > 0)) return { discarded: 'appear-together' };
  const answer = found.map(({ name }) => name).join(', ');
  return { answer, value: found[0]!.clear, unit: 'photos', margin };
}

function otherOrders(names: readonly string[], answer: string, random: Random): string[] {
  const options = new Set([answer]);
  while (options.size < OPTIONS) options.add(random.shuffle(names).join(', '));
  return [...options];
}
