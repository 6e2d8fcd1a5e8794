/** Turns of the camera about its own axes: "The camera turned left by 20 degrees." */
import type { ClaimForm, ClaimPattern } from '../form.ts';
import { measureMotion } from '../measure.ts';

/** Chains round to 5 degrees: half a step, and half a degree for numbers that were rounded before. */
const TOLERANCE_DEG = 3;
/** Below half a step an angle rounds to none, whatever the label's dead band says. */
const HALF_STEP_DEG = 2.5;

export const turnForm: ClaimForm<'turn'> = {
  type: 'turn',
  wordings: ({ degrees }) => {
    if (degrees === 0) return ['the camera did not turn', 'its heading stayed the same'];
    const [side, size] = [degrees > 0 ? 'right' : 'left', Math.abs(degrees)];
    return [
      `the camera turned ${side} by ${size} degrees`,
      `the camera turned to the ${side} by about ${size} degrees`,
      `the camera rotated to the ${side} by about ${size} degrees`,
    ];
  },
  patterns: rotationPatterns({
    verb: '(?:turned|rotated)',
    positive: 'right',
    negative: 'left',
    still: '(?:the camera )?did not (?:turn|rotate)|its heading stayed the same',
    what: 'yaw',
    value: (measured) => measured.yawDeg,
  }),
};

export const tiltForm: ClaimForm<'tilt'> = {
  type: 'tilt',
  wordings: ({ degrees }) => {
    if (degrees === 0) return ['the camera did not tilt', 'it kept its tilt'];
    const [side, size] = [degrees > 0 ? 'up' : 'down', Math.abs(degrees)];
    return [`the camera tilted ${side} by ${size} degrees`, `it tilted ${side} by about ${size} degrees`];
  },
  patterns: rotationPatterns({
    verb: '(?:tilted|pitched)',
    positive: 'up',
    negative: 'down',
    still: '(?:the camera )?did not (?:tilt|pitch)|it kept its tilt',
    what: 'pitch',
    value: (measured) => measured.pitchDeg,
  }),
};

export const rollForm: ClaimForm<'roll'> = {
  type: 'roll',
  wordings: ({ degrees }) => {
    if (degrees === 0) return ['the camera did not roll', 'it stayed level'];
    const [side, size] = [degrees > 0 ? 'clockwise' : 'counter-clockwise', Math.abs(degrees)];
    return [`the camera rolled ${side} by ${size} degrees`, `it rolled ${side} by about ${size} degrees`];
  },
  patterns: rotationPatterns({
    verb: 'rolled',
    positive: 'clockwise',
    negative: 'counter-clockwise',
    still: '(?:the camera )?did not roll|it stayed level',
    what: 'roll',
    value: (measured) => measured.rollDeg,
  }),
};

interface Axis {
  readonly verb: string;
  readonly positive: string;
  readonly negative: string;
  readonly still: string;
  readonly what: string;
  value(measured: ReturnType<typeof measureMotion>): number;
}

function rotationPatterns(axis: Axis): ClaimPattern[] {
  const { verb, positive, negative, still } = axis;
  const amount = '(?: by(?: about)? (?<degrees>\\d+(?:\\.\\d+)?) degrees?)?';
  return [
    {
      // The longer word first: "counter-clockwise" ends in "clockwise".
      regex: new RegExp(`${verb} (?:to the )?(?<side>${negative}|${positive})${amount}`, 'gi'),
      check: (groups, geometry) => {
        const measured = measureMotion(geometry);
        const value = axis.value(measured);
        const claimedSign = groups['side']?.toLowerCase() === positive ? 1 : -1;
        const actual = `the ${axis.what} is ${value.toFixed(1)} degrees`;
        if (value * claimedSign < measured.thresholds.yawNoneDeg) return actual;
        const { degrees } = groups;
        if (degrees !== undefined && Math.abs(Math.abs(value) - Number(degrees)) > TOLERANCE_DEG)
          return actual;
        return null;
      },
    },
    {
      regex: new RegExp(still, 'gi'),
      check: (_, geometry) => {
        const measured = measureMotion(geometry);
        const value = axis.value(measured);
        const still = Math.abs(value) <= Math.max(HALF_STEP_DEG, measured.thresholds.yawNoneDeg);
        return still ? null : `the ${axis.what} is ${value.toFixed(1)} degrees`;
      },
    },
  ];
}
