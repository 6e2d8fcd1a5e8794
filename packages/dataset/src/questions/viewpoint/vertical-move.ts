/** Did the camera move up or down, along its own up axis? */
import { measureMotion, signOutsideBand } from '../../chains/facts/measure.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import type { Discarded, Solution } from '../kind.ts';
import { matchFacts, verticalFacts } from './pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from './published.ts';

const ANSWERS = { up: 'Move up', down: 'Move down', none: 'No movement' } as const;

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
  solve,
  facts: (geometry) => [...matchFacts(geometry, 'row'), ...verticalFacts(geometry)],
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { up, thresholds } = measureMotion(geometry);
  const { translationNone: none, translationMin: min } = thresholds;
  const sign = signOutsideBand(up, none, min);
  if (sign === null) return { discarded: 'dead-band-vertical' };
  return {
    answer: sign === 0 ? ANSWERS.none : sign > 0 ? ANSWERS.up : ANSWERS.down,
    value: up,
    unit: 'object-distances',
    margin: sign === 0 ? none - Math.abs(up) : Math.abs(up) - min,
  };
}
