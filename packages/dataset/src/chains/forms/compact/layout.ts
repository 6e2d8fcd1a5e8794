/**
 * Places of all that a photo shows, "photo 1: red04 cyan40 object56 size41"; in the second photo of a pair from where each
 * came and how far it went, "photo 2: cyan40 to20 left20 object56 to56 same size41 to34 down07 white to90"; a landmark's
 * shift, the subject's, and by how much that is more, "shift: cyan left20 object same relative right20"; how much the distance
 * to the subject changed, "range: 1.4"; and where it would be seen had the camera not turned, "unturned: -20".
 * A name is said again with what stood behind it before, the step that a small model learns first; what it
 * went to is read from the picture, and both stand right before their difference: finding and subtracting
 * in one step a model of a million parameters does not learn (docs/LOG.md).
 */
import { cameraAxes, cameraCentre, dot, subtract } from '@parallax/geometry';
import type { QuestionGeometry } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { type ClaimForm, type Finding, found, pattern, unclear } from '../../form.ts';
import { LAYOUT_STEP, layoutFacts, layoutOf, objectOfLayoutName, shiftFacts } from '../../layout.ts';
import { CENTRE_TOKEN } from '../../reading/names.ts';
import { motionAbout } from '../camera/about.ts';
import { placesText, RELATIVE, shiftsText, shiftWord } from './places-text.ts';

/** A name, alone or with its place. */
const WORD = `(?:[a-z]+(?:\\d\\d)?|${CENTRE_TOKEN})`;

/** A name with its place, and what is said of the same object behind it. */
const ENTRY = /(?:^|(?<= ))[a-z]+(?:\d\d)?(?: (?:same|(?:to|size|left|right|up|down)(?:\d\d)?)(?![a-z\d]))*/g;

/** A name with its shift; two things that pass each other go more than the picture's width relative to each other. */
const SHIFT = `(?:[a-z]+|${CENTRE_TOKEN}) (?:same|(?:left|right)\\d{2,3})`;

export const layoutForm: ClaimForm<'layout'> = {
  type: 'layout',
  about: 'photo',
  prove: (geometry) => layoutFacts(geometry).filter((fact) => fact.type === 'layout'),
  wordings: ({ photo, places }) => [
    `photo${photo === null ? '' : ` ${photo}`}: ${placesText(places, photo === 2)}`,
  ],
  patterns: [
    pattern(`photo(?: (?<photo>[1-9]))? : (?<places>${WORD}(?: ${WORD})*)`, (groups, geometry) =>
      checkLayout(shortNames(groups['places'] ?? ''), geometry, groups['photo']),
    ),
  ],
};

export const layoutShiftsForm: ClaimForm<'layout-shifts'> = {
  type: 'layout-shifts',
  about: 'pair',
  prove: (geometry) => shiftFacts(geometry).filter((fact) => fact.type === 'layout-shifts'),
  wordings: ({ shifts }) => [`shift: ${shiftsText(shifts)}`],
  patterns: [
    pattern(`shift : (?<shifts>${SHIFT}(?: ${SHIFT})*)`, (groups, geometry) =>
      checkShifts(shortNames(groups['shifts'] ?? ''), geometry),
    ),
  ],
};

/** Picture widths from the middle. */
const FARTHEST = 2;
/** A tenth that a range may be off by rounding and little more. */
const RANGE_TOLERANCE = 0.06;

export const rangeForm: ClaimForm<'range'> = {
  type: 'range',
  about: 'pair',
  prove: (geometry) => rangeFacts(geometry),
  wordings: ({ ratio }) => [`range: ${ratio.toFixed(1)}`],
  patterns: [
    pattern('range : (?<ratio>\\d+\\.\\d)', (groups, geometry) => {
      const ratio = motionAbout(geometry, geometry.centre)?.ratio;
      if (ratio === undefined) return unclear('the subject does not stand in both photos');
      const close = Math.abs(ratio - Number(groups['ratio'])) <= RANGE_TOLERANCE;
      return found(close, `the second distance is ${ratio.toFixed(2)} times the first`);
    }),
  ],
};

/** Empty where the subject was moved, or a camera stands in it. */
export function rangeFacts(geometry: QuestionGeometry): FactOf<'range'>[] {
  const ratio = motionAbout(geometry, geometry.centre)?.ratio ?? Number.NaN;
  return Number.isFinite(ratio) ? [{ type: 'range', ratio: Math.round(ratio * 10) / 10 }] : [];
}

export const unturnedForm: ClaimForm<'unturned'> = {
  type: 'unturned',
  about: 'pair',
  prove: (geometry) => unturnedFacts(geometry),
  wordings: ({ percent }) => [`unturned: ${percent}`],
  patterns: [
    pattern('unturned : (?<percent>-?\\d+)', (groups, geometry) => {
      const [fact] = unturnedFacts(geometry);
      if (fact === undefined) return unclear('the subject does not stand in both photos');
      const { percent } = fact;
      return found(percent === Number(groups['percent']), `it would stand at ${percent}`);
    }),
  ],
};

/**
 * The subject from the second camera's place along the first camera's axes. Beside its place in the first photo and the
 * range, what is left is the sideways move: one step of reasoning less. Empty where the subject was moved or
 * would stand far outside the picture.
 */
export function unturnedFacts(geometry: QuestionGeometry): FactOf<'unturned'>[] {
  const [a, b] = geometry.cameras;
  if (a === undefined || b === undefined || rangeFacts(geometry).length === 0) return [];
  const to = subtract(geometry.centre, cameraCentre(b));
  const { right, forward } = cameraAxes(a);
  const { fx, cx, width } = a.intrinsics;
  const depth = dot(to, forward);
  const share = (cx + (fx * dot(to, right)) / depth) / width;
  if (!(depth > 0 && Math.abs(share - 0.5) < FARTHEST)) return [];
  // Adding 0 makes -0 a 0.
  return [{ type: 'unturned', percent: LAYOUT_STEP * Math.floor((100 * share) / LAYOUT_STEP) + 0 }];
}

/** Sentences are read with "object" as the centre's token. */
function shortNames(text: string): string {
  return text.replaceAll(CENTRE_TOKEN, 'object');
}

/**
 * A layout claims that these objects, and no others, are clearly visible in this order, which is one claim, and of each its
 * place and size, which are one more.
 */
function checkLayout(text: string, geometry: QuestionGeometry, photo: string | undefined): Finding {
  const view = Number(photo ?? 1) - 1;
  const told = (text.match(ENTRY) ?? []).map((entry) => ({ entry, name: /^[a-z]+/.exec(entry)![0] })); // as ENTRY begins
  // A second photo alone is read as truly as beside the first.
  const beside = view === 1 && / to\d/.test(text);
  const places = layoutOf(geometry, view).map(({ first, ...place }) => ({
    name: place.object,
    entry: placesText([first !== undefined && beside ? { ...place, first } : place], beside),
  }));
  const shown = places.map(({ name }) => name).join(', ');
  const listed = told.map(({ name }) => name).join(', ');
  const head = {
    holds: shown === listed,
    actual: `it shows, from left to right: ${shown || 'nothing clearly'}`,
  };
  const parts = told.map(({ entry, name }) => {
    const truth = places.find((place) => place.name === name)?.entry;
    const actual = truth ?? `${name} is not clearly visible there`;
    return { words: entry.split(' ').length, holds: truth === entry, actual };
  });
  return {
    holds: head.holds && parts.every(({ holds }) => holds),
    actual: head.actual,
    // "photo 1 :" or "photo :"
    parts: [{ ...head, words: photo === undefined ? 2 : 3 }, ...parts],
  };
}

function checkShifts(text: string, geometry: QuestionGeometry): Finding {
  const lists = [0, 1].map((view) => layoutOf(geometry, view));
  const shifts: number[] = [];
  for (const [, name, claimed] of text.matchAll(/([a-z]+) (same|(?:left|right)\d{2,3})/g)) {
    if (name === RELATIVE) {
      const [landmark, subject] = shifts;
      if (landmark === undefined || subject === undefined)
        return unclear('it compares two shifts, which do not stand before it');
      const truth = shiftWord(subject - landmark);
      if (truth !== claimed)
        return found(false, `relative to the first, the second goes ${truth}, not ${claimed}`);
      continue;
    }
    if (objectOfLayoutName(name ?? '', geometry) === undefined)
      return unclear(`no object here is called "${name}"`);
    const [from, to] = lists.map((list) => list.find(({ object }) => object === name));
    if (from === undefined || to === undefined)
      return unclear(`${name} cannot be seen clearly in both photos`);
    const shift = to.percent - from.percent;
    const truth = shiftWord(shift);
    if (truth !== claimed) return found(false, `${name} goes ${truth}, not ${claimed}`);
    shifts.push(shift);
  }
  return found(true, 'so it is');
}
