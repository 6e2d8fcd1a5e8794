/** What could be asked of a photo, and a choice among it in which no answer is the usual one. */
import type { Random } from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { askable } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';

/** Objects in their roles ("objectId" is what is asked of), with the answer that geometry gives. */
export interface Proposal {
  readonly objects: readonly SceneObject[];
  readonly solution: Solution;
}

/** More combinations than these are tried in random order. */
const MOST_TRIED = 400;

/** Named objects, clearly visible, that are neither walls nor in the way. */
export function nameable(geometry: QuestionGeometry): SceneObject[] {
  return askable(geometry).filter(({ role }) => role !== 'structure' && role !== 'occluder');
}

/** Every combination with an answer: first one answer of those that occur, then one combination with it. */
export function pickProposal(
  combinations: readonly (readonly SceneObject[])[],
  solve: (...objects: SceneObject[]) => Solution | Discarded,
  random: Random,
): Proposal | Discarded {
  const byAnswer = new Map<string, Proposal[]>();
  let reason = 'too-few-objects';
  for (const objects of random.shuffle(combinations).slice(0, MOST_TRIED)) {
    const solution = solve(...objects);
    if (isDiscarded(solution)) {
      reason = solution.discarded;
      continue;
    }
    const alike = byAnswer.get(solution.answer) ?? [];
    alike.push({ objects, solution });
    byAnswer.set(solution.answer, alike);
  }
  if (byAnswer.size === 0) return { discarded: reason };
  // Sorted, so that the choice does not depend on the order in which answers were found.
  const answer = random.pick([...byAnswer.keys()].sort());
  return random.pick(byAnswer.get(answer) ?? []);
}

/** All ordered choices of different items, one of each list. */
export function distinct<T>(...lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (all, list) =>
      all.flatMap((chosen) => list.filter((x) => !chosen.includes(x)).map((x) => [...chosen, x])),
    [[]],
  );
}
