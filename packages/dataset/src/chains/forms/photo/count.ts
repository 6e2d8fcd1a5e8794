/** How many objects of a kind a photo shows: "Three pillars are visible in the first photo." */
import type { QuestionGeometry } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  IN_PHOTO,
  inViews,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  unclear,
} from '../../form.ts';
import { nounOf } from '../../reading/names.ts';
import { sightOf } from './spot.ts';

/** Words that end a noun of one word. */
const NO_NOUN =
  '(?:in|of|is|are|while|and|but|as|so|which|that|with|from|to|here|at|on|both|between|visible|seen)';
const COUNT = `(?<count>\\d+|no|one) (?:of the )?(?<noun>[a-z]+(?: (?!${NO_NOUN}(?: |$))[a-z]+)?)`;

export const countForm: ClaimForm<'count'> = {
  type: 'count',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo): FactOf<'count'>[] =>
      nouns(geometry).flatMap((noun) => {
        const count = countOf(geometry, noun, view);
        return typeof count === 'string' ? [] : [{ type: 'count', noun, count, photo }];
      }),
    ),
  wordings: ({ noun, count, photo }) => {
    const what = `${count === 1 ? 'one' : count === 0 ? 'no' : count} ${count === 1 ? noun : plural(noun)}`;
    const place = photo === null ? 'the photo' : `the ${photo === 1 ? 'first' : 'second'} photo`;
    return [
      `${place} shows ${what}`,
      `${what} ${count === 1 ? 'is' : 'are'} visible in ${place}`,
      `${photoWords(photo).before}there ${count === 1 ? 'is' : 'are'} ${what}${photo === null ? ' in the photo' : ''}`,
    ];
  },
  patterns: [
    `the (?:(?<pre>first|second) )?photo (?:shows|has|contains) (?:exactly )?${COUNT}`,
    `(?:exactly )?${COUNT} (?:is|are) (?:clearly )?(?:visible|seen)${OF_PHOTO}`,
    `(?:${IN_PHOTO})?there (?:is|are) (?:exactly )?${COUNT}(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const noun = singular(groups['noun'] ?? '', geometry);
      if (noun === null) return unclear(`no objects here are called "${groups['noun']}"`);
      const claimed = groups['count'] === 'one' ? 1 : groups['count'] === 'no' ? 0 : Number(groups['count']);
      return inViews(groups, geometry, (view): Finding => {
        const count = countOf(geometry, noun, view);
        if (typeof count === 'string') return unclear(count);
        return found(count === claimed, `photo ${view + 1} shows ${count}`);
      });
    }),
  ),
};

/** A number, or why it cannot be told. */
function countOf(geometry: QuestionGeometry, noun: string, view: number): number | string {
  const objects = geometry.objects.filter((object) => nounOf(object) === noun);
  // A question keeps every landmark that shows; of other roles it keeps those that it speaks of.
  if (objects.some((object) => object.role !== 'landmark')) return `${plural(noun)} cannot be counted here`;
  const sights = objects.map((object) => sightOf(geometry, object, view));
  if (sights.includes('barely')) return `a ${noun} hardly shows in photo ${view + 1}`;
  return sights.filter((sight) => sight === 'clear').length;
}

function nouns(geometry: QuestionGeometry): string[] {
  return [...new Set(geometry.objects.filter(({ role }) => role === 'landmark').map(nounOf))];
}

export function plural(noun: string): string {
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

function singular(text: string, { objects }: QuestionGeometry): string | null {
  return objects.map(nounOf).find((noun) => text === noun || text === plural(noun)) ?? null;
}
