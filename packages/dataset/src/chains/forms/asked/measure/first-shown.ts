/** In which of several photos an object shows for the first time. */
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { type ClaimForm, found, nameable, OBJECT, pattern, withObject } from '../../../form.ts';
import { sightOf } from '../../photo/spot.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
const PHOTO = `(?<photo>${ORDINALS.join('|')}) photo`;

export const firstShownForm: ClaimForm<'first-shown'> = {
  type: 'first-shown',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'first-shown'>[] => {
      const view = firstView(geometry, object);
      return view < 0 || view >= ORDINALS.length
        ? []
        : [{ type: 'first-shown', object: name, photo: view + 1 }];
    }),
  wordings: ({ object, photo }) => [
    `the ${object} shows for the first time in the ${ORDINALS[photo - 1]} photo`,
    `the ${ORDINALS[photo - 1]} photo is the first to show the ${object}`,
  ],
  patterns: [
    `${OBJECT} (?:shows|appears|does (?<not>not) (?:show|appear)) for the first time in the ${PHOTO}`,
    `the ${PHOTO} is(?: (?<not>not))? the first to show ${OBJECT}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        const view = firstView(geometry, object);
        const actual = view < 0 ? 'no photo shows it clearly' : `the ${ORDINALS[view]} photo is the first`;
        return found(view >= 0 && view === ORDINALS.indexOf(groups['photo'] ?? ''), actual);
      }),
    ),
  ),
};

function firstView(geometry: QuestionGeometry, object: SceneObject): number {
  return geometry.cameras.findIndex((_, view) => sightOf(geometry, object, view) === 'clear');
}
