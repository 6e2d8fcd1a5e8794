/** Which of two objects is nearer to the camera, and which stands before the other. */
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  found,
  IN_PHOTO,
  inViews,
  labelOf,
  nameable,
  OBJECT,
  OF_PHOTO,
  OTHER,
  pattern,
  perPhoto,
  photoWords,
  unclear,
  withObjects,
} from '../../form.ts';
import { sightOf } from '../photo/spot.ts';
import { distanceAfter } from './place.ts';
import { depthIn, distanceIn } from './placed.ts';

/** The farther one is this much farther: for the check, and to be stated. */
const CHECK = 1.01;
const PROVE = 1.15;

export const nearerForm: ClaimForm<'nearer'> = {
  type: 'nearer',
  about: 'photo',
  prove: (geometry) =>
    ordered(geometry, distanceIn).map(({ near, far, photo }) => ({
      type: 'nearer',
      object: near,
      other: far,
      photo,
    })),
  wordings: ({ object, other, photo }) => [
    `${photoWords(photo).before}the ${object} is nearer to the camera than the ${other}`,
    `the ${other} is farther from the camera than the ${object}${photoWords(photo).after}`,
    `${photoWords(photo).before}the ${object} is closer to the camera than the ${other}`,
  ],
  patterns: [
    pattern(
      `(?<after>after the move |once the camera has moved )?(?:${IN_PHOTO})?${OBJECT} (?:is|was|stands)(?: (?<not>not))? (?:(?<near>nearer|closer)(?: to the camera)?|(?:farther|further)(?: away)?(?: from the camera)?) than ${OTHER}(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObjects([groups['object'], groups['other']], geometry, (a, b) =>
          inViews(groups, geometry, (view) => {
            const [ofA, ofB] = [a!, b!].map((object) => distanceAfter(groups, geometry, object, view));
            if (typeof ofA === 'string') return unclear(ofA);
            if (typeof ofB === 'string') return unclear(ofB);
            const ratio = groups['near'] === undefined ? ofA! / ofB! : ofB! / ofA!;
            return found(ratio > CHECK, `they are ${ofA!.toFixed(1)} and ${ofB!.toFixed(1)} m away`);
          }),
        ),
    ),
  ],
};

export const depthForm: ClaimForm<'depth'> = {
  type: 'depth',
  about: 'photo',
  prove: (geometry) =>
    ordered(geometry, depthIn).flatMap(({ near, far, photo }): FactOf<'depth'>[] => [
      { type: 'depth', object: near, other: far, relation: 'in front of', photo },
      { type: 'depth', object: far, other: near, relation: 'behind', photo },
    ]),
  wordings: ({ object, other, relation, photo }) => [
    `${photoWords(photo).before}the ${object} is ${relation} the ${other}`,
    `seen from the camera, the ${object} stands ${relation} the ${other}${photoWords(photo).after}`,
  ],
  patterns: [
    pattern(
      `(?:(?:as )?seen from the camera )?(?:${IN_PHOTO})?${OBJECT} (?:is|was|stands|lies|appears)(?: (?<not>not))? (?<relation>in front of|behind) ${OTHER}(?: (?:as )?seen from the camera)?(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObjects([groups['object'], groups['other']], geometry, (a, b) =>
          inViews(groups, geometry, (view) => {
            const [ofA, ofB] = [depthIn(geometry, a!, view), depthIn(geometry, b!, view)];
            if (ofA === null || ofB === null || ofA <= 0 || ofB <= 0)
              return unclear(`one of them is not in front of the camera of photo ${view + 1}`);
            const ratio = groups['relation'] === 'behind' ? ofA / ofB : ofB / ofA;
            return found(
              ratio > CHECK,
              `${labelOf(a!, geometry)} is ${ofA.toFixed(1)} m deep, ${labelOf(b!, geometry)} ${ofB.toFixed(1)} m`,
            );
          }),
        ),
    ),
  ],
};

/** Pairs of clearly visible objects whose measures differ enough. */
function ordered(
  geometry: QuestionGeometry,
  measure: (geometry: QuestionGeometry, object: SceneObject, view: number) => number | null,
) {
  return perPhoto(geometry, (view, photo) => {
    const seen = nameable(geometry).flatMap(({ object, name }) => {
      const value = measure(geometry, object, view);
      return value === null || value <= 0 || sightOf(geometry, object, view) !== 'clear'
        ? []
        : [{ name, value }];
    });
    return seen.flatMap((a) =>
      seen.filter((b) => b.value > PROVE * a.value).map((b) => ({ near: a.name, far: b.name, photo })),
    );
  });
}
