/** Halves, edges and the centre of a photo: "The chair is in the left half of the first photo." */
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  found,
  IN_PHOTO,
  IS,
  inViews,
  labelOf,
  nameable,
  OBJECT,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  withObject,
} from '../../form.ts';
import { type Spot, spotOf, unseen } from './spot.ts';

type Half = FactOf<'half'>['half'];
type Edge = FactOf<'edge'>['edge'];

/** Of the picture's width or height: how far from the middle line a half begins, for the check and to be stated. */
const HALF_CHECK = 0.02;
const HALF_PROVE = 0.08;
/** Width of an edge's strip, and of half the centre's. */
const EDGE_CHECK = 0.22;
const EDGE_PROVE = 0.15;
const CENTRE_CHECK = 0.15;
const CENTRE_PROVE = 0.1;

const INTO: Readonly<Record<Half, (spot: Spot) => number>> = {
  left: ({ x }) => 0.5 - x,
  right: ({ x }) => x - 0.5,
  upper: ({ y }) => 0.5 - y,
  lower: ({ y }) => y - 0.5,
};
const HALVES = ['left', 'right', 'upper', 'lower'] as const;
const EDGES = ['left edge', 'right edge', 'centre'] as const;

export const halfForm: ClaimForm<'half'> = {
  type: 'half',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }) => {
        const spot = spotOf(geometry, object, view);
        return HALVES.filter((half) => spot !== null && INTO[half](spot) > HALF_PROVE).map(
          (half): FactOf<'half'> => ({ type: 'half', object: name, half, photo }),
        );
      }),
    ),
  wordings: ({ object, half, photo }) => [
    `the ${object} is in the ${half} half${photoWords(photo, 'of').after || ' of the photo'}`,
    `${photoWords(photo).before}the ${object} lies in the ${half} half`,
    ...(half === 'left' || half === 'right'
      ? [`${photoWords(photo).before}the ${object} stands on the ${half} side`]
      : []),
  ],
  patterns: [
    `(?:${IN_PHOTO})?${OBJECT} ${IS} in the (?<half>left|right|upper|lower) (?:half|part)(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?${OBJECT} ${IS} on the (?<half>left|right)(?: side)?(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) =>
        inViews(groups, geometry, (view) => {
          const spot = spotOf(geometry, object, view);
          if (spot === null) return unseen(object, geometry, view);
          // The alternatives of the pattern are the four halves.
          const into = INTO[groups['half'] as Half](spot);
          return found(
            into > HALF_CHECK,
            `${labelOf(object, geometry)} is ${into > 0 ? 'hardly' : 'not'} there in photo ${view + 1}`,
          );
        }),
      ),
    ),
  ),
};

export const edgeForm: ClaimForm<'edge'> = {
  type: 'edge',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }) => {
        const spot = spotOf(geometry, object, view);
        return EDGES.filter((edge) => spot !== null && isAt(edge, spot, EDGE_PROVE, CENTRE_PROVE)).map(
          (edge): FactOf<'edge'> => ({ type: 'edge', object: name, edge, photo }),
        );
      }),
    ),
  wordings: ({ object, edge, photo }) => [
    `the ${object} is near the ${edge}${photoWords(photo, 'of').after || ' of the photo'}`,
    `${photoWords(photo).before}the ${object} is ${edge === 'centre' ? 'in the' : 'close to the'} ${edge}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} ${IS} (?:near|close to|at|in) the (?<edge>left edge|right edge|left border|right border|centre|center|middle)(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) =>
          inViews(groups, geometry, (view) => {
            const spot = spotOf(geometry, object, view);
            if (spot === null) return unseen(object, geometry, view);
            const place = `${labelOf(object, geometry)} is at ${spot.x.toFixed(2)} of the width in photo ${view + 1}`;
            const edge = (groups['edge'] ?? '').replace('border', 'edge').replace(/center|middle/, 'centre');
            // The pattern's alternatives are the three edges and their synonyms.
            return found(isAt(edge as Edge, spot, EDGE_CHECK, CENTRE_CHECK), place);
          }),
        ),
    ),
  ],
};

function isAt(edge: Edge, { x, y }: Spot, strip: number, centre: number): boolean {
  if (edge === 'left edge') return x < strip;
  if (edge === 'right edge') return x > 1 - strip;
  return Math.abs(x - 0.5) < centre && Math.abs(y - 0.5) < 2 * centre;
}
