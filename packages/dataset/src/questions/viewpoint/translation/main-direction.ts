/** Along which of the first camera's axes did the camera move most? What the four-way and the six-way kind share. */
import type { Fact } from '../../../chains/facts/fact.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { type Discarded, isDiscarded, type KindSpec, type Solution } from '../../kind.ts';
import { matchFacts, motionFacts } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';
import { scaledTranslation } from './scaled-translation.ts';

/** The largest part must be this many times the second largest. */
const MIN_RATIO = 1.5;

type Axis = 'right' | 'up' | 'forward';
const WAYS: Readonly<Record<Axis, readonly [positive: string, negative: string]>> = {
  right: ['right', 'left'],
  up: ['up', 'down'],
  forward: ['forward', 'backward'],
};

export function mainDirectionKind(kind: string, axes: readonly Axis[], aside: string): KindSpec {
  const options = axes.flatMap((axis) => WAYS[axis]);
  return {
    kind,
    views: 2,
    needsMask: false,
    answerType: 'choice',
    family: 'viewpoint',
    propose: () => ({
      stem: `${PAIR_PREFIX} From the first photo's camera, in which direction did the camera move most to capture the second photo?${aside}`,
      closing: SELECT_CLAUSE,
      options,
      objectIds: [],
      parameters: {},
    }),
    solve: (geometry) => solve(geometry, axes),
    facts: (geometry) => {
      const solution = solve(geometry, axes);
      if (isDiscarded(solution)) return null;
      const turns = motionFacts(geometry).filter((fact) => fact.type === 'turn');
      return [...matchFacts(geometry), ...turns, factOf(solution.answer)];
    },
  };
}

function solve(geometry: QuestionGeometry, axes: readonly Axis[]): Solution | Discarded {
  const moved = scaledTranslation(geometry);
  if (isDiscarded(moved)) return moved;
  const [first, second] = [...axes].sort((a, b) => Math.abs(moved[b]) - Math.abs(moved[a]));
  if (first === undefined || second === undefined) return { discarded: 'too-few-axes' };
  const value = moved[first];
  const margin = Math.abs(value) - Math.max(moved.band.min, MIN_RATIO * Math.abs(moved[second]));
  if (margin < 0) return { discarded: 'no-main-direction' };
  return { answer: WAYS[first][value > 0 ? 0 : 1], value, unit: 'object-distances', margin };
}

function factOf(answer: string): Fact {
  switch (answer) {
    case 'right':
    case 'left':
      return { type: 'shift', side: answer };
    case 'up':
    case 'down':
      return { type: 'lift', direction: answer };
    default:
      return { type: 'dolly', direction: answer === 'forward' ? 'forward' : 'backward' };
  }
}
