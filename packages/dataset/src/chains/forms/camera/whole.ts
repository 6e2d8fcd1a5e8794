/** The move as a whole: what did not change, how far apart the views are, and which camera is higher. */
import { angleBetweenDeg, cameraAxes } from '@parallax/geometry';
import type { QuestionGeometry } from '../../../schema.ts';
import { ANGLE_STEP_DEG, measureMotion } from '../../facts/measure.ts';
import { type ClaimForm, type Finding, found, pattern, unclear } from '../../form.ts';
import { heightChange } from './about.ts';

const TOLERANCE_DEG = 3;

export const stillnessForm: ClaimForm<'stillness'> = {
  type: 'stillness',
  about: 'pair',
  prove: (geometry) => {
    const { place, orientation } = kept(geometry);
    if (place && orientation) return [{ type: 'stillness', kept: 'both' }];
    if (place) return [{ type: 'stillness', kept: 'place' }];
    return orientation ? [{ type: 'stillness', kept: 'orientation' }] : [];
  },
  wordings: ({ kept: what }) =>
    what === 'both'
      ? ['the camera neither moved nor turned', 'the camera stayed exactly where it was']
      : what === 'place'
        ? ['the camera stayed in place', 'the camera did not change its position']
        : ['the camera kept its orientation', 'the camera did not change its orientation'],
  patterns: [
    pattern(
      '(?:it )?neither moved nor (?:turned|rotated)|(?:it )?stayed exactly where it was',
      (_, geometry) => {
        const { place, orientation, actual } = kept(geometry);
        return found(place && orientation, actual);
      },
    ),
    pattern(
      'stayed in (?:place|the same place)|did not (?:change its position|move at all)|kept its position',
      (_, geometry) => {
        const { place, actual } = kept(geometry);
        return found(place, actual);
      },
    ),
    pattern('kept its orientation|did not change its orientation', (_, geometry) => {
      const { orientation, actual } = kept(geometry);
      return found(orientation, actual);
    }),
  ],
};

export const viewAngleForm: ClaimForm<'view-angle'> = {
  type: 'view-angle',
  about: 'pair',
  prove: (geometry) => {
    const angle = viewAngle(geometry);
    if (!(angle >= 8)) return [];
    return [{ type: 'view-angle', degrees: Math.round(angle / ANGLE_STEP_DEG) * ANGLE_STEP_DEG }];
  },
  wordings: ({ degrees }) => [
    `the viewing directions differ by about ${degrees} degrees`,
    `there is an angle of about ${degrees} degrees between the viewing directions`,
  ],
  patterns: [
    '(?:the|both|the 2) viewing directions (?:differ by|are) (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees(?: apart)?',
    'there is an angle of (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees between (?:the|both|the 2) viewing directions',
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const angle = viewAngle(geometry);
      const close = Math.abs(angle - Number(groups['degrees'])) <= TOLERANCE_DEG;
      return found(close, `the viewing directions differ by ${angle.toFixed(1)} degrees`);
    }),
  ),
};

export const heightChangeForm: ClaimForm<'height-change'> = {
  type: 'height-change',
  about: 'pair',
  prove: (geometry) => {
    const change = heightShare(geometry);
    const { translationNone, translationMin } = measureMotion(geometry).thresholds;
    if (Math.abs(change) > translationMin)
      return [{ type: 'height-change', change: change > 0 ? 'higher' : 'lower' }];
    return Math.abs(change) < translationNone / 2 ? [{ type: 'height-change', change: 'same' }] : [];
  },
  wordings: ({ change }) =>
    change === 'same'
      ? ['both photos were taken from the same height', 'the camera stayed at the same height']
      : [
          `the second photo was taken from a ${change} position`,
          `the camera ended up ${change} above the ground`,
          change === 'higher' ? 'the camera rose' : 'the camera descended',
        ],
  patterns: [
    pattern(
      'the second (?:photo|camera) (?:was|is)(?: (?<not>not))? (?:taken )?(?:from )?(?:a )?(?<change>higher|lower)(?: position| up| down| height| than the first(?: photo)?)?|(?:ended up|is|was) (?<other>higher|lower) above the ground',
      (groups, geometry) => rises(geometry, (groups['change'] ?? groups['other']) === 'higher'),
    ),
    pattern('rose|rises|climbed|ascended', (_, geometry) => rises(geometry, true)),
    pattern('descended|descends|sank|dropped down|came down', (_, geometry) => rises(geometry, false)),
    pattern('(?:both photos )?were taken from the same height|stayed at the same height', (_, geometry) => {
      const change = heightShare(geometry);
      const { translationNone } = measureMotion(geometry).thresholds;
      return found(Math.abs(change) <= translationNone, describe(change));
    }),
  ],
};

export const staticSceneForm: ClaimForm<'static-scene'> = {
  type: 'static-scene',
  about: 'pair',
  prove: (geometry) => (isStatic(geometry) ? [{ type: 'static-scene' }] : []),
  wordings: () => [
    'both photos show the same scene, which did not change',
    'nothing in the scene moved',
    'only the camera moved, the scene itself did not',
    'the object did not move between the two photos',
  ],
  patterns: [
    'both photos show the same scene which did not change',
    'nothing in the scene (?:moved|changed)',
    'the scene(?: itself)? (?:did not (?:move|change)|is static|stayed the same|is unchanged)',
    'only the camera (?:has )?moved the scene(?: itself)? did not',
    'the objects did not move|@centre(?: captured in both photos)? did not move(?: between both photos)?',
    'what differs comes from the camera alone',
  ].map((source) =>
    pattern(source, (_, geometry) => found(isStatic(geometry), 'an object was moved between the photos')),
  ),
};

function kept(geometry: QuestionGeometry): { place: boolean; orientation: boolean; actual: string } {
  const { baseline, thresholds } = measureMotion(geometry);
  const turn = turnAngle(geometry);
  return {
    place: baseline <= thresholds.translationNone,
    orientation: turn <= thresholds.yawNoneDeg,
    actual: `the camera moved by ${baseline.toFixed(2)} of the object's distance and turned by ${turn.toFixed(1)} degrees`,
  };
}

/** Angle of the whole rotation, degrees. */
function turnAngle({ cameras: [a, b] }: QuestionGeometry): number {
  if (a === undefined || b === undefined) return Number.NaN;
  const [axesA, axesB] = [cameraAxes(a), cameraAxes(b)];
  // Two axes that stay fix the third; the larger of their angles is no more than the whole rotation's.
  return Math.max(angleBetweenDeg(axesA.forward, axesB.forward), angleBetweenDeg(axesA.right, axesB.right));
}

function viewAngle({ cameras: [a, b] }: QuestionGeometry): number {
  if (a === undefined || b === undefined) return Number.NaN;
  return angleBetweenDeg(cameraAxes(a).forward, cameraAxes(b).forward);
}

function heightShare(geometry: QuestionGeometry): number {
  const { objectDistance } = measureMotion(geometry);
  return objectDistance > 0 ? heightChange(geometry) / objectDistance : Number.NaN;
}

function rises(geometry: QuestionGeometry, up: boolean): Finding {
  const change = heightShare(geometry);
  if (Number.isNaN(change)) return unclear('the camera is in the object');
  const { translationNone } = measureMotion(geometry).thresholds;
  return found(up ? change > translationNone : change < -translationNone, describe(change));
}

function describe(change: number): string {
  return `the second camera is ${change.toFixed(2)} of the object's distance higher`;
}

function isStatic({ moved }: QuestionGeometry): boolean {
  const [first = [], second = []] = moved ?? [];
  const key = (list: typeof first): string =>
    JSON.stringify([...list].sort((a, b) => (a.objectId < b.objectId ? -1 : 1)));
  return key(first) === key(second);
}
