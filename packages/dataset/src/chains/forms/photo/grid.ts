/** Columns and rows of objects: "The cyan pillar goes from column 3 to column 7." */
import type { QuestionGeometry } from '../../../schema.ts';
import { gridPart } from '../../facts/measure.ts';
import {
  type ClaimForm,
  type ClaimPattern,
  type Finding,
  found,
  type Groups,
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
import { unseen } from './spot.ts';

type Axis = 'column' | 'row';

export const columnMoveForm: ClaimForm<'column-move'> = {
  type: 'column-move',
  about: 'pair',
  prove: (geometry) => moves(geometry, 'column').map((move) => ({ type: 'column-move', ...move })),
  wordings: ({ object, from, to }) => [
    `the ${object} goes from column ${from} to column ${to}`,
    `from the first photo to the second, the ${object} goes from column ${from} to column ${to}`,
    `the ${object} stands in column ${from} of the first photo and in column ${to} of the second`,
  ],
  patterns: movePatterns('column'),
};

export const rowMoveForm: ClaimForm<'row-move'> = {
  type: 'row-move',
  about: 'pair',
  prove: (geometry) => moves(geometry, 'row').map((move) => ({ type: 'row-move', ...move })),
  wordings: ({ object, from, to }) => [
    `the ${object} goes from row ${from} to row ${to}`,
    `the ${object} stands in row ${from} of the first photo and in row ${to} of the second`,
  ],
  patterns: movePatterns('row'),
};

export const columnForm: ClaimForm<'column'> = {
  type: 'column',
  about: 'photo',
  prove: (geometry) =>
    places(geometry, 'column').map(({ object, part, photo }) => ({
      type: 'column',
      object,
      column: part,
      photo,
    })),
  wordings: ({ object, column, photo }) =>
    photo === null
      ? [`the ${object} is at column ${column}`, `in the photo, the ${object} is at column ${column}`]
      : [
          `the ${photo === 1 ? 'first' : 'second'} photo shows the ${object} at column ${column}`,
          `in the ${photo === 1 ? 'first' : 'second'} photo the ${object} is at column ${column}`,
        ],
  patterns: placePatterns('column'),
};

export const rowForm: ClaimForm<'row'> = {
  type: 'row',
  about: 'photo',
  prove: (geometry) =>
    places(geometry, 'row').map(({ object, part, photo }) => ({ type: 'row', object, row: part, photo })),
  wordings: ({ object, row, photo }) => [
    `${photoWords(photo).before}the ${object} is at row ${row}`,
    `the ${object} is in row ${row}${photoWords(photo, 'of').after}`,
  ],
  patterns: placePatterns('row'),
};

function movePatterns(axis: Axis): ClaimPattern[] {
  const check = (groups: Groups, geometry: QuestionGeometry): Finding => {
    const first = partIs(groups, geometry, 0, groups['from'], axis);
    return first.holds === true ? partIs(groups, geometry, 1, groups['to'], axis) : first;
  };
  return [
    `${OBJECT} (?:goes|moves|shifts|went|moved|shifted) from ${axis} (?<from>\\d+) to ${axis} (?<to>\\d+)`,
    `${OBJECT} (?:stands|is) (?:in|at) ${axis} (?<from>\\d+) of the first photo and (?:in|at) ${axis} (?<to>\\d+) of the second(?: photo)?`,
  ].map((source) => pattern(source, check));
}

function placePatterns(axis: Axis): ClaimPattern[] {
  return [
    pattern(
      `the (?<pre>first|second) photo shows ${OBJECT} (?:at|in) ${axis} (?<part>\\d+)`,
      (groups, geometry) =>
        inViews(groups, geometry, (view) => partIs(groups, geometry, view, groups['part'], axis)),
    ),
    pattern(
      `(?:${IN_PHOTO})?${OBJECT} ${IS} (?:at|in) ${axis} (?<part>\\d+)(?:${OF_PHOTO})?`,
      (groups, geometry) =>
        inViews(groups, geometry, (view) => partIs(groups, geometry, view, groups['part'], axis)),
    ),
  ];
}

function partIs(
  groups: Groups,
  geometry: QuestionGeometry,
  view: number,
  claimed: string | undefined,
  axis: Axis,
): Finding {
  return withObject(groups['object'], geometry, (object) => {
    const part = gridPart(geometry, object, view, axis);
    if (part === null) return unseen(object, geometry, view);
    return found(
      String(part) === claimed,
      `${labelOf(object, geometry)} is in ${axis} ${part} of photo ${view + 1}, not ${claimed}`,
    );
  });
}

function moves(geometry: QuestionGeometry, axis: Axis): { object: string; from: number; to: number }[] {
  return nameable(geometry).flatMap(({ object, name }) => {
    const from = gridPart(geometry, object, 0, axis);
    const to = gridPart(geometry, object, 1, axis);
    return from === null || to === null ? [] : [{ object: name, from, to }];
  });
}

function places(geometry: QuestionGeometry, axis: Axis) {
  return perPhoto(geometry, (view, photo) =>
    nameable(geometry).flatMap(({ object, name }) => {
      const part = gridPart(geometry, object, view, axis);
      return part === null ? [] : [{ object: name, part, photo }];
    }),
  );
}
