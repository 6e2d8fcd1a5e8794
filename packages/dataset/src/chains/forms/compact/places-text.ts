/** Places and shifts in the short words of compact chains, written and read again. */
import type { LayoutShift, Place } from '../../facts/fact.ts';

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
      return words.join(' ');
    })
    .join(' ');
}

export function shiftsText(shifts: readonly LayoutShift[]): string {
  return shifts.map((shift) => `${shift.object} ${shiftWord(shift.percent)}`).join(' ');
}

export function shiftWord(percent: number): string {
  return percent === 0 ? 'same' : `${percent > 0 ? 'right' : 'left'}${twoDigits(Math.abs(percent))}`;
}

/** Inverse of `placesText`, shifts aside (they follow from the places); null for other text. */
export function readPlaces(text: string, second: boolean): Place[] | null {
  const entry = second
    ? /^(?<name>[a-z]+)(?<before>\d\d)? to(?<now>\d\d)(?: (?:same|(?:left|right)\d\d))?(?: |$)/
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
