/** Moves of the camera's centre: sideways, up and down, forward and back, and as seen from the object. */
import { type ClaimForm, type ClaimPattern, NAME, withObject } from '../form.ts';
import { measureMotion } from '../measure.ts';

type Measured = ReturnType<typeof measureMotion>;

export const objectCentricForm: ClaimForm<'object-centric'> = {
  type: 'object-centric',
  wordings: ({ object, side }) => {
    const eye = object ?? 'object';
    if (side === 'none') {
      return [
        `seen from the ${eye}, it did not move sideways`,
        `for an observer at the ${eye} who faces the first camera, it did not move sideways`,
      ];
    }
    return [
      `seen from the ${eye}, it moved ${side}`,
      `for an observer at the ${eye} who faces the first camera, it moved to the ${side}`,
    ];
  },
  patterns: ['seen from', 'for an observer at'].map((start) => ({
    regex: new RegExp(
      `${start} the ${NAME}(?: who faces the first camera)?, it (?:moved (?:to the )?(?<side>left|right)|did not move sideways)`,
      'gi',
    ),
    check: (groups, geometry) => {
      const claimed = groups['side'] === undefined ? 0 : groups['side'].toLowerCase() === 'right' ? 1 : -1;
      const check = (): string | null =>
        checkSign(geometry, claimed, (m) => m.objectCentricRight, 'seen from the object, the sideways move');
      // "the object" is what the photos show: it needs no name.
      return groups['object']?.trim() === 'object' ? check() : withObject(groups['object'], geometry, check);
    },
  })),
};

export const shiftForm: ClaimForm<'shift'> = {
  type: 'shift',
  wordings: ({ side }) =>
    side === 'none'
      ? ['the camera did not move sideways', 'the camera moved neither way sideways']
      : [`the camera moved ${side}`, `the camera moved to the ${side}`, `its position moved to the ${side}`],
  patterns: translationPatterns({
    positive: 'right',
    negative: 'left',
    still: 'did not move sideways|moved neither way sideways',
    value: (measured) => measured.right,
    what: 'the sideways move',
  }),
};

export const liftForm: ClaimForm<'lift'> = {
  type: 'lift',
  wordings: ({ direction }) =>
    direction === 'none'
      ? ['the camera did not move vertically', 'it kept its height']
      : [`the camera moved ${direction}`, `it moved ${direction}`],
  patterns: translationPatterns({
    positive: 'up',
    negative: 'down',
    still: 'did not move vertically|kept its height',
    value: (measured) => measured.up,
    what: 'the vertical move',
  }),
};

export const dollyForm: ClaimForm<'dolly'> = {
  type: 'dolly',
  wordings: ({ direction }) =>
    direction === 'none'
      ? ['the camera moved neither closer nor away', 'it kept its depth']
      : [`the camera moved ${direction}`, `it moved ${direction}`],
  patterns: translationPatterns({
    positive: 'forward',
    negative: 'backward',
    still: 'moved neither closer nor away|kept its depth',
    value: (measured) => measured.forward,
    what: 'the move along the viewing axis',
  }),
};

interface Axis {
  readonly positive: string;
  readonly negative: string;
  readonly still: string;
  readonly what: string;
  value(measured: Measured): number;
}

function translationPatterns(axis: Axis): ClaimPattern[] {
  return [
    {
      regex: new RegExp(`moved (?:to the )?(?<side>${axis.negative}|${axis.positive})\\b`, 'gi'),
      check: (groups, geometry) => {
        const claimed = groups['side']?.toLowerCase() === axis.positive ? 1 : -1;
        return checkSign(geometry, claimed, axis.value, axis.what);
      },
    },
    {
      regex: new RegExp(axis.still, 'gi'),
      check: (_, geometry) => checkSign(geometry, 0, axis.value, axis.what),
    },
  ];
}

/** A direction must have the right sign and be more than none; "none" must be below the band's lower bound. */
function checkSign(
  geometry: Parameters<ClaimPattern['check']>[1],
  claimed: 1 | -1 | 0,
  of: (measured: Measured) => number,
  what: string,
): string | null {
  const measured = measureMotion(geometry);
  const value = of(measured);
  const { translationNone } = measured.thresholds;
  const holds = claimed === 0 ? Math.abs(value) <= translationNone : value * claimed > translationNone;
  return holds ? null : `${what} is ${value.toFixed(2)} of the object's distance`;
}
