/** What photos show from left to right, in the short names of a layout: pillars by colour, the subject as "object". */
import { clearlyVisible } from '../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import type { Fact, LayoutShift, Place } from './facts/fact.ts';

const SUBJECT_NAME = 'object';
/**
 * Percent of the picture's width to which places are rounded down: the first digit is the column of ten that questions
 * ask for, the second says in which half of it. From columns of ten alone a fitted rule tells 0.67 of the sideways
 * moves of the nano recipe, from halves of them and the range 0.93 (docs/LOG.md).
 */
export const LAYOUT_STEP = 5;
/**
 * Sizes are steps of a twentieth on a logarithmic scale, from SMALLEST_SIZE of the picture's width: a ratio of distances is
 * then a difference of sizes, which a model of a million parameters learns and a quotient it does not (docs/LOG.md).
 */
const SIZE_STEP = 1.05;
const SMALLEST_SIZE = 0.03;
/** Of the places' lower borders. */
const MIDDLE = 50 - LAYOUT_STEP / 2;

/** Short name of an object in a layout; null when the name would fit another object too. */
export function layoutName(object: SceneObject, geometry: QuestionGeometry): string | null {
  if (object.role === 'subject') return SUBJECT_NAME;
  if (object.role !== 'landmark') return null;
  const alike = geometry.objects.filter((o) => o.role === 'landmark' && o.colour === object.colour);
  return alike.length === 1 ? object.colour.toLowerCase() : null;
}

/** The object that a layout's short name means. */
export function objectOfLayoutName(name: string, geometry: QuestionGeometry): SceneObject | undefined {
  return geometry.objects.find((object) => layoutName(object, geometry) === name.toLowerCase());
}

/**
 * Places of all clearly visible objects of a view, sorted by centroid from left to right; those of the second photo know
 * the first's. Landmarks are far, so that their shifts are nearly rotation alone; the subject's less theirs is translation.
 */
export function layoutOf(geometry: QuestionGeometry, view: number): Place[] {
  const places = placesIn(geometry, view);
  if (view !== 1) return places;
  const before = new Map(placesIn(geometry, 0).map(({ object, ...place }) => [object, place]));
  return places.map((place) => {
    const first = before.get(place.object);
    return first === undefined ? place : { ...place, first };
  });
}

function placesIn(geometry: QuestionGeometry, view: number): Place[] {
  const camera = geometry.cameras[view];
  if (camera === undefined) return [];
  const seen = { camera, visible: geometry.visible[view] ?? [] };
  const found = geometry.objects.flatMap((object): (Place & { readonly x: number })[] => {
    const name = layoutName(object, geometry);
    const entry = clearlyVisible(seen, object.objectId);
    if (name === null || entry === undefined) return [];
    const [x] = entry.centroid;
    const place = { object: name, percent: percentOf(x / camera.intrinsics.width), x };
    if (object.role !== 'subject') return [place];
    const side = Math.sqrt(entry.pixels) / camera.intrinsics.width;
    return [{ ...place, size: sizeOf(side) }];
  });
  found.sort((a, b) => a.x - b.x || (a.object < b.object ? -1 : 1));
  return found.map(({ x: _, ...place }) => place);
}

/** The layout of every photo; empty for captures, which have no masks. */
export function layoutFacts(geometry: QuestionGeometry): Fact[] {
  const single = geometry.cameras.length === 1;
  return geometry.cameras.flatMap((_, view): Fact[] => {
    const places = layoutOf(geometry, view);
    return places.length === 0 ? [] : [{ type: 'layout', photo: single ? null : view + 1, places }];
  });
}

/** `shiftsBetween` the two photos of a pair; empty where nothing named stands in both. */
export function shiftFacts(geometry: QuestionGeometry): Fact[] {
  const shifts = shiftsBetween(layoutOf(geometry, 0), layoutOf(geometry, 1));
  return shifts.length === 0 ? [] : [{ type: 'layout-shifts', shifts }];
}

/**
 * How far one landmark and the subject go across the two photos: of the landmarks in both, the one that stays nearest to
 * the middle. It is far, so that its shift is nearly rotation alone; the subject's shift less the landmark's is translation.
 */
export function shiftsBetween(first: readonly Place[], second: readonly Place[]): LayoutShift[] {
  const shifts: LayoutShift[] = first.flatMap(({ object, percent }) => {
    const other = second.find((place) => place.object === object);
    return other === undefined ? [] : [{ object, percent: other.percent - percent }];
  });
  const offCentre = (name: string): number =>
    Math.max(...[first, second].map((all) => Math.abs(all.find((p) => p.object === name)!.percent - MIDDLE)));
  const landmarks = shifts.filter((shift) => shift.object !== SUBJECT_NAME);
  landmarks.sort((a, b) => offCentre(a.object) - offCentre(b.object));
  const subject = shifts.find((shift) => shift.object === SUBJECT_NAME);
  return [landmarks[0], subject].filter((shift) => shift !== undefined);
}

/** @param side share of the picture's width */
function sizeOf(side: number): number {
  return Math.max(0, Math.round(Math.log(side / SMALLEST_SIZE) / Math.log(SIZE_STEP)));
}

function percentOf(share: number): number {
  const steps = 100 / LAYOUT_STEP;
  return LAYOUT_STEP * Math.min(steps - 1, Math.max(0, Math.floor(share * steps)));
}
