/** Turns of the camera about its own axes: "The camera turned left by 20 degrees." */
import type { QuestionGeometry } from '../../../schema.ts';
import { ANGLE_STEP_DEG, measureMotion, roundAngle, signOutsideBand } from '../../facts/measure.ts';
import { type ClaimForm, type ClaimPattern, type Finding, found, pattern } from '../../form.ts';

/** Chains round to 5 degrees: half a step, and half a degree for numbers that were rounded before. */
const TOLERANCE_DEG = 3;
/** Below half a step an angle rounds to none, whatever the label's dead band says. */
const HALF_STEP_DEG = 2.5;
/** "Slightly" up to here, "significantly" from there. */
const SLIGHT_DEG = 20;
const STRONG_DEG = 15;

export const turnForm = rotationForm({
  type: 'turn',
  verbs: ['turn', 'rotate', 'pan', 'yaw', 'swivel', 'pivot', 'swing'],
  pasts: ['turned', 'rotated', 'panned', 'yawed', 'swivelled', 'swiveled', 'pivoted', 'swung'],
  nouns: 'turn|rotation|pan|yaw',
  positive: ['right', 'clockwise from above'],
  negative: ['left', 'counter-clockwise from above'],
  still: 'its heading stayed the same|kept its heading|there is no (?:rotation|turn)|no rotation',
  what: 'yaw',
  value: (geometry) => measureMotion(geometry).yawDeg,
  none: ['the camera did not turn', 'the camera kept its heading', 'the camera did not rotate'],
  some: (side, size) => [
    `the camera turned ${side} by ${size} degrees`,
    `the camera turned to the ${side} by about ${size} degrees`,
    `the camera rotated to the ${side} by about ${size} degrees`,
    `the camera panned ${side} by roughly ${size} degrees`,
    `the camera made a turn of about ${size} degrees to the ${side}`,
  ],
});

export const tiltForm = rotationForm({
  type: 'tilt',
  verbs: ['tilt', 'pitch'],
  pasts: ['tilted', 'pitched'],
  nouns: 'tilt|pitch',
  positive: ['up'],
  negative: ['down'],
  still: '(?:it )?kept its tilt|its tilt stayed the same',
  what: 'pitch',
  value: (geometry) => measureMotion(geometry).pitchDeg,
  none: ['the camera did not tilt', 'the camera kept its tilt'],
  some: (side, size) => [
    `the camera tilted ${side} by ${size} degrees`,
    `the camera tilted ${side} by about ${size} degrees`,
    `the camera pitched ${side} by around ${size} degrees`,
  ],
});

export const rollForm = rotationForm({
  type: 'roll',
  verbs: ['roll'],
  pasts: ['rolled'],
  nouns: 'roll',
  positive: ['clockwise'],
  negative: ['counter-clockwise'],
  still: '(?:it )?stayed level|there is no roll',
  what: 'roll',
  value: (geometry) => measureMotion(geometry).rollDeg,
  none: ['the camera did not roll', 'there is no roll'],
  some: (side, size) => [
    `the camera rolled ${side} by ${size} degrees`,
    `the camera rolled ${side} by about ${size} degrees`,
    `the camera rolled about ${size} degrees ${side}`,
  ],
});

interface Axis<T> {
  readonly type: T;
  readonly verbs: readonly string[];
  readonly pasts: readonly string[];
  readonly nouns: string;
  readonly positive: readonly [string, ...string[]];
  readonly negative: readonly [string, ...string[]];
  readonly still: string;
  readonly what: string;
  readonly none: readonly string[];
  value(geometry: QuestionGeometry): number;
  some(side: string, size: number): readonly string[];
}

function rotationForm<T extends 'turn' | 'tilt' | 'roll'>(axis: Axis<T>): ClaimForm<T> {
  const words = (degrees: number): readonly string[] =>
    degrees === 0
      ? axis.none
      : axis.some(degrees > 0 ? axis.positive[0] : axis.negative[0], Math.abs(degrees));
  return {
    type: axis.type,
    about: 'pair',
    prove: (geometry) => {
      const value = axis.value(geometry);
      const { yawNoneDeg, yawMinDeg } = measureMotion(geometry).thresholds;
      const sign = signOutsideBand(value, yawNoneDeg, yawMinDeg);
      if (sign === null) return [];
      const degrees = sign === 0 ? 0 : roundAngle(value, ANGLE_STEP_DEG);
      // The three differ in `type` only, and the caller gave it.
      return [{ type: axis.type, degrees } as never];
    },
    wordings: (fact) => words((fact as { degrees: number }).degrees),
    patterns: rotationPatterns(axis),
  };
}

function rotationPatterns<T>(axis: Axis<T>): ClaimPattern[] {
  const side = `(?:to (?:the|its) |toward the )?(?<side>${[...axis.negative, ...axis.positive].join('|')})`;
  const finite = `(?:${axis.pasts.join('|')}|${axis.verbs.map((verb) => `${verb}s|${verb}ing`).join('|')}|(?:does|did)(?: (?<not>not))? (?:${axis.verbs.join('|')})|(?:has|have|is|was) (?<not>not) (?:been )?(?:${axis.pasts.join('|')}))`;
  const check = (groups: Parameters<ClaimPattern['check']>[0], geometry: QuestionGeometry): Finding => {
    const { yawNoneDeg } = measureMotion(geometry).thresholds;
    const value = axis.value(geometry);
    const claimed = axis.positive.includes(groups['side'] ?? '') ? 1 : -1;
    const size = Math.abs(value);
    const degrees = groups['before'] ?? groups['after'];
    const manner = groups['how'] ?? groups['manner'];
    const holds =
      value * claimed >= yawNoneDeg &&
      (degrees === undefined || Math.abs(size - Number(degrees)) <= TOLERANCE_DEG) &&
      (manner === undefined || (manner === 'slightly' ? size <= SLIGHT_DEG : size >= STRONG_DEG));
    return found(holds, `the ${axis.what} is ${value.toFixed(1)} degrees`);
  };
  const still = (_: unknown, geometry: QuestionGeometry): Finding => {
    const value = axis.value(geometry);
    const bound = Math.max(HALF_STEP_DEG, measureMotion(geometry).thresholds.yawNoneDeg);
    return found(Math.abs(value) <= bound, `the ${axis.what} is ${value.toFixed(1)} degrees`);
  };
  const amount = (group: string): string => `(?:by )?(?:about )?(?<${group}>\\d+(?:\\.\\d+)?) degrees?`;
  const manner = (group: string): string => `(?<${group}>slightly|significantly)`;
  return [
    pattern(
      `(?:${manner('how')} )?${finite}(?: ${manner('manner')})?(?: ${amount('before')})? ${side}(?: ${amount('after')})?`,
      check,
    ),
    pattern(
      `(?:made|makes|there is|with) an? (?:${axis.nouns})(?: of (?:about )?(?<before>\\d+(?:\\.\\d+)?) degrees?)? ${side}(?: of (?:about )?(?<after>\\d+(?:\\.\\d+)?) degrees?)?`,
      check,
    ),
    pattern(
      `(?:${axis.still}|(?:did|does|has|have) not (?:${[...axis.verbs, ...axis.pasts].join('|')})(?: at all)?|never (?:${axis.pasts.join('|')}))`,
      still,
    ),
  ];
}
