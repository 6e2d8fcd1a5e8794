/** What changes in the picture from the first photo to the second: place, size, and how far near and far things go. */
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  found,
  labelOf,
  nameable,
  OBJECT,
  OTHER,
  pattern,
  unclear,
  withObject,
  withObjects,
} from '../../form.ts';
import { spotOf, unseen } from './spot.ts';

/** Of the picture's width. */
const SHIFT_CHECK = 0.02;
const SHIFT_PROVE = 0.08;
/** Ratio of the visible area's side length. */
const SIZE_CHECK = 1.04;
const SIZE_PROVE = 1.15;
const SIZE_SAME_CHECK = 1.1;
const SIZE_SAME_PROVE = 1.04;
/** Least silhouette that both photos must show for a size to be compared. */
const WHOLE = 0.97;

const IN_PICTURE = '(?:in|across|within) (?:the )?(?:photo|both photos|photos)';

export const photoShiftForm: ClaimForm<'photo-shift'> = {
  type: 'photo-shift',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'photo-shift'>[] => {
      const shift = shiftOf(geometry, object);
      if (shift === null || Math.abs(shift) < SHIFT_PROVE) return [];
      return [{ type: 'photo-shift', object: name, side: shift > 0 ? 'right' : 'left' }];
    }),
  wordings: ({ object, side }) => [
    `the ${object} moves to the ${side} in the photo`,
    `within the picture, the ${object} shifts to the ${side}`,
    `the ${object} appears further to the ${side} in the second photo`,
  ],
  patterns: [
    `${OBJECT} (?:moves|moved|shifts|shifted|goes|went) (?:to the )?(?<side>left|right) ${IN_PICTURE}`,
    `${IN_PICTURE} ${OBJECT} (?:moves|moved|shifts|shifted|goes|went) (?:to the )?(?<side>left|right)`,
    `(?:in the second photo )?${OBJECT} (?:appears|is)(?: (?<not>not))? (?:further|farther) (?:to the )?(?<side>left|right)(?: in the second photo)?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        const shift = shiftOf(geometry, object);
        if (shift === null)
          return unclear(`${labelOf(object, geometry)} cannot be seen clearly in both photos`);
        const along = shift * (groups['side'] === 'right' ? 1 : -1);
        return found(
          along > SHIFT_CHECK,
          `it goes ${(100 * shift).toFixed(0)} % of the picture's width, right positive`,
        );
      }),
    ),
  ),
};

export const sizeChangeForm: ClaimForm<'size-change'> = {
  type: 'size-change',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'size-change'>[] => {
      const ratio = sizeRatio(geometry, object);
      if (ratio === null) return [];
      const size = Math.max(ratio, 1 / ratio);
      if (size < SIZE_SAME_PROVE) return [{ type: 'size-change', object: name, change: 'same' }];
      return size > SIZE_PROVE
        ? [{ type: 'size-change', object: name, change: ratio > 1 ? 'larger' : 'smaller' }]
        : [];
    }),
  wordings: ({ object, change }) =>
    change === 'same'
      ? [`the ${object} keeps its size`, `the ${object} looks about as large in both photos`]
      : [
          `the ${object} looks ${change} in the second photo`,
          `the ${object} ${change === 'larger' ? 'grows' : 'shrinks'} from the first photo to the second`,
          `in the second photo, the ${object} appears ${change}`,
        ],
  patterns: [
    pattern(
      `(?:in the second photo )?${OBJECT} (?:is|looks|appears|becomes|gets|looked|appeared|became)(?: (?<not>not))? (?<change>larger|bigger|smaller)(?: in the second photo| than in the first photo)*`,
      (groups, geometry) => resized(groups['object'], /larger|bigger/.test(groups['change'] ?? ''), geometry),
    ),
    pattern(`${OBJECT} (?:(?<grows>grows|grew)|shrinks|shrank)(?: in the photo)?`, (groups, geometry) =>
      resized(groups['object'], groups['grows'] !== undefined, geometry),
    ),
    pattern(
      `${OBJECT} (?:keeps|kept) (?:about )?(?:its|the same) size|${OTHER} looks about as large in both photos`,
      (groups, geometry) =>
        withObject(groups['object'] ?? groups['other'], geometry, (object) => {
          const ratio = sizeRatio(geometry, object);
          if (ratio === null)
            return unclear(`${labelOf(object, geometry)} does not show whole in both photos`);
          return found(
            Math.max(ratio, 1 / ratio) <= SIZE_SAME_CHECK,
            `it becomes ${ratio.toFixed(2)} times as large`,
          );
        }),
    ),
  ],
};

export const parallaxForm: ClaimForm<'parallax'> = {
  type: 'parallax',
  about: 'pair',
  prove: (geometry) => {
    const shifts = nameable(geometry).flatMap(({ object, name }) => {
      const shift = shiftOf(geometry, object);
      return shift === null ? [] : [{ name, size: Math.abs(shift) }];
    });
    return shifts.flatMap((a) =>
      shifts
        .filter((b) => a.size - b.size > SHIFT_PROVE)
        .map((b): FactOf<'parallax'> => ({ type: 'parallax', object: a.name, other: b.name })),
    );
  },
  wordings: ({ object, other }) => [
    `the ${object} shifts farther across the picture than the ${other}`,
    `between the photos the ${object} moves more than the ${other}`,
  ],
  patterns: [
    `(?:between both photos |between the photos |between photos )?${OBJECT} (?:shifts|moves|moved|shifted) (?:(?<more>more|farther|further)|less)(?: (?:across|in) the photo)? than ${OTHER}(?: (?:across|in) the photo)?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObjects([groups['object'], groups['other']], geometry, (a, b) => {
        const [shiftA, shiftB] = [shiftOf(geometry, a!), shiftOf(geometry, b!)];
        if (shiftA === null || shiftB === null) return unclear('they do not both show in both photos');
        const gap = Math.abs(shiftA) - Math.abs(shiftB);
        return found(
          groups['more'] === undefined ? gap < -SHIFT_CHECK : gap > SHIFT_CHECK,
          `they go ${(100 * Math.abs(shiftA)).toFixed(0)} % and ${(100 * Math.abs(shiftB)).toFixed(0)} % of the width`,
        );
      }),
    ),
  ),
};

function resized(token: string | undefined, larger: boolean, geometry: QuestionGeometry) {
  return withObject(token, geometry, (object) => {
    const ratio = sizeRatio(geometry, object);
    if (ratio === null) return unseen(object, geometry, spotOf(geometry, object, 0) === null ? 0 : 1);
    return found(
      larger ? ratio > SIZE_CHECK : ratio < 1 / SIZE_CHECK,
      `it becomes ${ratio.toFixed(2)} times as large`,
    );
  });
}

/** By how much of the picture's width the object goes, right positive; null when a photo does not show it. */
function shiftOf(geometry: QuestionGeometry, object: SceneObject): number | null {
  const [first, second] = [spotOf(geometry, object, 0), spotOf(geometry, object, 1)];
  return first === null || second === null ? null : second.x - first.x;
}

/** Second size over first, by side length; null unless both photos show the whole object. */
function sizeRatio(geometry: QuestionGeometry, object: SceneObject): number | null {
  const [first, second] = [spotOf(geometry, object, 0)?.entry, spotOf(geometry, object, 1)?.entry];
  if (first === undefined || second === undefined) return null;
  if (first.fraction < WHOLE || second.fraction < WHOLE) return null;
  const area = (view: number): number => {
    const { width, height } = geometry.cameras[view]!.intrinsics;
    return width * height;
  };
  return Math.sqrt(second.pixels / area(1) / (first.pixels / area(0)));
}
