/** A move of the camera as a turn, a straight walk and another turn; and its length in percent of the object's distance. */
import { cameraCentre, subtract } from '@parallax/geometry';
import { bearingFromDeg, headingOf, levelDirection, wrapDeg } from '../../../../scenes/level.ts';
import type { QuestionGeometry } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { measureMotion } from '../../../facts/measure.ts';
import { type ClaimForm, type ClaimPattern, found, pattern, unclear } from '../../../form.ts';

const TOLERANCE_DEG = 3;
/** Up to here a turn is none, and from there on it is half a turn, for claims that say so. */
const STILL_DEG = 2.5;
export const HALF_TURN_DEG = 172;
const LEAST_DEG = 8;
const TOLERANCE_PERCENT = 2;
/** Least move of a walk and of a percentage, over the object's distance. */
const LEAST_MOVE = 0.15;

export const walkTurnForm: ClaimForm<'walk-turn'> = {
  type: 'walk-turn',
  about: 'pair',
  prove: (geometry) => {
    const turns = walkTurns(geometry);
    if (turns === null || measureMotion(geometry).baseline < LEAST_MOVE) return [];
    return (['before', 'after'] as const).flatMap((when): FactOf<'walk-turn'>[] => {
      const degrees = Math.round(turns[when]);
      const size = Math.abs(degrees);
      return size < LEAST_DEG || size > HALF_TURN_DEG ? [] : [{ type: 'walk-turn', when, degrees }];
    });
  },
  wordings: ({ when, degrees }) => {
    const size = Math.abs(degrees);
    const turn =
      size <= STILL_DEG
        ? 'did not turn'
        : size > HALF_TURN_DEG
          ? 'turned around'
          : `turned ${degrees < 0 ? 'left' : 'right'} by about ${size} degrees`;
    return [`${when} the walk, the camera ${turn}`, `the camera ${turn} ${when} the walk`];
  },
  patterns: [
    '(?<when>before|after) the walk (?:the camera|it) TURN',
    '(?:the camera|it) TURN (?<when>before|after) the walk',
  ].map((source) =>
    pattern(
      source.replace(
        'TURN',
        '(?:has )?(?:(?:turned|did (?<not>not) turn) (?:to the )?(?<side>left|right) by (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees|(?<half>turned around)|(?<still>did not turn))',
      ),
      checkTurn,
    ),
  ),
};

export const movePercentForm: ClaimForm<'move-percent'> = {
  type: 'move-percent',
  about: 'pair',
  prove: (geometry) => {
    const { baseline } = measureMotion(geometry);
    return baseline < LEAST_MOVE ? [] : [{ type: 'move-percent', percent: Math.round(100 * baseline) }];
  },
  wordings: ({ percent }) => [
    `the camera moved by about ${percent} % of its distance to the object`,
    `the camera travelled about ${percent} percent of its distance to the object`,
  ],
  patterns: [
    pattern(
      '(?:the camera|it) (?:has )?(?:moved|shifted|travelled|did (?<not>not) move) (?:by )?(?:about )?(?<percent>\\d+(?:\\.\\d+)?) % of its distance to @centre',
      (groups, geometry) => {
        const percent = 100 * measureMotion(geometry).baseline;
        const close = Math.abs(percent - Number(groups['percent'])) <= TOLERANCE_PERCENT;
        return found(close, `the move is ${percent.toFixed(0)} % of the object's distance long`);
      },
    ),
  ],
};

/** Turns on level ground before and after a straight walk to the second camera, right positive; null without a way. */
export function walkTurns({ cameras, up }: QuestionGeometry): { before: number; after: number } | null {
  const [a, b] = cameras;
  if (a === undefined || b === undefined) return null;
  const way = levelDirection(subtract(cameraCentre(b), cameraCentre(a)), up);
  const [from, to] = [headingOf(a, up), headingOf(b, up)];
  if (way === null || from === null || to === null) return null;
  const before = bearingFromDeg(from, way, up);
  return { before, after: wrapDeg(bearingFromDeg(from, to, up) - before) };
}

function checkTurn(
  ...[groups, geometry]: Parameters<ClaimPattern['check']>
): ReturnType<ClaimPattern['check']> {
  const turns = walkTurns(geometry);
  if (turns === null) return unclear('there is no level way from the first camera to the second');
  const turn = groups['when'] === 'before' ? turns.before : turns.after;
  const actual = `the turn is ${turn.toFixed(1)} degrees, right positive`;
  if (groups['still'] !== undefined) return found(Math.abs(turn) <= STILL_DEG + 0.5, actual);
  if (groups['half'] !== undefined) return found(Math.abs(turn) >= HALF_TURN_DEG - 1, actual);
  const along = turn * (groups['side'] === 'left' ? -1 : 1);
  return found(along > 0 && Math.abs(along - Number(groups['degrees'])) <= TOLERANCE_DEG, actual);
}
