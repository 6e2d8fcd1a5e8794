/** Whether objects show: in a photo, in both, coming into view, leaving it, hidden, cut off. */
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  IN_PHOTO,
  inViews,
  labelOf,
  nameable,
  OBJECT,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  unclear,
  withObject,
} from '../../form.ts';
import { shareInFrame, sightOf, spotOf, unseen } from './spot.ts';

/** Share of the silhouette that shows: all of it from here on, part of it up to there. */
const FULL_CHECK = 0.95;
const FULL_PROVE = 0.99;
const PART_CHECK = 0.93;
const PART_PROVE = 0.85;

export const visibleForm: ClaimForm<'visible'> = {
  type: 'visible',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }): FactOf<'visible'>[] =>
        photo !== null && sightOf(geometry, object, view) === 'clear'
          ? [{ type: 'visible', object: name, photo }]
          : [],
      ),
    ),
  wordings: ({ object, photo }) => [
    `the ${object} is visible in the ${photo === 1 ? 'first' : 'second'} photo`,
    `the ${photo === 1 ? 'first' : 'second'} photo shows the ${object}`,
    `the ${object} can be seen in the ${photo === 1 ? 'first' : 'second'} photo`,
  ],
  patterns: [
    `(?:${IN_PHOTO})?${OBJECT} (?:is|was|remains|stays)(?: (?<not>not|no longer))? (?:clearly )?(?:visible|seen|in view)(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?${OBJECT} (?:can|could)(?: (?<not>not|no longer))? be seen(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?${OBJECT} (?<not>cannot) be seen(?:${OF_PHOTO})?`,
    `the (?<pre>first|second) photo (?:shows|does (?<not>not) show) ${OBJECT}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) =>
        inViews(groups, geometry, (view) => isVisible(geometry, object, view)),
      ),
    ),
  ),
};

export const hiddenForm: ClaimForm<'hidden'> = {
  type: 'hidden',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }): FactOf<'hidden'>[] => {
        if (sightOf(geometry, object, view) !== 'none') return [];
        const share = shareInFrame(geometry, object, view);
        if (share === 0) return [{ type: 'hidden', object: name, photo, why: 'outside' }];
        return share > 0.9 ? [{ type: 'hidden', object: name, photo, why: 'occluded' }] : [];
      }),
    ),
  wordings: ({ object, photo, why }) => [
    `the ${object} is not visible${photoWords(photo).after || ' in the photo'}`,
    why === 'outside'
      ? `the ${object} is out of frame${photoWords(photo).after}`
      : `the ${object} is completely hidden${photoWords(photo).after}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} (?:is|was)(?: (?<not>not))? out-of-frame(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) =>
          inViews(groups, geometry, (view) => {
            const share = shareInFrame(geometry, object, view);
            return found(
              share === 0 && sightOf(geometry, object, view) === 'none',
              `${Math.round(100 * share)} % of ${labelOf(object, geometry)} is inside the frame of photo ${view + 1}`,
            );
          }),
        ),
    ),
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} (?:is|was)(?: (?<not>not))? (?:completely |fully |entirely )?(?:hidden|occluded)(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) =>
          inViews(groups, geometry, (view) => {
            const hidden =
              sightOf(geometry, object, view) === 'none' && shareInFrame(geometry, object, view) > 0.5;
            return found(hidden, `${labelOf(object, geometry)} is not hidden in photo ${view + 1}`);
          }),
        ),
    ),
  ],
};

export const extentForm: ClaimForm<'extent'> = {
  type: 'extent',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }): FactOf<'extent'>[] => {
        const fraction = spotOf(geometry, object, view)?.entry.fraction;
        if (fraction === undefined || (fraction < FULL_PROVE && fraction > PART_PROVE)) return [];
        return [{ type: 'extent', object: name, photo, shown: fraction >= FULL_PROVE ? 'fully' : 'partly' }];
      }),
    ),
  wordings: ({ object, photo, shown }) => [
    `the ${object} is ${shown} visible${photoWords(photo).after || ' in the photo'}`,
    shown === 'fully'
      ? `${photoWords(photo).before}all of the ${object} can be seen`
      : `${photoWords(photo).before}the ${object} is partly hidden or cut off`,
  ],
  patterns: [
    `(?:${IN_PHOTO})?${OBJECT} (?:is|was)(?: (?<not>not))? (?<shown>fully|completely|entirely|partly|partially|only partly) visible(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?(?<shown>all) of ${OBJECT} can be seen(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?${OBJECT} (?:is|was) (?<shown>partly|partially) (?:hidden|cut off|occluded)(?: or (?:hidden|cut off|occluded))?(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) =>
        inViews(groups, geometry, (view) => {
          const fraction = spotOf(geometry, object, view)?.entry.fraction;
          if (fraction === undefined) return unseen(object, geometry, view);
          const partly = /part/.test(groups['shown'] ?? '');
          const share = `${Math.round(100 * fraction)} % of ${labelOf(object, geometry)} shows in photo ${view + 1}`;
          return found(partly ? fraction <= PART_CHECK : fraction >= FULL_CHECK, share);
        }),
      ),
    ),
  ),
};

export const visibilityChangeForm: ClaimForm<'visibility-change'> = {
  type: 'visibility-change',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'visibility-change'>[] => {
      const [first, second] = [sightOf(geometry, object, 0), sightOf(geometry, object, 1)];
      if (first === 'none' && second === 'clear')
        return [{ type: 'visibility-change', object: name, change: 'appears' }];
      return first === 'clear' && second === 'none'
        ? [{ type: 'visibility-change', object: name, change: 'disappears' }]
        : [];
    }),
  wordings: ({ object, change }) =>
    change === 'appears'
      ? [`the ${object} comes into view`, `the ${object} appears in the second photo only`]
      : [`the ${object} leaves the view`, `the ${object} disappears from view`],
  patterns: [
    `${OBJECT} (?:(?<appears>appears|becomes visible|appeared)(?: in the second photo(?: only)?)?)`,
    `${OBJECT} (?:disappears|disappeared|is lost)(?: from (?:view|sight))?(?: in the second photo)?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        const [first, second] = [sightOf(geometry, object, 0), sightOf(geometry, object, 1)];
        const [from, to] =
          groups['appears'] === undefined ? (['clear', 'none'] as const) : (['none', 'clear'] as const);
        return found(
          first === from && second === to,
          `${labelOf(object, geometry)}: photo 1 ${first}, photo 2 ${second}`,
        );
      }),
    ),
  ),
};

export const inBothForm: ClaimForm<'in-both'> = {
  type: 'in-both',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'in-both'>[] =>
      geometry.cameras.length === 2 && [0, 1].every((view) => sightOf(geometry, object, view) === 'clear')
        ? [{ type: 'in-both', object: name }]
        : [],
    ),
  wordings: ({ object }) => [
    `the ${object} is visible in both photos`,
    `both photos show the ${object}`,
    `the ${object} of the first photo is the same as in the second`,
  ],
  patterns: [
    `both photos show ${OBJECT}`,
    `${OBJECT} of the first photo is the same(?: ${OBJECT.replace('<object>', '<other>')})? as (?:that )?(?:in|of) the second(?: photo)?`,
    `${OBJECT} (?:appears|shows|can be seen) in both photos`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        if (groups['other'] !== undefined && groups['other'] !== groups['object'])
          return unclear('these are two objects');
        const first = isVisible(geometry, object, 0);
        return first.holds === true ? isVisible(geometry, object, 1) : first;
      }),
    ),
  ),
};

function isVisible(geometry: QuestionGeometry, object: SceneObject, view: number): Finding {
  const sight = sightOf(geometry, object, view);
  if (sight === 'barely') return unseen(object, geometry, view);
  return found(
    sight === 'clear',
    `${labelOf(object, geometry)} ${sight === 'clear' ? 'shows' : 'cannot be seen'} in photo ${view + 1}`,
  );
}
