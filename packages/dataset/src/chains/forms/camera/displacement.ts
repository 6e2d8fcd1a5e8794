/** Moves with their size, and moves along several axes in one sentence. */
import type { QuestionGeometry } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { measureMotion, signOutsideBand } from '../../facts/measure.ts';
import { type ClaimForm, type ClaimPattern, type Finding, found, pattern, unclear } from '../../form.ts';
import { checkSign, MOVED } from './translation.ts';

type Axis = FactOf<'displacement'>['axis'];

const WORDS = { right: ['right', 'left'], up: ['up', 'down'], forward: ['forward', 'backward'] } as const;
const AXES = ['right', 'up', 'forward'] as const;
const DIRECTION = '(?:left|right|up|down|forward|backward)';
/** One decimal; metres of a rendered scene. */
const TOLERANCE = 0.06;

export const displacementForm: ClaimForm<'displacement'> = {
  type: 'displacement',
  about: 'pair',
  prove: (geometry) => {
    const measured = measureMotion(geometry);
    return AXES.flatMap((axis) => {
      const share = measured[axis];
      if (Math.abs(share) < measured.thresholds.translationMin) return [];
      const round = (value: number): number => Math.round(value * 10) / 10;
      const facts: FactOf<'displacement'>[] = [
        { type: 'displacement', axis, amount: round(share), unit: 'object-distances' },
      ];
      const metres = metresOf(geometry, axis);
      if (metres !== null && Math.abs(metres) >= 0.1)
        facts.push({ type: 'displacement', axis, amount: round(metres), unit: 'metres' });
      return facts;
    });
  },
  wordings: ({ axis, amount, unit }) => {
    const direction = WORDS[axis][amount > 0 ? 0 : 1];
    const size = `${Math.abs(amount).toFixed(1)} ${unit === 'metres' ? 'm' : 'object distances'}`;
    return [
      `the camera moved ${direction} by about ${size}`,
      `the camera shifted about ${size} ${axis === 'right' ? `to the ${direction}` : direction}`,
    ];
  },
  patterns: [
    `${MOVED} (?:to the )?(?<side>${DIRECTION}) (?:by )?(?:about )?(?<amount>\\d+(?:\\.\\d+)?) (?<unit>m|object-distances)`,
    `${MOVED} (?:by )?(?:about )?(?<amount>\\d+(?:\\.\\d+)?) (?<unit>m|object-distances) (?:to the )?(?<side>${DIRECTION})`,
  ].map((source) => pattern(source, checkAmount)),
};

export const combinedMoveForm: ClaimForm<'combined-move'> = {
  type: 'combined-move',
  about: 'pair',
  prove: (geometry) => {
    const measured = measureMotion(geometry);
    const { translationNone, translationMin } = measured.thresholds;
    const directions = AXES.flatMap((axis) => {
      const sign = signOutsideBand(measured[axis], translationNone, translationMin);
      return sign === null || sign === 0 ? [] : [WORDS[axis][sign > 0 ? 0 : 1]];
    });
    return directions.length < 2 ? [] : [{ type: 'combined-move', directions }];
  },
  wordings: ({ directions }) => {
    const list = `${directions.slice(0, -1).join(', ')} and ${directions.at(-1)}`;
    return [`the camera moved ${list}`, `the camera shifted ${list}`];
  },
  patterns: [
    pattern(
      `${MOVED} (?:to the )?(?<list>${DIRECTION}(?: (?:and )?(?:to the )?${DIRECTION})+)`,
      (groups, geometry) => {
        let last: Finding = unclear('it names no direction');
        for (const [word] of (groups['list'] ?? '').matchAll(new RegExp(DIRECTION, 'g'))) {
          const { axis, sign } = axisOf(word);
          last = checkSign(geometry, sign, (measured) => measured[axis], `the move ${word}`);
          if (last.holds !== true) return last;
        }
        return last;
      },
    ),
  ],
};

function checkAmount(...[groups, geometry]: Parameters<ClaimPattern['check']>): Finding {
  const { axis, sign } = axisOf(groups['side'] ?? '');
  const inMetres = groups['unit'] === 'm';
  const value = inMetres ? metresOf(geometry, axis) : measureMotion(geometry)[axis];
  if (value === null) return unclear('a capture has no metres');
  const close = Math.abs(value * sign - Number(groups['amount'])) <= TOLERANCE;
  const direction = checkSign(geometry, sign, (measured) => measured[axis], `the move ${groups['side']}`);
  if (direction.holds !== true) return direction;
  return found(close, `the move is ${(value * sign).toFixed(2)} ${inMetres ? 'm' : 'object distances'}`);
}

/** Scenes are in metres; a capture's unit is any, and a capture has no objects. */
function metresOf(geometry: QuestionGeometry, axis: Axis): number | null {
  const measured = measureMotion(geometry);
  return geometry.objects.length === 0 ? null : measured[axis] * measured.objectDistance;
}

function axisOf(word: string): { axis: Axis; sign: 1 | -1 } {
  const axis = AXES.find((name) => (WORDS[name] as readonly string[]).includes(word)) ?? 'right';
  return { axis, sign: WORDS[axis][0] === word ? 1 : -1 };
}
