/** Cameras around the object: how far each is from the first, and which one lies between the other two. */
import type { QuestionGeometry } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { type ClaimForm, type Finding, found, pattern, unclear } from '../../../form.ts';
import { motionAbout } from '../../camera/about.ts';

const ORDINALS = ['first', 'second', 'third'];
const TOLERANCE_DEG = 3;
/** Nearer to the vertical line through the object (over the first distance) an azimuth means little. */
const LEAST_LEVEL = 0.02;
const STATED_DEG = [8, 170] as const;
/** Between neighbours: for the check, and to be stated. */
const GAP_CHECK_DEG = 1;
const GAP_PROVE_DEG = 6;
const WIDEST_DEG = 170;

const PLACE = '(?<photo>first|second|third) photo was taken';

export const aroundForm: ClaimForm<'around'> = {
  type: 'around',
  about: 'pair',
  prove: (geometry) =>
    ([2, 3] as const).flatMap((photo): FactOf<'around'>[] => {
      const degrees = Math.round(azimuthOf(geometry, photo - 1) ?? Number.NaN);
      const size = Math.abs(degrees);
      return size >= STATED_DEG[0] && size <= STATED_DEG[1] ? [{ type: 'around', photo, degrees }] : [];
    }),
  wordings: ({ photo, degrees }) => {
    const [way, size] = [degrees < 0 ? 'clockwise' : 'counter-clockwise', Math.abs(degrees)];
    const which = ORDINALS[photo - 1];
    return [
      `seen from above, the ${which} photo was taken about ${size} degrees ${way} around the object from the first`,
      `the ${which} photo was taken about ${size} degrees ${way} around the object from the first, seen from above`,
    ];
  },
  patterns: [
    pattern(
      `(?:seen from above )?the ${PLACE}(?: (?<not>not))? (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees (?<way>counter-clockwise|clockwise) around @centre from the first(?: photo)?(?: seen from above)?`,
      (groups, geometry) => {
        const azimuth = azimuthOf(geometry, ORDINALS.indexOf(groups['photo'] ?? ''));
        if (azimuth === null)
          return unclear('a camera is straight above the object, or there is no such photo');
        const along = azimuth * (groups['way'] === 'clockwise' ? -1 : 1);
        const actual = `the angle is ${azimuth.toFixed(1)} degrees, counter-clockwise positive`;
        return found(along > 0 && Math.abs(along - Number(groups['degrees'])) <= TOLERANCE_DEG, actual);
      },
    ),
  ],
};

export const photoBetweenForm: ClaimForm<'photo-between'> = {
  type: 'photo-between',
  about: 'pair',
  prove: (geometry) => {
    const middle = middleOf(geometry, GAP_PROVE_DEG);
    return typeof middle === 'string' ? [] : [{ type: 'photo-between', photo: middle }];
  },
  wordings: ({ photo }) => {
    const [a, b] = ORDINALS.filter((_, i) => i !== photo - 1);
    const which = `the ${ORDINALS[photo - 1]} photo was taken between the ${a} and the ${b}`;
    return [`on the way around the object, ${which}`, `${which} on the way around the object`];
  },
  patterns: [
    pattern(
      `(?:on the way around @centre )?the ${PLACE}(?: (?<not>not))? between the (?<one>first|second|third)(?: photo)? and the (?<two>first|second|third)(?: photo)?(?: on the way around @centre)?`,
      (groups, geometry): Finding => {
        const { photo, one, two } = groups;
        if (new Set([photo, one, two]).size < 3) return unclear('it does not name three photos');
        const middle = middleOf(geometry, GAP_CHECK_DEG);
        if (typeof middle === 'string') return unclear(middle);
        return found(photo === ORDINALS[middle - 1], `the ${ORDINALS[middle - 1]} photo is between`);
      },
    ),
  ],
};

/** Azimuth of a camera from the first one's about the object, counter-clockwise positive; null where it means nothing. */
export function azimuthOf(geometry: QuestionGeometry, view: number): number | null {
  const [first, other] = [geometry.cameras[0], geometry.cameras[view]];
  if (first === undefined || other === undefined || view === 0) return null;
  const motion = motionAbout({ ...geometry, cameras: [first, other] }, geometry.centre);
  return motion === null || !(motion.leastLevel >= LEAST_LEVEL) ? null : motion.azimuthDeg;
}

/** Which of exactly three photos is between the others, or why none is. */
function middleOf(geometry: QuestionGeometry, gapDeg: number): 1 | 2 | 3 | string {
  const [second, third] = [azimuthOf(geometry, 1), azimuthOf(geometry, 2)];
  if (geometry.cameras.length !== 3 || second === null || third === null)
    return 'the question has no three photos around the object';
  const places = [0, second, third];
  const [low, middle, high] = [...places].sort((a, b) => a - b);
  if (high! - low! > WIDEST_DEG) return 'the way around is as long on the other side';
  if (Math.min(middle! - low!, high! - middle!) < gapDeg) return 'two photos were taken from one side';
  // Three places, so the index is one of 0, 1, 2.
  return (places.indexOf(middle!) + 1) as 1 | 2 | 3;
}
