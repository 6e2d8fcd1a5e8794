/** All ordered pairs of a group's views that could carry a question, with motion and labels. */
import {
  cameraCentre,
  motionLabels,
  project,
  relativeMotion,
  type Side,
  type Vec3,
} from '@parallax/geometry';
import { isClearlyVisible } from '../scenes/visibility.ts';
import type { Split, View, ViewPair } from '../schema.ts';
import type { PairProfile } from './profile.ts';

export interface PairSource {
  /** sceneId or captureId. */
  readonly groupId: string;
  readonly split: Split;
  readonly views: readonly View[];
  readonly centre: Vec3;
  readonly up: Vec3;
  /** With masks: the object that must be clearly visible in both views. Without: the centre must be in the frame. */
  readonly subjectId?: string;
}

/** A pair whose three labels are all outside the dead bands. */
export interface Candidate {
  readonly pair: ViewPair;
  readonly translation: Side;
  readonly rotation: Side;
  readonly objectCentric: Side;
}

export type DiscardCounts = Record<string, number>;

/** Ordered pairs of different views; each that cannot be used is counted under its first reason. */
export function enumerateCandidates(
  source: PairSource,
  profile: PairProfile,
): { candidates: Candidate[]; discarded: DiscardCounts } {
  const discarded: DiscardCounts = {};
  const candidates: Candidate[] = [];
  const shows = new Map(source.views.map((view) => [view.viewId, showsSubject(view, source)]));
  for (const a of source.views) {
    for (const b of source.views) {
      if (a.viewId === b.viewId) continue;
      const found =
        shows.get(a.viewId) && shows.get(b.viewId) ? labelPair(a, b, source, profile) : 'subject-not-visible';
      if (typeof found === 'string') discarded[found] = (discarded[found] ?? 0) + 1;
      else candidates.push(found);
    }
  }
  return { candidates, discarded };
}

/** The pair with its motion and labels, or the reason why the profile has no use for it. */
export function labelPair(a: View, b: View, source: PairSource, profile: PairProfile): Candidate | string {
  const motion = relativeMotion(a.camera, b.camera, { centre: source.centre, up: source.up });
  if (profile.name === 'viewpoint-100k') {
    const angle = Math.abs(motion.horizontalAngleDeg);
    if (angle < profile.minAngleDeg || angle > profile.maxAngleDeg) return 'angle-out-of-range';
  } else if (Math.abs(motion.yawDeg) > profile.maxYawDeg) {
    return 'views-look-apart';
  }
  const labels = motionLabels(motion, profile.thresholds);
  const { egoTranslation, egoRotation, objectCentricTranslation } = labels;
  if (egoTranslation === null) return 'dead-band-translation';
  if (egoRotation === null) return 'dead-band-rotation';
  if (objectCentricTranslation === null) return 'dead-band-object-centric';
  const pair: ViewPair = {
    type: 'pair',
    schemaVersion: 1,
    codeCommit: a.codeCommit,
    pairId: `${a.viewId}>${b.viewId}`,
    groupId: source.groupId,
    split: source.split,
    viewA: a.viewId,
    viewB: b.viewId,
    motion,
    labels,
    thresholds: profile.thresholds,
  };
  return {
    pair,
    translation: egoTranslation,
    rotation: egoRotation,
    objectCentric: objectCentricTranslation,
  };
}

/** By mask where there is one; otherwise the object's centre has to project into the picture. */
export function showsSubject(view: View, source: PairSource): boolean {
  if (view.visible.length > 0 && source.subjectId !== undefined) {
    return isClearlyVisible(view, source.subjectId);
  }
  const { width, height } = view.camera.intrinsics;
  const { x, y, depth } = project(view.camera, source.centre);
  const atCentre = cameraCentre(view.camera).every((value, i) => value === source.centre[i]);
  return !atCentre && depth > 0 && x >= 0 && x < width && y >= 0 && y < height;
}
