/** Did the camera move up or down, along its own up axis? */
import { measureMotion } from '../../chains/facts/measure.ts';
import { defineKind } from '../define-kind.ts';
import { solveSigned } from './answers/signed-solution.ts';
import { matchFacts, verticalFacts } from './pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from './published.ts';

const ANSWERS = { positive: 'Move up', negative: 'Move down', none: 'No movement' } as const;

export const verticalMove = defineKind({
  kind: 'vertical-move',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'spatial',
  propose: () => ({
    stem: `${PAIR_PREFIX} From the camera's perspective, did the position of the camera that captured the second photo move up or down relative to the first photo's camera position?`,
    closing: SELECT_CLAUSE,
    options: Object.values(ANSWERS),
    objectIds: [],
    parameters: {},
  }),
  solve: (geometry) => {
    const { up, thresholds } = measureMotion(geometry);
    const band = { none: thresholds.translationNone, min: thresholds.translationMin };
    return solveSigned(up, band, ANSWERS, 'object-distances');
  },
  facts: (geometry) => [...matchFacts(geometry, 'row'), ...verticalFacts(geometry)],
});
