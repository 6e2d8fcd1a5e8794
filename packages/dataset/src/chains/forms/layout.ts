/** Columns of all that a photo shows: "photo 1: red1 cyan4 object5", and what went where: "cyan left2 object same". */
import type { QuestionGeometry } from '../../schema.ts';
import type { ColumnShift } from '../fact.ts';
import type { ClaimForm } from '../form.ts';
import { layoutOf, objectOfLayoutName } from '../layout.ts';
import { gridPart } from '../measure.ts';

export const layoutForm: ClaimForm<'layout'> = {
  type: 'layout',
  wordings: ({ photo, places }) => [
    `photo${photo === null ? '' : ` ${photo}`}: ${places.map(({ object, column }) => `${object}${column}`).join(' ')}`,
  ],
  patterns: [
    {
      regex: /photo(?: (?<photo>[12]))?: (?<places>[a-z]+\d(?: [a-z]+\d)*)/gi,
      check: (groups, geometry) =>
        checkLayout(groups['places'] ?? '', geometry, groups['photo'] === '2' ? 1 : 0),
    },
  ],
};

export const columnShiftsForm: ClaimForm<'column-shifts'> = {
  type: 'column-shifts',
  wordings: ({ shifts }) => [`shift: ${shifts.map((s) => `${s.object} ${shiftWord(s)}`).join(' ')}`],
  patterns: [
    {
      regex: /shift: (?<shifts>[a-z]+ (?:same|(?:left|right)\d)(?: [a-z]+ (?:same|(?:left|right)\d))*)/gi,
      check: (groups, geometry) => checkShifts(groups['shifts'] ?? '', geometry),
    },
  ],
};

function shiftWord({ columns }: ColumnShift): string {
  return columns === 0 ? 'same' : `${columns > 0 ? 'right' : 'left'}${Math.abs(columns)}`;
}

/** A layout claims that these objects, and no others, are clearly visible, in these columns and this order. */
function checkLayout(text: string, geometry: QuestionGeometry, view: number): string | null {
  const truth = layoutOf(geometry, view)
    .map(({ object, column }) => `${object}${column}`)
    .join(' ');
  return text.toLowerCase() === truth ? null : `photo ${view + 1} shows ${truth || 'nothing clearly'}`;
}

function checkShifts(text: string, geometry: QuestionGeometry): string | null {
  for (const [, name, claimed] of text.matchAll(/([a-z]+) (same|(?:left|right)\d)/gi)) {
    const object = objectOfLayoutName(name ?? '', geometry);
    if (object === undefined) return `no object here is called "${name}"`;
    const from = gridPart(geometry, object, 0, 'column');
    const to = gridPart(geometry, object, 1, 'column');
    if (from === null || to === null) return `${name} cannot be seen clearly in both photos`;
    const truth = shiftWord({ object: name ?? '', columns: to - from });
    if (truth !== claimed?.toLowerCase()) return `${name} goes ${truth}, not ${claimed}`;
  }
  return null;
}
