/** Views of the decorrelated profile: motions between them are dealt by labels, so that none tells of another. */
import type { SceneObject } from '@parallax/dataset/schema';
import type { Camera, Intrinsics, LabelThresholds, Random, Vec3 } from '@parallax/geometry';
import { type CameraStand, openFloor } from './anchor.ts';
import { sampleFreedomViews } from './freedoms/freedom-views.ts';
import { samplePlaneViews } from './plane-views.ts';

export interface DecorrelatedOptions {
  readonly count: number;
  readonly centre: Vec3;
  readonly objects: readonly SceneObject[];
  readonly intrinsics: Intrinsics;
  readonly thresholds: LabelThresholds;
  /** Share of partners whose object-centric label is dealt on its own instead of mirroring the ego label. */
  readonly objectCentricShare: number;
  /** all: height, dolly, tilt and roll are dealt too; plane: they come as they come. */
  readonly freedoms: 'plane' | 'all';
  /** Where cameras may stand; the studio's open floor when absent. */
  readonly stand?: CameraStand;
}

/** In shuffled order; every call with the same random seed gives the same cameras. */
export function sampleDecorrelatedViews(options: DecorrelatedOptions, random: Random): Camera[] {
  const placed = { ...options, stand: options.stand ?? openFloor(options.objects) };
  return options.freedoms === 'all' ? sampleFreedomViews(placed, random) : samplePlaneViews(placed, random);
}
