/** Moves of the camera's centre along its own axes: sideways, up and down, forward and back. */
import type { QuestionGeometry } from '../../../schema.ts';
import { type Measured, measureMotion, signOutsideBand } from '../../facts/measure.ts';
import { type ClaimForm, type ClaimPattern, type Finding, found, pattern } from '../../form.ts';

/** The camera moves; objects only appear to, and then the photo is named. */
export const MOVED = `(?:moved|moves|moving|shifted|shifts|shifting|slid|slides|sliding|travelled|traveled|travels|translated|stepped|steps|strafed|went|goes|drifted|(?:did|does) (?:move|shift|slide|travel|translate|step|go))`;
export const NOT_MOVED = `(?:(?:did|does|has|have|is|was) (?<not>not) (?:been )?(?:move|shift|slide|travel|translate|step|go|moved|shifted|travelled|translated|gone|moving|shifting))`;
/** "Slightly" up to here, "significantly" from there, of the object's distance. */
const SLIGHT = 0.35;
const STRONG = 0.25;

export const shiftForm = translationForm({
  type: 'shift',
  key: 'side',
  positive: 'right',
  negative: 'left',
  still:
    '(?:did|does|has) not (?:move|moved|shift|shifted) (?:sideways|laterally|left or right|to (?:the|either) side|horizontally)|moved neither way sideways|moved neither left nor right|there is no (?:sideways|lateral) (?:move|movement|motion)',
  value: (measured) => measured.right,
  what: 'the sideways move',
  none: ['the camera did not move sideways', 'the camera moved neither way sideways'],
  some: (side) => [
    `the camera moved ${side}`,
    `the camera moved to the ${side}`,
    `the camera's position moved to the ${side}`,
    `the camera shifted to the ${side}`,
    `the camera's position is further to the ${side}`,
  ],
});

export const liftForm = translationForm({
  type: 'lift',
  key: 'direction',
  positive: 'up',
  negative: 'down',
  still:
    '(?:did|does|has) not (?:move|moved|shift|shifted) (?:vertically|up or down)|kept its height|moved neither up nor down',
  value: (measured) => measured.up,
  what: 'the vertical move',
  none: ['the camera did not move vertically', 'the camera kept its height'],
  some: (direction) => [`the camera moved ${direction}`, `the camera shifted ${direction}wards`],
});

export const dollyForm = translationForm({
  type: 'dolly',
  key: 'direction',
  positive: 'forward',
  negative: 'backward',
  still:
    'moved neither closer nor away|kept its depth|moved neither forward nor backward|(?:did|does) not move (?:forward or backward|along (?:its|the) viewing axis)',
  value: (measured) => measured.forward,
  what: 'the move along the viewing axis',
  none: ['the camera moved neither closer nor away', 'the camera kept its depth'],
  some: (direction) => [`the camera moved ${direction}`, `the camera stepped ${direction}s`],
});

interface Axis<T> {
  readonly type: T;
  readonly key: string;
  readonly positive: string;
  readonly negative: string;
  readonly still: string;
  readonly what: string;
  readonly none: readonly string[];
  value(measured: Measured): number;
  some(direction: string): readonly string[];
}

function translationForm<T extends 'shift' | 'lift' | 'dolly'>(axis: Axis<T>): ClaimForm<T> {
  return {
    type: axis.type,
    about: 'pair',
    prove: (geometry) => {
      const measured = measureMotion(geometry);
      const { translationNone, translationMin } = measured.thresholds;
      const sign = signOutsideBand(axis.value(measured), translationNone, translationMin);
      if (sign === null) return [];
      const word = sign === 0 ? 'none' : sign > 0 ? axis.positive : axis.negative;
      // The three differ in the key's name and its words, which the axis gave.
      return [{ type: axis.type, [axis.key]: word } as never];
    },
    wordings: (fact) => {
      const word = (fact as unknown as Record<string, string>)[axis.key]!;
      return word === 'none' ? axis.none : axis.some(word);
    },
    patterns: translationPatterns(axis),
  };
}

function translationPatterns<T>(axis: Axis<T>): ClaimPattern[] {
  const side = `(?:further |farther )?(?:to (?:the|its) |toward (?:the|its) )?(?<side>${axis.negative}|${axis.positive})`;
  const check: ClaimPattern['check'] = (groups, geometry) => {
    const claimed = groups['side'] === axis.positive ? 1 : -1;
    const sign = checkSign(geometry, claimed, axis.value, axis.what);
    const manner = groups['how'] ?? groups['manner'] ?? groups['last'];
    if (sign.holds !== true || manner === undefined) return sign;
    const size = Math.abs(axis.value(measureMotion(geometry)));
    return found(manner === 'slightly' ? size <= SLIGHT : size >= STRONG, sign.actual);
  };
  return [
    pattern(
      `(?:(?<how>slightly|significantly) )?(?:${MOVED}|${NOT_MOVED})(?: (?<manner>slightly|significantly))? ${side}(?: (?<last>slightly|significantly))?`,
      check,
    ),
    pattern(
      `(?:is|was)(?: (?<not>not))?(?: (?<manner>slightly|significantly))? (?:further|farther) to the (?<side>${axis.negative}|${axis.positive})`,
      check,
    ),
    pattern(
      `(?:with|there is|makes|made) an?(?: (?<manner>slightly|significantly))? (?:move|movement|shift|translation) ${side}`,
      check,
    ),
    pattern(axis.still, (_, geometry) => checkSign(geometry, 0, axis.value, axis.what)),
  ];
}

/** A direction must have the right sign and be more than none; "none" must be below the band's lower bound. */
export function checkSign(
  geometry: QuestionGeometry,
  claimed: 1 | -1 | 0,
  of: (measured: Measured) => number,
  what: string,
): Finding {
  const measured = measureMotion(geometry);
  const value = of(measured);
  const { translationNone } = measured.thresholds;
  const holds = claimed === 0 ? Math.abs(value) <= translationNone : value * claimed > translationNone;
  return found(holds, `${what} is ${value.toFixed(2)} of the object's distance`);
}
