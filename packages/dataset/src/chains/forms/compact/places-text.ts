/** Places and shifts in the short words of compact chains, written and read again. */
import type { LayoutShift, Place } from '../../facts/fact.ts';

/** Stands where a landmark's name stands; its shift is the subject's less the landmark's. */
export const RELATIVE = 'relative';

/** @param second true for the second photo of a pair */
export function placesText(places: readonly Place[], second: boolean): string {
  const from = (name: string, before: number | undefined, now: number): string =>
    second
      ? `${name}${before === undefined ? '' : twoDigits(before)} to${twoDigits(now)}`
      : `${name}${twoDigits(now)}`;
  return places
    .map(({ object, percent, size, first }) => {
      const words = [from(object, first?.percent, percent)];
      if (first !== undefined) words.push(shiftWord(percent - first.percent));
      if (size !== undefined) words.push(from('size', first?.size, size));
      if (size !== undefined && first?.size !== undefined)
        words.push(differenceWord(size - first.size, 'up', 'down'));
      return words.join(' ');
    })
    .join(' ');
}

/** One landmark's shift and the subject's, and behind the two how much farther the subject goes: that is translation. */
export function shiftsText(shifts: readonly LayoutShift[]): string {
  const [landmark, subject] = shifts;
  const relative =
    landmark === undefined || subject === undefined
      ? []
      : [{ object: RELATIVE, percent: subject.percent - landmark.percent }];
  return [...shifts, ...relative].map((shift) => `${shift.object} ${shiftWord(shift.percent)}`).join(' ');
}

export function shiftWord(percent: number): string {
  return differenceWord(percent, 'right', 'left');
}

function differenceWord(difference: number, more: string, less: string): string {
  return difference === 0 ? 'same' : `${difference > 0 ? more : less}${twoDigits(Math.abs(difference))}`;
}

/** Inverse of `placesText`, differences aside (they follow from the places); null for other text. */
export function readPlaces(text: string, second: boolean): Place[] | null {
  const entry = second
    ? /^(?<name>[a-z]+)(?<before>\d\d)? to(?<now>\d\d)(?: (?:same|(?:left|right|up|down)\d\d))?(?: |$)/
    : /^(?<name>[a-z]+)(?<now>\d\d)(?: |$)/;
  const places: Place[] = [];
  for (let rest = text; rest !== ''; ) {
    const match = entry.exec(rest);
    if (match === null) return null;
    rest = rest.slice(match[0].length);
    const { name, before, now } = match.groups as { name: string; before?: string; now: string }; // its own groups
    if (name !== 'size') {
      const first = before === undefined ? {} : { first: { percent: Number(before) } };
      places.push({ object: name, percent: Number(now), ...first });
      continue;
    }
    const subject = places.pop();
    if (subject === undefined) return null;
    const first =
      before === undefined || subject.first === undefined
        ? {}
        : { first: { ...subject.first, size: Number(before) } };
    places.push({ ...subject, size: Number(now), ...first });
  }
  return places;
}

function twoDigits(percent: number): string {
  return String(percent).padStart(2, '0');
}
