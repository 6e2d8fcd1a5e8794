/** Columns of all that a photo shows: "photo 1: red1 cyan4 object5", and what went where: "cyan left2 object same". */
import type { QuestionGeometry } from '../../../schema.ts';
import type { ColumnShift } from '../../fact.ts';
import { type ClaimForm, type Finding, found, pattern, unclear } from '../../form.ts';
import { layoutFacts, layoutOf, objectOfLayoutName, shiftFacts } from '../../layout.ts';
import { gridPart } from '../../measure.ts';
import { CENTRE_TOKEN } from '../../reading/names.ts';

export const layoutForm: ClaimForm<'layout'> = {
  type: 'layout',
  about: 'photo',
  prove: (geometry) => layoutFacts(geometry).filter((fact) => fact.type === 'layout'),
  wordings: ({ photo, places }) => [
    `photo${photo === null ? '' : ` ${photo}`}: ${places.map(({ object, column }) => `${object}${column}`).join(' ')}`,
  ],
  patterns: [
    pattern('photo(?: (?<photo>[1-9]))? : (?<places>[a-z]+\\d(?: [a-z]+\\d)*)', (groups, geometry) =>
      checkLayout(groups['places'] ?? '', geometry, Number(groups['photo'] ?? 1) - 1),
    ),
  ],
};

export const columnShiftsForm: ClaimForm<'column-shifts'> = {
  type: 'column-shifts',
  about: 'pair',
  prove: (geometry) => shiftFacts(geometry).filter((fact) => fact.type === 'column-shifts'),
  wordings: ({ shifts }) => [`shift: ${shifts.map((s) => `${s.object} ${shiftWord(s)}`).join(' ')}`],
  patterns: [
    pattern(
      `shift : (?<shifts>(?:[a-z]+|${CENTRE_TOKEN}) (?:same|(?:left|right)\\d)(?: (?:[a-z]+|${CENTRE_TOKEN}) (?:same|(?:left|right)\\d))*)`,
      (groups, geometry) =>
        checkShifts((groups['shifts'] ?? '').replaceAll(CENTRE_TOKEN, 'object'), geometry),
    ),
  ],
};

function shiftWord({ columns }: ColumnShift): string {
  return columns === 0 ? 'same' : `${columns > 0 ? 'right' : 'left'}${Math.abs(columns)}`;
}

/** A layout claims that these objects, and no others, are clearly visible, in these columns and this order. */
function checkLayout(text: string, geometry: QuestionGeometry, view: number): Finding {
  const truth = layoutOf(geometry, view)
    .map(({ object, column }) => `${object}${column}`)
    .join(' ');
  return found(text === truth, `photo ${view + 1} shows ${truth || 'nothing clearly'}`);
}

function checkShifts(text: string, geometry: QuestionGeometry): Finding {
  for (const [, name, claimed] of text.matchAll(/([a-z]+) (same|(?:left|right)\d)/g)) {
    const object = objectOfLayoutName(name ?? '', geometry);
    if (object === undefined) return unclear(`no object here is called "${name}"`);
    const from = gridPart(geometry, object, 0, 'column');
    const to = gridPart(geometry, object, 1, 'column');
    if (from === null || to === null) return unclear(`${name} cannot be seen clearly in both photos`);
    const truth = shiftWord({ object: name ?? '', columns: to - from });
    if (truth !== claimed) return found(false, `${name} goes ${truth}, not ${claimed}`);
  }
  return found(true, 'so it is');
}
