/** Where an object shows in a photo, in shares of the picture. */
import { boxInView } from '@parallax/geometry';
import { clearlyVisible, isBarelyVisible } from '../../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject, VisibleObject } from '../../../schema.ts';
import { type Finding, labelOf, unclear } from '../../form.ts';
import { placedIn } from '../space/placed.ts';

export interface Spot {
  /** Centroid of the visible part: 0 left and top, 1 right and bottom. */
  readonly x: number;
  readonly y: number;
  readonly entry: VisibleObject;
}

/** Null for an object that cannot be seen clearly there. */
export function spotOf(geometry: QuestionGeometry, object: SceneObject, view: number): Spot | null {
  const camera = geometry.cameras[view];
  if (camera === undefined) return null;
  const entry = clearlyVisible({ camera, visible: geometry.visible[view] ?? [] }, object.objectId);
  if (entry === undefined) return null;
  const { width, height } = camera.intrinsics;
  return { x: entry.centroid[0] / width, y: entry.centroid[1] / height, entry };
}

export function unseen(object: SceneObject, geometry: QuestionGeometry, view: number): Finding {
  return unclear(`${labelOf(object, geometry)} cannot be seen clearly in photo ${view + 1}`);
}

export type Sight = 'clear' | 'barely' | 'none';

/** none: not one pixel. */
export function sightOf(geometry: QuestionGeometry, object: SceneObject, view: number): Sight {
  const camera = geometry.cameras[view];
  if (camera === undefined) return 'none';
  const seen = { camera, visible: geometry.visible[view] ?? [] };
  if (clearlyVisible(seen, object.objectId) !== undefined) return 'clear';
  return isBarelyVisible(seen, object.objectId) ? 'barely' : 'none';
}

/** Share of the object's bounds that lies inside the frame, occluders aside. */
export function shareInFrame(geometry: QuestionGeometry, object: SceneObject, view: number): number {
  const camera = geometry.cameras[view];
  if (camera === undefined) return 0;
  const { status, fraction } = boxInView(camera, placedIn(geometry, object, view).bounds);
  return status === 'outside' ? 0 : fraction;
}
