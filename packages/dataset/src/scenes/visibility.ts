/** What a view's instance mask proves about an object: is it clear enough to be asked of, and where it stands. */
import type { Intrinsics } from '@parallax/geometry';
import type { VisibleObject } from '../schema.ts';

/** Least visible area, as a share of the picture: 12 pixels at 64 x 64. */
export const MIN_AREA_SHARE = 12 / (64 * 64);
/** Least visible share of the object's own silhouette. */
export const MIN_FRACTION = 0.5;
/** Columns and rows that text speaks of: the picture in ten equal parts, digits 0 to 9 from the left and the top. */
export const GRID_PARTS = 10;

/** One view as far as visibility goes; both View and a question's geometry can be put so. */
export interface Seen {
  readonly camera: { readonly intrinsics: Intrinsics };
  readonly visible: readonly VisibleObject[];
}

/** The object's entry when it is clearly visible: large enough and not mostly hidden or cut off. */
export function clearlyVisible(view: Seen, objectId: string): VisibleObject | undefined {
  const entry = view.visible.find((item) => item.objectId === objectId);
  if (entry === undefined) return undefined;
  const { width, height } = view.camera.intrinsics;
  const large = entry.pixels >= MIN_AREA_SHARE * width * height;
  return large && entry.fraction >= MIN_FRACTION ? entry : undefined;
}

export function isClearlyVisible(view: Seen, objectId: string): boolean {
  return clearlyVisible(view, objectId) !== undefined;
}

/** Some of it shows, yet not enough to be asked of: such an object can be neither counted nor left out. */
export function isBarelyVisible(view: Seen, objectId: string): boolean {
  const entry = view.visible.find((item) => item.objectId === objectId);
  return entry !== undefined && entry.pixels > 0 && !isClearlyVisible(view, objectId);
}

/** Place of the visible part's centroid in the ten-part grid, with its distance to the nearest border between parts. */
export interface GridPlace {
  /** 0..9, from the left or from the top. */
  readonly part: number;
  /** Of a part's width, 0..0.5. */
  readonly margin: number;
}

export function columnOf(entry: VisibleObject, intrinsics: Intrinsics): GridPlace {
  return gridPlace(entry.centroid[0] / intrinsics.width);
}

export function rowOf(entry: VisibleObject, intrinsics: Intrinsics): GridPlace {
  return gridPlace(entry.centroid[1] / intrinsics.height);
}

function gridPlace(share: number): GridPlace {
  const position = share * GRID_PARTS;
  const part = Math.min(GRID_PARTS - 1, Math.max(0, Math.floor(position)));
  return { part, margin: Math.abs(position - Math.round(position)) };
}
