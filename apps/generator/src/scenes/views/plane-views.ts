/**
 * Views whose translation, rotation, object-centric and vertical labels are dealt; dolly, tilt and roll come as they
 * come. Anchor cameras look near the subject; each partner moves and turns from an anchor by labels from a deck of
 * all translation x rotation x object-centric cells. With the subject straight ahead the object-centric side mirrors
 * the ego side; they come apart where the subject stands aside and the camera also moves along its axis.
 */
import {
  type Camera,
  type LabelThresholds,
  motionLabels,
  project,
  type Random,
  relativeMotion,
  type Side,
} from '@parallax/geometry';
import { inFrame, landmarksInFrame } from '../sight.ts';
import { type AnchorPose, type CameraStand, SUBJECT_MARGIN, sampleAnchor } from './anchor.ts';
import type { DecorrelatedOptions } from './decorrelated-views.ts';
import { type Cell, dealCells, mirrored, mirroring } from './joint-cells.ts';
import { type CameraMove, moveCamera } from './move-camera.ts';

type Options = Omit<DecorrelatedOptions, 'stand'> & { readonly stand: CameraStand };

/** Views that share one anchor. */
const VIEWS_PER_ANCHOR = 7;
/** Tries for each anchor; in the second half a partner without a common landmark is accepted. */
const TRIES = 120;
/** A sampled motion keeps clear of the label's border by this factor: 0.15 -> 0.18 object distances, 8 -> 9 degrees. */
const CLEAR = { translation: 1.2, objectCentric: 1.06, yaw: 1.125, none: 0.7 };
const MOST = { translation: 0.6, alike: 1.4, yawDeg: 35, vertical: 0.34, forward: 0.55, back: 1.15 };
/** The subject's bearing from an anchor, degrees: near the middle, or well aside. */
const CENTRAL_DEG = 12;
/** Below this bearing, radians, moving along the axis changes nothing for the subject's observer. */
const MIN_BEARING = 0.08;
const ASIDE_DEG = [16, 23.5] as const;

/** Anchors and partners in shuffled order. */
export function samplePlaneViews(options: Options, random: Random): Camera[] {
  const anchorCount = Math.min(options.count, Math.max(1, Math.round(options.count / VIEWS_PER_ANCHOR)));
  const draw = random.fork('anchors');
  const side = draw.pick([-1, 1]);
  const anchors = Array.from({ length: anchorCount }, (_, k) => {
    // Both sides in turn, so that every cell finds an anchor that can serve it.
    const aside = draw.next() < options.objectCentricShare && k % 3 < 2;
    const bearing = aside
      ? side * (-1) ** k * draw.uniform(...ASIDE_DEG)
      : draw.uniform(-CENTRAL_DEG, CENTRAL_DEG);
    return sampleAnchor(options, poseOf(bearing), draw);
  });
  const views = [...anchors];
  const deck = dealCells(options.objectCentricShare, options.count - anchorCount, random.fork('cells'));
  for (const [k, cell] of deck.entries()) {
    const partner = random.fork(`partner ${k}`);
    const from = partner.shuffle(anchors);
    // A cell that one anchor cannot serve (the subject would leave the frame) goes to another anchor.
    const found =
      first(from, (anchor) => samplePartner(anchor, cell, options, partner)) ??
      first(from, (anchor) => samplePartner(anchor, mirroring(cell), options, partner));
    views.push(found ?? sampleAnchor(options, poseOf(partner.uniform(-CENTRAL_DEG, CENTRAL_DEG)), partner));
  }
  return random.fork('order').shuffle(views);
}

function poseOf(bearingDeg: number): AnchorPose {
  return { bearingDeg, rollDeg: 3, height: [0, 1], tries: TRIES };
}

function samplePartner(anchor: Camera, cell: Cell, options: Options, random: Random): Camera | undefined {
  const { centre, objects, thresholds } = options;
  const { free } = options.stand;
  const landmarks = objects.some(({ role }) => role === 'landmark');
  const anchorLandmarks = new Set(landmarksInFrame(anchor, objects));
  const { x, depth } = project(anchor, centre);
  const { fx, cx } = anchor.intrinsics;
  const bearing = Math.atan2((x - cx) / fx, 1);
  const { objectDistance } = relativeMotion(anchor, anchor, { centre, up: [0, 1, 0] });
  if (!(depth > 0)) return undefined;
  let spare: Camera | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const move = drawMove(cell, thresholds, bearing, random);
    if (move === undefined) continue;
    const { right, up, forward } = move.translation;
    const translation = {
      right: right * objectDistance,
      up: up * objectDistance,
      forward: forward * objectDistance,
    };
    const camera = moveCamera(anchor, { ...move, translation });
    if (!inFrame(camera, centre, SUBJECT_MARGIN)) continue;
    if (!free(camera)) continue;
    const motion = relativeMotion(anchor, camera, { centre, up: [0, 1, 0] });
    const labels = motionLabels(motion, thresholds);
    if (labels.egoTranslation !== cell.translation || labels.egoRotation !== cell.rotation) continue;
    if (labels.objectCentricTranslation !== cell.objectCentric) continue;
    if (!landmarks || landmarksInFrame(camera, objects).some((id) => anchorLandmarks.has(id))) return camera;
    spare ??= camera;
    if (attempt >= TRIES / 2) break;
  }
  return spare;
}

/** A motion of the cell, translation in object distances; undefined where this draw of it would reach too far. */
function drawMove(
  { translation, rotation, vertical, objectCentric }: Cell,
  { translationMin, translationNone, yawMinDeg, yawNoneDeg }: LabelThresholds,
  bearing: number,
  random: Random,
): CameraMove | undefined {
  const sideways = (side: Side, none: number, least: number, most: number): number =>
    side === 'none' ? random.uniform(-none, none) : random.uniform(least, most) * (side === 'right' ? 1 : -1);
  const still = CLEAR.none * translationNone;
  const least = CLEAR.translation * translationMin;
  // Both sides alike take a far motion along the axis unless the sideways part is small.
  const alike = translation !== 'none' && translation === objectCentric;
  const most = alike ? MOST.alike * least : Math.max(MOST.translation, 1.5 * least);
  const right = sideways(translation, still, least, most);
  const yawLeast = CLEAR.yaw * yawMinDeg;
  const yawDeg = sideways(rotation, CLEAR.none * yawNoneDeg, yawLeast, Math.max(MOST.yawDeg, 1.5 * yawLeast));
  const rise =
    vertical === 0 ? random.uniform(-still, still) : vertical * random.uniform(least, MOST.vertical);
  let forward = random.uniform(-MOST.forward, MOST.forward);
  if (objectCentric !== mirrored(translation) || translation === 'none') {
    // Sideways for the subject's observer = forward sin(bearing) - right cos(bearing), solved for forward.
    const seen = sideways(objectCentric, still, CLEAR.objectCentric * translationMin, 1.5 * translationMin);
    forward = (seen + right * Math.cos(bearing)) / Math.sin(bearing);
    if (Math.abs(bearing) < MIN_BEARING) forward = random.uniform(-MOST.forward, MOST.forward);
  }
  if (!(forward > -MOST.back && forward < MOST.forward)) return undefined;
  return {
    translation: { right, up: rise, forward },
    yawDeg,
    pitchDeg: random.uniform(-5, 5),
    rollDeg: random.uniform(-3, 3),
  };
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
