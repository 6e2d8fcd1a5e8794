/**
 * By how many degrees did the camera turn? One of six signed angles, as in the published probe
 * (`A: -84, B: +50, C: +0, D: +38, E: -26, F: +25`). The probe asks for `direction,option_letter`; here the letter alone
 * is the answer, so that it is scored as any choice, and the direction stands in the option's sign.
 *
 * The options are zero and three sizes one step apart, two of them with both signs: any nonzero option is right as
 * often as another, so that neither a missing mirror image nor a place in the ladder tells the answer to a reader of
 * the text alone.
 */
import type { Random } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import type { Discarded, Solution } from '../../kind.ts';
import { matchFacts, motionFacts } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';

/** Options are at least this far apart, and so is the least turn that is asked of from zero. */
const GAP_DEG = 10;
const MAX_STEP_DEG = 16;
const SIZES = 3;
/**
 * One of six answers should be "no rotation". A third of a decorrelated set's pairs have none, and about half of its turns
 * leave room for a ladder: most of the former are passed over.
 */
const KEPT_STILL = 0.22;
/** One of the five turns among the options has no mirror image. */
const LONE_SHARE = 1 / 5;

export const egoRotationChoice = defineKind({
  kind: 'ego-rotation-choice',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: ({ geometry }, random) => {
    const solution = solve(geometry);
    if ('discarded' in solution) return solution;
    const answer = Number(solution.answer);
    if (answer === 0 && random.next() >= KEPT_STILL) return { discarded: 'enough-without-rotation' };
    const angles = answer === 0 ? aroundNone(random) : around(answer, random);
    if (angles === null) return { discarded: 'no-room-for-smaller-options' };
    return {
      stem: `${PAIR_PREFIX} By how many degrees did the camera that captured the second photo rotate horizontally relative to the first photo's camera orientation? Positive is to the right, negative to the left.`,
      closing: SELECT_CLAUSE,
      options: angles.map(signed),
      objectIds: [],
      parameters: { anglesDeg: angles },
    };
  },
  solve,
  answerFact: 'turn',
  facts: (geometry) => [...matchFacts(geometry), ...motionFacts(geometry, 1)],
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { motion, labels } = motionOf(geometry);
  if (labels.egoRotation === null) return { discarded: 'dead-band-ego-rotation-choice' };
  const degrees = labels.egoRotation === 'none' ? 0 : Math.round(motion.yawDeg);
  if (degrees !== 0 && Math.abs(degrees) < GAP_DEG) return { discarded: 'too-near-to-no-rotation' };
  const { anglesDeg } = geometry.parameters;
  const others = (Array.isArray(anglesDeg) ? anglesDeg : []).filter(
    (angle) => typeof angle === 'number' && angle !== degrees,
  ) as number[]; // Filtered to numbers.
  // Half way to another option, that one is as near.
  const halfway = others.map((angle) => Math.abs(motion.yawDeg - (degrees + angle) / 2));
  return {
    answer: signed(degrees),
    value: motion.yawDeg,
    unit: 'degrees',
    margin: Math.min(labels.margins.egoRotation, GAP_DEG / 2, ...halfway),
  };
}

/** Six angles with the answer at a random place in the ladder; null where the ladder would reach below the gap. */
function around(answer: number, random: Random): number[] | null {
  const [size, sign] = [Math.abs(answer), Math.sign(answer)];
  const step = random.int(GAP_DEG, MAX_STEP_DEG + 1);
  const place = random.int(0, SIZES);
  const first = size - place * step;
  if (first < GAP_DEG || first + (SIZES - 1) * step > 180 - GAP_DEG) return null;
  const rest = [0, 1, 2].filter((k) => k !== place).map((k) => first + k * step);
  if (random.next() < LONE_SHARE) return [0, answer, ...rest.flatMap((other) => [other, -other])];
  const [lone, paired] = random.shuffle(rest);
  return [0, answer, -answer, paired!, -paired!, lone! * random.pick([1, -1]) * sign];
}

/** Six angles around a true "no rotation". */
function aroundNone(random: Random): number[] {
  const step = random.int(GAP_DEG, MAX_STEP_DEG + 1);
  const first = random.int(GAP_DEG, 2 * GAP_DEG + 1);
  const [lone, ...paired] = random.shuffle([first, first + step, first + 2 * step]);
  return [0, lone! * random.pick([1, -1]), ...paired.flatMap((size) => [size, -size])];
}

function signed(degrees: number): string {
  return `${degrees < 0 ? '-' : '+'}${Math.abs(degrees)}`;
}
