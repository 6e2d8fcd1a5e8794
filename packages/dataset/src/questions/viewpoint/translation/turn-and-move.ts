/** To which side did the camera turn and to which did it move? One answer for both, out of all eight that change anything. */
import type { Side } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import type { Discarded, Solution } from '../../kind.ts';
import { matchFacts, motionFacts } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';

const SIDES: readonly Side[] = ['left', 'right', 'none'];
const TURNS = { left: 'Rotate to the left', right: 'Rotate to the right', none: 'No rotation' } as const;
const MOVES = { left: 'move to the left', right: 'move to the right', none: 'no movement' } as const;

export const turnAndMove = defineKind({
  kind: 'turn-and-move',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: () => ({
    stem: `${PAIR_PREFIX} From the camera's perspective, how did the camera that captured the second photo rotate and move sideways relative to the first photo's camera?`,
    closing: SELECT_CLAUSE,
    options: SIDES.flatMap((turn) =>
      SIDES.filter((move) => turn !== 'none' || move !== 'none').map((move) => words(turn, move)),
    ),
    objectIds: [],
    parameters: {},
  }),
  solve,
  facts: (geometry) => [...matchFacts(geometry), ...motionFacts(geometry)],
});

/** `value` and margin are those of the turn or of the move, whichever is nearer to another answer for its dead band. */
function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { motion, labels, thresholds } = motionOf(geometry);
  const { egoRotation: turn, egoTranslation: move, margins } = labels;
  if (turn === null || move === null) return { discarded: 'dead-band' };
  if (turn === 'none' && move === 'none') return { discarded: 'no-turn-and-no-move' };
  const answer = words(turn, move);
  const turnShare = margins.egoRotation / (thresholds.yawMinDeg - thresholds.yawNoneDeg);
  const moveShare = margins.egoTranslation / (thresholds.translationMin - thresholds.translationNone);
  if (turnShare <= moveShare) {
    return { answer, value: motion.yawDeg, unit: 'degrees', margin: margins.egoRotation };
  }
  const value = motion.translation.right / motion.objectDistance;
  return { answer, value, unit: 'object-distances', margin: margins.egoTranslation };
}

function words(turn: Side, move: Side): string {
  return `${TURNS[turn]}, ${MOVES[move]}`;
}
