/** Two photos: which turn, walk and turn lead from the first camera to the second? After SAT's action sequence. */
import { cameraCentre, length, normalize, rejectFrom, subtract } from '@parallax/geometry';
import { walkTurns } from '../../chains/forms/asked/motion/walk.ts';
import { bearingFromDeg, headingOf, levelDirection, wrapDeg } from '../../scenes/level.ts';
import { motionOf } from '../../scenes/motion.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import type { Discarded, Solution } from '../kind.ts';
import { matchFacts } from '../viewpoint/pair-facts.ts';

/** Angles are told in steps of so many degrees. */
const STEP_DEG = 10;
/** The first turn: a smaller one has no clear side, a larger one could be a walk backward. */
const FIRST_DEG = [20, 160] as const;
/** Climbs steeper than this, rise over level way, are no walk. */
const MOST_RISE = 0.5;

export const actionSequence = defineKind({
  kind: 'action-sequence',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry }) => {
    const walk = measureWalk(geometry);
    if ('discarded' in walk) return walk;
    const { first, whole } = walk;
    // Both sides of the walk with both sides of the whole turn: as the sides are drawn apart, no option is likelier.
    const options = [first, -first].flatMap((walked) =>
      [whole, -whole].map((turned) => sequence(walked, turned)),
    );
    if (new Set(options).size < options.length) return { discarded: 'options-alike' };
    return {
      stem: '<image><image>The camera that took the first photo turns, walks straight ahead and turns again to take the second photo. Which sequence leads there?',
      options,
      objectIds: [],
      parameters: {},
    };
  },
  solve: (geometry) => {
    const walk = measureWalk(geometry);
    return 'discarded' in walk ? walk : walk.solution;
  },
  answerFact: 'walk-turn',
  facts: (geometry) => {
    const turns = walkTurns(geometry);
    if (turns === null) return null;
    return [
      ...matchFacts(geometry),
      { type: 'walk-turn', when: 'before', degrees: Math.round(turns.before) },
      { type: 'walk-turn', when: 'after', degrees: Math.round(turns.after) },
    ];
  },
});

/** Turn before the walk and turn of the whole, rounded; on level ground. */
function measureWalk(
  geometry: QuestionGeometry,
): { first: number; whole: number; solution: Solution } | Discarded {
  const [a, b] = geometry.cameras;
  if (a === undefined || b === undefined) return { discarded: 'wrong-number-of-views' };
  const { up } = geometry;
  const way = subtract(cameraCentre(b), cameraCentre(a));
  const level = length(rejectFrom(way, normalize(up)));
  const { motion, thresholds } = motionOf(geometry);
  if (level <= thresholds.translationMin * motion.objectDistance) return { discarded: 'too-short-a-walk' };
  if (Math.sqrt(Math.max(0, length(way) ** 2 - level ** 2)) > MOST_RISE * level) {
    return { discarded: 'too-steep-a-walk' };
  }
  const [from, to, along] = [headingOf(a, up), headingOf(b, up), levelDirection(way, up)];
  if (from === null || to === null || along === null) return { discarded: 'no-heading' };
  const firstDeg = bearingFromDeg(from, along, up);
  const wholeDeg = bearingFromDeg(from, to, up);
  const size = Math.abs(firstDeg);
  if (size < FIRST_DEG[0] || size > FIRST_DEG[1]) return { discarded: 'dead-band-first-turn' };
  const [first, whole] = [roundTo(firstDeg), roundTo(wholeDeg)];
  const toRounding = [firstDeg - first, wholeDeg - whole].map((off) => STEP_DEG / 2 - Math.abs(off));
  const margin = Math.min(size - FIRST_DEG[0], FIRST_DEG[1] - size, ...toRounding);
  const answer = sequence(first, whole);
  return { first, whole, solution: { answer, value: firstDeg, unit: 'degrees', margin } };
}

/** "turn left by 90 degrees, walk, turn right by 60 degrees" */
function sequence(first: number, whole: number): string {
  return `${turn(first)}, walk, ${turn(wrapDeg(whole - first))}`;
}

function turn(degrees: number): string {
  if (degrees === 0) return 'do not turn';
  if (Math.abs(degrees) === 180) return 'turn around';
  return `turn ${degrees > 0 ? 'right' : 'left'} by ${Math.abs(degrees)} degrees`;
}

function roundTo(degrees: number): number {
  return Math.round(degrees / STEP_DEG) * STEP_DEG + 0;
}
