/** Facts that a pair of photos proves: what can be matched across them, and the motion itself. */
import type { Side } from '@parallax/geometry';
import type { Fact } from '../../chains/facts/fact.ts';
import {
  ANGLE_STEP_DEG,
  gridPart,
  levelDistance,
  measureMotion,
  roundAngle,
  sideOf,
  signOutsideBand,
} from '../../chains/facts/measure.ts';
import { nameOf } from '../../scenes/naming.ts';
import { clearlyVisible, columnOf } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { askable, seenIn, subjectOf } from '../geometry.ts';

/**
 * Matches that tell rotation and translation apart: a far landmark (its shift is nearly rotation alone), then the
 * subject (its shift less the landmark's is translation).
 */
export function matchFacts(geometry: QuestionGeometry, axis: 'column' | 'row' = 'column'): Fact[] {
  const landmark = farLandmark(geometry);
  return [landmark, subjectOf(geometry)].flatMap((object) => {
    if (object === undefined) return [];
    const name = nameOf(object, geometry.objects);
    const from = gridPart(geometry, object, 0, axis);
    const to = gridPart(geometry, object, 1, axis);
    if (name === null || from === null || to === null) return [];
    return [{ type: `${axis}-move` as const, object: name, from, to }];
  });
}

/** Yaw in steps of 5 degrees (or of `stepDeg`) and the sideways move; empty in a dead band. */
export function motionFacts(geometry: QuestionGeometry, stepDeg: number = ANGLE_STEP_DEG): Fact[] {
  const { yawDeg, right, thresholds } = measureMotion(geometry);
  const turned = signOutsideBand(yawDeg, thresholds.yawNoneDeg, thresholds.yawMinDeg);
  const shifted = signOutsideBand(right, thresholds.translationNone, thresholds.translationMin);
  const facts: Fact[] = [];
  if (turned !== null) facts.push({ type: 'turn', degrees: turned === 0 ? 0 : roundAngle(yawDeg, stepDeg) });
  if (shifted !== null) facts.push({ type: 'shift', side: sideOf(shifted) });
  return facts;
}

/** The side to which the camera moves for an observer at the object. */
export function objectCentricFact(geometry: QuestionGeometry, side: Side): Fact {
  const subject = subjectOf(geometry);
  const name = subject === undefined ? null : nameOf(subject, geometry.objects);
  return { type: 'object-centric', object: name, side };
}

/** Pitch in steps of 5 degrees. */
export function tiltFact(geometry: QuestionGeometry): Fact {
  const { pitchDeg, thresholds } = measureMotion(geometry);
  const none = Math.abs(pitchDeg) < thresholds.yawNoneDeg;
  return { type: 'tilt', degrees: none ? 0 : roundAngle(pitchDeg, ANGLE_STEP_DEG) };
}

/** Roll in steps of 5 degrees. */
export function rollFact(geometry: QuestionGeometry): Fact {
  const { rollDeg, thresholds } = measureMotion(geometry);
  const none = Math.abs(rollDeg) < thresholds.yawNoneDeg;
  return { type: 'roll', degrees: none ? 0 : roundAngle(rollDeg, ANGLE_STEP_DEG) };
}

/** Pitch in steps of 5 degrees and the vertical move. */
export function verticalFacts(geometry: QuestionGeometry): Fact[] {
  const { up, thresholds } = measureMotion(geometry);
  const lifted = signOutsideBand(up, thresholds.translationNone, thresholds.translationMin);
  if (lifted === null) return [];
  return [
    tiltFact(geometry),
    { type: 'lift', direction: lifted === 0 ? 'none' : lifted > 0 ? 'up' : 'down' },
  ];
}

/** Pitch and vertical move where there is a clear answer, roll, and the move along the viewing axis. */
export function furtherMotionFacts(geometry: QuestionGeometry): Fact[] {
  const { forward, thresholds } = measureMotion(geometry);
  const along = signOutsideBand(forward, thresholds.translationNone, thresholds.translationMin);
  const facts: Fact[] = [...verticalFacts(geometry), rollFact(geometry)];
  if (along !== null) {
    facts.push({ type: 'dolly', direction: along === 0 ? 'none' : along > 0 ? 'forward' : 'backward' });
  }
  return facts;
}

/** Columns of the landmark and the subject in one of the two photos. */
export function photoFacts(geometry: QuestionGeometry, photo: 1 | 2): Fact[] {
  return matchFacts(geometry).flatMap((fact) =>
    fact.type === 'column-move'
      ? [{ type: 'column' as const, object: fact.object, column: photo === 1 ? fact.from : fact.to, photo }]
      : [],
  );
}

/** The landmark, clearly visible in both photos, that is farthest, best visible and nearest to the middle. */
function farLandmark(geometry: QuestionGeometry): SceneObject | undefined {
  const candidates = askable(geometry, 'landmark');
  const farthest = Math.max(...candidates.map((object) => levelDistance(geometry, object)));
  let best: SceneObject | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const object of candidates) {
    const score = levelDistance(geometry, object) / farthest + clarity(geometry, object);
    if (score > bestScore) [best, bestScore] = [object, score];
  }
  return best;
}

/** 0..0.5: least visible share over the views, less half for standing at the edge. */
function clarity(geometry: QuestionGeometry, object: SceneObject): number {
  const shares = geometry.cameras.map((camera, view) => {
    const entry = clearlyVisible(seenIn(geometry, view), object.objectId);
    if (entry === undefined) return 0;
    const offCentre = Math.abs(columnOf(entry, camera.intrinsics).part - 4.5) / 4.5;
    return 0.5 * entry.fraction * (1 - 0.5 * offCentre);
  });
  return Math.min(...shares);
}
