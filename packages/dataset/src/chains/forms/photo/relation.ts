/** Objects of one photo relative to each other: left of, above, between, in order, and how many. */
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  type Groups,
  IN_PHOTO,
  IS,
  inViews,
  labelOf,
  nameable,
  named,
  OBJECT,
  OF_PHOTO,
  OTHER,
  pattern,
  perPhoto,
  photoWords,
  withObjects,
} from '../../form.ts';
import { spotOf, unseen } from './spot.ts';

/** Least distance of the middles, of the picture's width or height: for the check, and to be stated. */
const CHECK = 0.01;
const PROVE = 0.06;

type Axis = 'x' | 'y';

export const besideForm: ClaimForm<'beside'> = {
  type: 'beside',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry, 'x').map(({ object, other, sign, photo }) => ({
      type: 'beside',
      object,
      other,
      side: sign > 0 ? 'right' : 'left',
      photo,
    })),
  wordings: ({ object, other, side, photo }) => [
    `${photoWords(photo).before}the ${object} is left of the ${other}`.replace('left', side),
    `the ${object} is to the ${side} of the ${other}${photoWords(photo).after}`,
    `${photoWords(photo).before}the ${object} stands to the ${side} of the ${other}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} ${IS} (?:to the |on the )?(?<side>left|right) of ${OTHER}(?:${OF_PHOTO})?`,
      (groups, geometry) => compare(groups, geometry, 'x', groups['side'] === 'right' ? 1 : -1),
    ),
  ],
};

export const stackedForm: ClaimForm<'stacked'> = {
  type: 'stacked',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry, 'y').map(({ object, other, sign, photo }) => ({
      type: 'stacked',
      object,
      other,
      side: sign > 0 ? 'below' : 'above',
      photo,
    })),
  wordings: ({ object, other, side, photo }) => [
    `${photoWords(photo).before || 'in the photo '}the ${object} is ${side === 'above' ? 'higher' : 'lower'} up than the ${other}`.replace(
      'lower up',
      'lower',
    ),
    `the ${object} appears ${side} the ${other}${photoWords(photo).after || ' in the photo'}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} (?:${IS}|appears) (?<side>above|below|higher than|lower than|higher up than) ${OTHER}(?:${OF_PHOTO})?`,
      (groups, geometry) => compare(groups, geometry, 'y', /below|lower/.test(groups['side'] ?? '') ? 1 : -1),
    ),
  ],
};

export const betweenForm: ClaimForm<'between'> = {
  type: 'between',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) => {
      const list = sorted(geometry, view);
      return list.slice(1, -1).flatMap(({ name, x }, i): FactOf<'between'>[] => {
        const [before, after] = [list[i]!, list[i + 2]!];
        const clear = x - before.x > PROVE && after.x - x > PROVE;
        return clear ? [{ type: 'between', object: name, ends: [before.name, after.name], photo }] : [];
      });
    }),
  wordings: ({ object, ends: [a, b], photo }) => [
    `${photoWords(photo).before}the ${object} is between the ${a} and the ${b}`,
    `the ${object} stands between the ${b} and the ${a}${photoWords(photo).after}`,
  ],
  patterns: [
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} (?:${IS}|appears) between ${OTHER} and ${named('last')}(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        withObjects([groups['object'], groups['other'], groups['last']], geometry, (middle, a, b) =>
          inViews(groups, geometry, (view) => {
            const spots = [middle!, a!, b!].map((object) => ({
              object,
              spot: spotOf(geometry, object, view),
            }));
            const hidden = spots.find(({ spot }) => spot === null);
            if (hidden !== undefined) return unseen(hidden.object, geometry, view);
            const [x, xa, xb] = spots.map(({ spot }) => spot!.x);
            const gap = Math.min(x! - Math.min(xa!, xb!), Math.max(xa!, xb!) - x!);
            return found(
              gap > CHECK,
              `${labelOf(middle!, geometry)} is not between them in photo ${view + 1}`,
            );
          }),
        ),
    ),
  ],
};

export const orderForm: ClaimForm<'order'> = {
  type: 'order',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo): FactOf<'order'>[] => {
      const apart: { name: string; x: number }[] = [];
      for (const item of sorted(geometry, view))
        if (item.x - (apart.at(-1)?.x ?? -1) > PROVE) apart.push(item);
      return apart.length < 3
        ? []
        : [{ type: 'order', objects: apart.slice(0, 4).map(({ name }) => name), photo }];
    }),
  wordings: ({ objects, photo }) => {
    const list = objects.map((name) => `the ${name}`);
    const text = `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
    const shown = photo === null ? 'the photo' : `the ${photo === 1 ? 'first' : 'second'} photo`;
    return [`from left to right, ${shown} shows ${text}`, `${shown} shows, from left to right, ${text}`];
  },
  patterns: [
    '(?:from )?(?<way>left to right|right to left) (?:the (?:(?<pre>first|second) )?photo )(?:shows|has|contains) (?<list>@\\w+(?: (?:and )?@\\w+)+)',
    '(?:the (?:(?<pre>first|second) )?photo )(?:shows|has|contains) (?:from )?(?<way>left to right|right to left) (?<list>@\\w+(?: (?:and )?@\\w+)+)',
  ].map((source) => pattern(source, checkOrder)),
};

function checkOrder(groups: Groups, geometry: QuestionGeometry): Finding {
  const tokens = [...(groups['list'] ?? '').matchAll(/@\w+/g)].map(([token]) => token);
  return withObjects(tokens, geometry, (...objects) =>
    inViews(groups, geometry, (view) => {
      let last = Number.NEGATIVE_INFINITY;
      for (const object of objects) {
        const spot = spotOf(geometry, object, view);
        if (spot === null) return unseen(object, geometry, view);
        const x = groups['way'] === 'left to right' ? spot.x : -spot.x;
        if (x - last <= CHECK)
          return found(false, `${labelOf(object, geometry)} comes earlier in photo ${view + 1}`);
        last = x;
      }
      return found(true, 'this is their order');
    }),
  );
}

function compare(groups: Groups, geometry: QuestionGeometry, axis: Axis, sign: 1 | -1): Finding {
  return withObjects([groups['object'], groups['other']], geometry, (a, b) =>
    inViews(groups, geometry, (view) => {
      const [spotA, spotB] = [spotOf(geometry, a!, view), spotOf(geometry, b!, view)];
      if (spotA === null) return unseen(a!, geometry, view);
      if (spotB === null) return unseen(b!, geometry, view);
      const gap = spotA[axis] - spotB[axis];
      const where = axis === 'x' ? (gap > 0 ? 'right of' : 'left of') : gap > 0 ? 'below' : 'above';
      return found(gap * sign > CHECK, `it is ${where} ${labelOf(b!, geometry)} in photo ${view + 1}`);
    }),
  );
}

function pairs(geometry: QuestionGeometry, axis: Axis) {
  return perPhoto(geometry, (view, photo) => {
    const seen = sorted(geometry, view);
    return seen.flatMap((a) =>
      seen.flatMap((b) => {
        const gap = a[axis] - b[axis];
        return Math.abs(gap) > PROVE ? [{ object: a.name, other: b.name, sign: Math.sign(gap), photo }] : [];
      }),
    );
  });
}

/** Clearly visible objects with names, from left to right. */
function sorted(geometry: QuestionGeometry, view: number) {
  return nameable(geometry)
    .flatMap(({ object, name }: { object: SceneObject; name: string }) => {
      const spot = spotOf(geometry, object, view);
      return spot === null ? [] : [{ name, x: spot.x, y: spot.y }];
    })
    .sort((a, b) => a.x - b.x);
}
