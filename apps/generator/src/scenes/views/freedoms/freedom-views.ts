/**
 * Views whose motions are dealt in every freedom: translation, rotation and object-centric label from a deck of joint
 * cells, and to each of them height, dolly, tilt and roll on their own, a third of each with no motion at all.
 *
 * Not every combination can be had with the subject in the frame. Where the object-centric label does not mirror the
 * ego one, the move along the axis follows from both; other cells make up for it, because ways that were dealt less
 * often so far are drawn first.
 */
import { type Camera, motionLabels, type Random, relativeMotion } from '@parallax/geometry';
import { inFrame, landmarksInFrame } from '../../sight.ts';
import { type AnchorPose, type CameraStand, SUBJECT_MARGIN, sampleAnchor } from '../anchor.ts';
import type { DecorrelatedOptions } from '../decorrelated-views.ts';
import { type Cell, dealCells, insteadOf, mirroring } from '../joint-cells.ts';
import { moveCamera } from '../move-camera.ts';
import { halfFrameDeg, type Start, startFrom } from '../start.ts';
import { drawFreeMove } from './draw-free-move.ts';
import { FreedomTally } from './freedom-tally.ts';

export type PlacedOptions = Omit<DecorrelatedOptions, 'stand'> & { readonly stand: CameraStand };

interface Anchor {
  readonly start: Start;
  readonly landmarks: ReadonlySet<string>;
}

/** Views that share one anchor. */
const VIEWS_PER_ANCHOR = 6;
/** In a room most places are taken or see too little. */
const ANCHOR_TRIES = 800;
/** Tries for each partner, at all anchors; in the second half one without a common landmark is accepted. */
const TRIES = 300;
/** The subject's bearing from an anchor: near the middle, of the half frame; or well aside, */
const CENTRAL = 0.4;
/** as far as the frame has it, but not so far that much of the subject is cut off by partners. */
const ASIDE = { ofHalfFrame: 0.96, mostDeg: 29, least: 0.72 };
/** Anchors are rolled as well: else a rolled second photo alone would say which way it rolled. */
const ANCHOR_ROLL_DEG = 6;
/** Anchors stand low and high in turn, as far as the stand allows: from the middle of it nobody can both rise and sink. */
const HEIGHTS = [
  [0, 0.35],
  [0.65, 1],
] as const;
const UP = [0, 1, 0] as const;

/** Anchors and partners in shuffled order. */
export function sampleFreedomViews(options: PlacedOptions, random: Random): Camera[] {
  const count = Math.min(options.count, Math.max(1, Math.round(options.count / VIEWS_PER_ANCHOR)));
  const anchors = drawAnchors(options, count, random.fork('anchors'));
  const views = anchors.map(({ start }) => start.camera);
  const tally = new FreedomTally();
  const deck = dealCells(options.objectCentricShare, options.count - count, random.fork('cells'));
  for (const [k, cell] of deck.entries()) {
    const draw = random.fork(`partner ${k}`);
    const place = (wanted: Cell): Camera | undefined => samplePartner(anchors, wanted, tally, options, draw);
    // What this scene has no room for makes way for what is as rare; the mirroring cells are easily had.
    const found =
      [cell, ...insteadOf(cell, draw), mirroring(cell)].reduce<Camera | undefined>(
        (camera, wanted) => camera ?? place(wanted),
        undefined,
      ) ?? drawAnchors(options, 1, draw)[0]!.start.camera;
    views.push(found);
  }
  return random.fork('order').shuffle(views);
}

/** One side, the other side and the middle in turn, so that every cell finds an anchor that can serve it. */
function drawAnchors(options: PlacedOptions, count: number, random: Random): Anchor[] {
  const side = random.pick([-1, 1]);
  const first = random.int(0, 2);
  const half = halfFrameDeg(options.intrinsics, SUBJECT_MARGIN);
  const far = Math.min(ASIDE.ofHalfFrame * half, ASIDE.mostDeg);
  return Array.from({ length: count }, (_, k) => {
    const aside = random.next() < options.objectCentricShare && k % 3 < 2;
    const pose: AnchorPose = {
      bearingDeg: aside
        ? side * (-1) ** k * random.uniform(ASIDE.least * far, far)
        : random.uniform(-CENTRAL, CENTRAL) * half,
      rollDeg: ANCHOR_ROLL_DEG,
      height: HEIGHTS[(first + k) % 2]!,
      tries: ANCHOR_TRIES,
    };
    const camera = sampleAnchor(options, pose, random);
    const { centre, stand, objects } = options;
    return {
      start: startFrom(camera, centre, { heights: stand.heights, margin: SUBJECT_MARGIN }),
      landmarks: new Set(landmarksInFrame(camera, objects)),
    };
  });
}

function samplePartner(
  anchors: readonly Anchor[],
  cell: Cell,
  tally: FreedomTally,
  { centre, objects, thresholds, stand: { free, clear } }: PlacedOptions,
  random: Random,
): Camera | undefined {
  const needsLandmark = objects.some(({ role }) => role === 'landmark');
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { start, landmarks } = random.pick(anchors);
    const drawn = drawFreeMove({ cell, start, thresholds, tally }, random);
    if (drawn === undefined) continue;
    const { move, ways } = drawn;
    const { right, up, forward } = move.translation;
    const translation = {
      right: right * start.objectDistance,
      up: up * start.objectDistance,
      forward: forward * start.objectDistance,
    };
    const camera = moveCamera(start.camera, { ...move, translation });
    if (!inFrame(camera, centre, SUBJECT_MARGIN) || !free(camera)) continue;
    const labels = motionLabels(relativeMotion(start.camera, camera, { centre, up: UP }), thresholds);
    if (labels.objectCentricTranslation !== cell.objectCentric) continue;
    if (!clear(camera)) continue;
    const shared = landmarksInFrame(camera, objects).some((id) => landmarks.has(id));
    if (needsLandmark && !shared && attempt < TRIES / 2) continue;
    tally.add(ways);
    return camera;
  }
  return undefined;
}
