/** Columns and rows of objects: "The cyan pillar goes from column 3 to column 7." */
import type { QuestionGeometry } from '../../schema.ts';
import { type ClaimForm, type ClaimPattern, NAME, viewNumber, withObject } from '../form.ts';
import { gridPart } from '../measure.ts';

type Groups = Readonly<Record<string, string | undefined>>;

export const columnMoveForm: ClaimForm<'column-move'> = {
  type: 'column-move',
  wordings: ({ object, from, to }) => [
    `the ${object} goes from column ${from} to column ${to}`,
    `from the first photo to the second, the ${object} goes from column ${from} to column ${to}`,
    `the ${object} stands in column ${from} of the first photo and in column ${to} of the second`,
  ],
  patterns: [
    movePattern(
      `the ${NAME} (?:goes|moves|shifts) from column (?<from>\\d+) to column (?<to>\\d+)`,
      'column',
    ),
    movePattern(
      `the ${NAME} (?:stands|is) (?:in|at) column (?<from>\\d+) of the first photo and (?:in|at) column (?<to>\\d+) of the second`,
      'column',
    ),
  ],
};

export const rowMoveForm: ClaimForm<'row-move'> = {
  type: 'row-move',
  wordings: ({ object, from, to }) => [
    `the ${object} goes from row ${from} to row ${to}`,
    `the ${object} stands in row ${from} of the first photo and in row ${to} of the second`,
  ],
  patterns: [
    movePattern(`the ${NAME} (?:goes|moves|shifts) from row (?<from>\\d+) to row (?<to>\\d+)`, 'row'),
    movePattern(
      `the ${NAME} (?:stands|is) (?:in|at) row (?<from>\\d+) of the first photo and (?:in|at) row (?<to>\\d+) of the second`,
      'row',
    ),
  ],
};

export const columnForm: ClaimForm<'column'> = {
  type: 'column',
  wordings: ({ object, column, photo }) =>
    photo === null
      ? [`the ${object} is at column ${column}`, `in the photo, the ${object} is at column ${column}`]
      : [
          `the ${photo === 1 ? 'first' : 'second'} photo shows the ${object} at column ${column}`,
          `in the ${photo === 1 ? 'first' : 'second'} photo the ${object} is at column ${column}`,
        ],
  patterns: [
    placePattern(`the (?<ordinal>first|second) photo shows the ${NAME} at column (?<part>\\d+)`),
    placePattern(`in the (?<ordinal>first|second) photo,? the ${NAME} is at column (?<part>\\d+)`),
    placePattern(`the ${NAME} is at column (?<part>\\d+)`),
  ],
};

function movePattern(source: string, axis: 'column' | 'row'): ClaimPattern {
  return {
    regex: new RegExp(source, 'gi'),
    check: (groups, geometry) =>
      checkPart(groups, geometry, 0, groups['from'], axis) ??
      checkPart(groups, geometry, 1, groups['to'], axis),
  };
}

function placePattern(source: string): ClaimPattern {
  return {
    regex: new RegExp(source, 'gi'),
    check: (groups, geometry) =>
      checkPart(groups, geometry, viewNumber(groups['ordinal']), groups['part'], 'column'),
  };
}

function checkPart(
  groups: Groups,
  geometry: QuestionGeometry,
  view: number,
  claimed: string | undefined,
  axis: 'column' | 'row',
): string | null {
  return withObject(groups['object'], geometry, (object) => {
    const part = gridPart(geometry, object, view, axis);
    if (part === null) return `the ${groups['object']} cannot be seen clearly in photo ${view + 1}`;
    if (String(part) === claimed) return null;
    return `the ${groups['object']} is in ${axis} ${part} of photo ${view + 1}, not ${claimed}`;
  });
}
