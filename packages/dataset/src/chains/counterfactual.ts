/**
 * A chain whose first photo's places are made up, and what follows from them said accordingly: what the second photo's list
 * repeats of them, the differences, the shifts. With photo and list apart, only the list tells where a name stood: a model
 * that learns from such chains looks names up, one that never saw them guesses them from the photos (docs/LOG.md).
 */
import type { Random } from '@parallax/geometry';
import type { Place } from './facts/fact.ts';
import { placesText, readPlaces, shiftsText } from './forms/compact/places-text.ts';
import { LAYOUT_STEP, shiftsBetween } from './layout.ts';

export interface CounterfactualChain {
  readonly text: string;
  /** Part of the text, start and end, that follows from the made-up list: nothing before or behind it is to be learnt. */
  readonly follows: readonly [number, number];
}

const LISTS =
  /^(?<before>.*?Photo 1: )(?<first>[^.]+)(?<between>\. Photo 2: )(?<second>[^.]+)\.(?: Shift: (?<shift>[^.]+)\.)?(?<rest>.*)$/s;

/** @returns null for a chain without the lists of two photos, or whose first list names something twice */
export function counterfactualChain(chain: string, random: Random): CounterfactualChain | null {
  const parts = LISTS.exec(chain)?.groups;
  if (parts === undefined) return null;
  const seen = readPlaces(parts['first']!, false);
  const then = readPlaces(parts['second']!, true);
  if (seen === null || then === null) return null;
  if (new Set(seen.map(({ object }) => object)).size < seen.length) return null;
  const first: Place[] = seen.map((place) => ({
    ...place,
    percent: LAYOUT_STEP * random.int(0, 100 / LAYOUT_STEP),
  }));
  first.sort((a, b) => a.percent - b.percent);
  const second = then.map((place): Place => {
    const before = first.find(({ object }) => object === place.object);
    return before === undefined ? place : { ...place, first: { ...place.first, percent: before.percent } };
  });
  const head = `${parts['before']}${placesText(first, false)}`;
  const shift = parts['shift'] === undefined ? '' : ` Shift: ${shiftsText(shiftsBetween(first, second))}.`;
  const followed = `${head}${parts['between']}${placesText(second, true)}.${shift}`;
  return { text: followed + parts['rest'], follows: [head.length, followed.length] };
}
