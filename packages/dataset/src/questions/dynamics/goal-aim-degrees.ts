/** Which way, and by how many degrees, must the camera turn to face an object? After SAT's goal aim, its sizes asked too. */
import { createRandom } from '@parallax/geometry';
import { bearingDeg } from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { bearingFacts, namedObjects } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { columnFacts } from '../perception/column.ts';

/** SAT calls less than this straight ahead; it is not asked here. */
const STRAIGHT_DEG = 10;
const STEP_DEG = 5;
/** Sizes that are offered together. Either is right as often: sizes alone, of which small ones are commoner, tell nothing. */
const SIZES_DEG = [
  [10, 20],
  [15, 25],
] as const;

export const goalAimDegrees = defineKind({
  kind: 'goal-aim-degrees',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'dynamics',
  propose: ({ geometry, source }, random) => {
    const dealt = createRandom(`wanted/goal-aim-degrees/${source.index}`);
    const [size, other] = dealt.shuffle(dealt.pick(SIZES_DEG)) as [number, number]; // Two stay two.
    const aside = askable(geometry).filter((object) => {
      const solution = solve({ ...geometry, parameters: { objectId: object.objectId } });
      return !isDiscarded(solution) && Math.abs(rounded(solution.value)) === size;
    });
    if (aside.length === 0) return { discarded: 'no-object-of-the-size' };
    const object = random.pick(aside);
    return {
      stem: `<image>Which turn makes the camera face the ${nameOf(object, geometry.objects)}?`,
      options: [size, -size, other, -other].map(wordsOf),
      objectIds: [object.objectId],
      parameters: { objectId: object.objectId },
    };
  },
  solve,
  facts: (geometry) => {
    const asked = namedObjects(geometry, [geometry.parameters['objectId']]);
    if (asked === null) return null;
    const objects = asked.map(({ object }) => object);
    return [
      ...columnFacts(geometry, objects),
      ...asked.flatMap((one) => bearingFacts(geometry, one, [false])),
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const object = objectById(geometry, geometry.parameters['objectId']);
  if (object === undefined) return { discarded: 'object-missing' };
  const value = bearingDeg(geometry, object);
  if (Math.abs(value) < STRAIGHT_DEG) return { discarded: 'dead-band-bearing' };
  const nearest = rounded(value);
  const margin = Math.min(Math.abs(value) - STRAIGHT_DEG, STEP_DEG / 2 - Math.abs(value - nearest));
  return { answer: wordsOf(nearest), value, unit: 'degrees', margin };
}

function rounded(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value) / STEP_DEG) * STEP_DEG;
}

function wordsOf(degrees: number): string {
  return `${degrees > 0 ? 'right' : 'left'} by ${Math.abs(degrees)} degrees`;
}
