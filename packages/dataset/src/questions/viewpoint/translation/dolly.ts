/** Did the camera move forward or backward, along its own viewing axis? */
import { defineKind } from '../../define-kind.ts';
import { isDiscarded } from '../../kind.ts';
import { solveSigned } from '../answers/signed-solution.ts';
import { furtherMotionFacts, matchFacts } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';
import { scaledTranslation } from './scaled-translation.ts';

const ANSWERS = { positive: 'Move forward', negative: 'Move backward', none: 'No movement' } as const;

export const dolly = defineKind({
  kind: 'dolly',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: () => ({
    stem: `${PAIR_PREFIX} From the camera's perspective, did the position of the camera that captured the second photo move forward or backward relative to the first photo's camera position?`,
    closing: SELECT_CLAUSE,
    options: Object.values(ANSWERS),
    objectIds: [],
    parameters: {},
  }),
  solve: (geometry) => {
    const moved = scaledTranslation(geometry);
    if (isDiscarded(moved)) return moved;
    return solveSigned(moved.forward, moved.band, ANSWERS, 'object-distances');
  },
  answerFact: 'dolly',
  facts: (geometry) => [
    ...matchFacts(geometry),
    ...furtherMotionFacts(geometry).filter((fact) => fact.type === 'dolly'),
  ],
});
