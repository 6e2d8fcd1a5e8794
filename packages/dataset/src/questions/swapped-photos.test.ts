/**
 * What becomes of each answer when the two photos change places. Every registered kind of two photos has an entry: how
 * the answer changes and for which pairs that must hold, as pairs are made here whose motion is known.
 */
import { createRandom } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridPart } from '../chains/facts/measure.ts';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { wrapDeg } from '../scenes/level.ts';
import type { Question, QuestionGeometry } from '../schema.ts';
import { cameraMove } from './dynamics/moved/displacement.ts';
import { isDiscarded } from './kind.ts';
import { kindOf } from './make.ts';
import { questionKinds } from './registry.ts';
import { firstCamera, type KnownMotion, movedCamera, sourceOf } from './viewpoint/moved-source.ts';

/** Pairs for which a change of places must change the answer as declared. */
type Given =
  /** Any level motion: moves in all directions and turns about the up axis. */
  | 'level'
  /** A move without any rotation: only then both cameras measure it along the same axes. */
  | 'move'
  /** A turn, a tilt or a roll alone: a move beside a turn is measured along other axes from the other side. */
  | 'turn'
  | 'tilt'
  | 'roll'
  /** At one distance from the object: what is measured in object distances keeps its unit. */
  | 'orbit'
  /** Synthetic scenes with masks; kinds of moved objects are asked of these. */
  | 'scenes';

interface Swap {
  readonly given: readonly Given[];
  /** The answer after the swap, from the question before it. */
  readonly becomes: (answer: string, question: Question) => string | ((after: string) => boolean);
  /** Parameters that name something of the first photo. */
  readonly parameters?: (question: Question) => Record<string, unknown>;
  /** Questions of scenes for which the entry holds. */
  readonly where?: (geometry: QuestionGeometry) => boolean;
}

const OPPOSITE: Readonly<Record<string, string>> = {
  ...{ left: 'right', right: 'left', up: 'down', down: 'up' },
  ...{ forward: 'backward', backward: 'forward', 'away from': 'towards', towards: 'away from' },
  ...{ clockwise: 'counter-clockwise', 'counter-clockwise': 'clockwise' },
};
const opposite = (answer: string): string =>
  answer.replace(
    /\b(?:left|right|up|down|forward|backward|away from|towards|counter-clockwise|clockwise)\b/g,
    (word) => OPPOSITE[word] ?? word,
  );
const same = (answer: string): string => answer;
const negated = (answer: string): string => String(-Number(answer) + 0);
const otherSign = (answer: string): string =>
  answer === '+0' ? answer : `${answer.startsWith('+') ? '-' : '+'}${answer.slice(1)}`;
const askedId = (question: Question) =>
  question.geometry.objects.find(({ objectId }) => objectId === question.geometry.parameters['objectId'])!;

/** How the answer of each kind changes. */
const SWAPS: Readonly<Record<string, Swap>> = {
  'ego-translation': { given: ['move'], becomes: opposite },
  // From the object both moves go to opposite sides always, but nearer cameras move more for their distance.
  'object-centric-translation': { given: ['orbit'], becomes: opposite },
  'ego-rotation': { given: ['level', 'turn', 'orbit'], becomes: opposite },
  'ego-rotation-degrees': { given: ['level', 'orbit'], becomes: negated },
  'ego-rotation-choice': { given: ['level', 'turn'], becomes: otherSign },
  'vertical-move': { given: ['level', 'move'], becomes: opposite },
  'vertical-rotation': { given: ['tilt'], becomes: opposite },
  roll: { given: ['roll'], becomes: opposite },
  dolly: { given: ['move'], becomes: opposite },
  'ego-translation-distance': { given: ['orbit'], becomes: same },
  'move-direction-four': { given: ['move'], becomes: opposite },
  'move-direction-six': { given: ['move'], becomes: opposite },
  'turn-and-move': { given: ['move', 'turn'], becomes: opposite },
  'object-centric-azimuth': { given: ['level', 'orbit'], becomes: negated },
  'landmark-match': {
    // The column that was given becomes the answer.
    given: ['scenes'],
    becomes: (_, question) => String(gridPart(question.geometry, askedId(question), 0, 'column')),
  },
  'object-match': {
    given: ['scenes'],
    becomes: (_, question) => `Column ${question.geometry.parameters['column']}`,
    parameters: (question) => ({ column: question.geometry.value }),
  },
  'object-movement': { given: ['scenes'], becomes: same },
  'moved-object': { given: ['scenes'], becomes: same },
  'movement-direction': {
    given: ['scenes'],
    becomes: opposite,
    // Two cameras that stand apart have two lines of sight.
    where: (geometry) => cameraMove(geometry).moved === false,
  },
  'action-sequence': {
    // The same walk back: half a turn less each of the turns, in the other order; each is told in steps of ten degrees.
    given: ['level'],
    becomes: (answer) => (after) => {
      const [first, second] = turnsOf(answer);
      const [back, end] = turnsOf(after);
      const off = [back! - (180 - second!), end! - (180 - first!)].map((deg) => Math.abs(wrapDeg(deg)));
      return Math.max(...off) <= 20;
    },
  },
};

const PAIR_KINDS = Object.values(questionKinds)
  .filter(({ views }) => views === 2)
  .map(({ kind }) => kind);

it('has an entry for every kind of two photos, and for no other', () => {
  expect(Object.keys(SWAPS).sort()).toEqual([...PAIR_KINDS].sort());
});

const inScenes = madeQuestions({
  scenes: 60,
  seed: 'swapped',
  kinds: Object.keys(SWAPS).filter((kind) => SWAPS[kind]?.given.includes('scenes')),
});

describe.each(PAIR_KINDS)('%s', (kind) => {
  const swap = SWAPS[kind] ?? { given: [], becomes: same };

  it.each(swap.given)('changes as declared, given: %s', (given) => {
    const questions =
      given === 'scenes' ? inScenes.filter((made) => made.kind === kind) : madeOf(kind, given);
    let compared = 0;
    for (const question of questions) {
      if (swap.where !== undefined && !swap.where(question.geometry)) continue;
      const solution = kindOf(kind).solve(swapped(question, swap.parameters?.(question) ?? {}));
      // The other camera's distance is another unit: an answer may end in a dead band, but not turn into another.
      if (isDiscarded(solution)) continue;
      compared++;
      const before = question.options['ABCDEFGH'.indexOf(question.answer)] ?? question.answer;
      const expected = swap.becomes(before, question);
      if (typeof expected === 'function') expect(expected(solution.answer), solution.answer).toBe(true);
      else expect(solution.answer).toBe(expected);
    }
    expect(compared).toBeGreaterThan(10);
  });
});

/** Questions about motions that were put in; those in dead bands are no questions. */
function madeOf(kind: string, given: Exclude<Given, 'scenes'>): Question[] {
  return fc
    .sample(motionOf(given), { numRuns: 300, seed: 7 })
    .flatMap(({ azimuth, distance, motion }, index) => {
      const first = firstCamera(azimuth, distance);
      const second =
        given === 'orbit'
          ? firstCamera(azimuth + ((motion.yawDeg ?? 0) * Math.PI) / 90, distance)
          : movedCamera(first, motion);
      const made = kindOf(kind).make(sourceOf([first, second], index), createRandom(index));
      return isDiscarded(made) ? [] : [made];
    });
}

function motionOf(given: Exclude<Given, 'scenes'>) {
  // Whole numbers: drawn doubles are mostly too small to be a move. An odd fraction keeps angles off the borders of roundings.
  const between = (most: number): fc.Arbitrary<number> =>
    fc.integer({ min: -100, max: 100 }).map((n) => (n * most) / 99.7);
  const share = fc.oneof(fc.constant(0), between(0.7), between(0.7));
  const angle = fc.oneof(fc.constant(0), between(40), between(40));
  const motions: Record<typeof given, fc.Arbitrary<KnownMotion>> = {
    level: fc.record({ right: share, up: share, forward: share, yawDeg: angle }),
    move: fc.record({ right: share, up: share, forward: share }),
    turn: fc.record({ yawDeg: angle }),
    tilt: fc.record({ pitchDeg: angle }),
    roll: fc.record({ rollDeg: angle }),
    orbit: fc.record({ yawDeg: angle }),
  };
  return fc.record({
    azimuth: between(3),
    distance: fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
    motion: motions[given],
  });
}

/** The same question asked of the photos in the other order; labels are left to be derived anew. */
function swapped({ geometry }: Question, parameters: Record<string, unknown>): QuestionGeometry {
  return {
    ...geometry,
    motion: null,
    labels: null,
    cameras: geometry.cameras.toReversed(),
    visible: geometry.visible.toReversed(),
    ...(geometry.moved === undefined ? {} : { moved: geometry.moved.toReversed() }),
    parameters: { ...geometry.parameters, ...parameters },
  };
}

/** Turns of "turn left by 90 degrees, walk, turn around", right positive. */
function turnsOf(sequence: string): number[] {
  return sequence.split(', walk, ').map((part) => {
    if (part === 'do not turn') return 0;
    if (part === 'turn around') return 180;
    const size = Number(/\d+/.exec(part)?.[0]);
    return part.includes('left') ? -size : size;
  });
}
