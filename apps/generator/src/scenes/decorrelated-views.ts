/**
 * Views of the decorrelated profile. Anchor cameras look near the subject; each partner moves and turns from an anchor
 * by labels dealt from a deck of all translation x rotation x object-centric cells, so that no answer can be had from
 * another. With the subject straight ahead the object-centric side mirrors the ego side; they come apart where the
 * subject stands aside and the camera also moves along its axis.
 */
import type { SceneObject } from '@parallax/dataset/schema';
import {
  type Camera,
  type Intrinsics,
  type LabelThresholds,
  lookAt,
  motionLabels,
  project,
  type Random,
  relativeMotion,
  type Side,
  type Vec3,
} from '@parallax/geometry';
import { type CameraMove, moveCamera } from './move-camera.ts';
import { collides, inFrame, landmarksInFrame } from './sight.ts';

export interface DecorrelatedOptions {
  readonly count: number;
  readonly centre: Vec3;
  readonly objects: readonly SceneObject[];
  readonly intrinsics: Intrinsics;
  readonly thresholds: LabelThresholds;
  /** Share of partners whose object-centric label is dealt on its own instead of mirroring the ego label. */
  readonly objectCentricShare: number;
  /** Where cameras may stand; the studio's open floor when absent. */
  readonly stand?: CameraStand;
}

export interface CameraStand {
  /** Level distance of anchors from the subject's centre, metres. */
  readonly distance: readonly [number, number];
  /** Height of anchors above the subject's centre, metres. */
  readonly rise: readonly [number, number];
  /** How far anchors look above the subject's centre, degrees. */
  readonly aimDeg: readonly [number, number];
  /** Must hold of every view. */
  readonly free: (camera: Camera) => boolean;
  /** Must hold of anchors besides: the subject is in sight. */
  readonly sees: (camera: Camera) => boolean;
}

interface Cell {
  readonly translation: Side;
  readonly rotation: Side;
  readonly vertical: -1 | 0 | 1;
  readonly objectCentric: Side;
}

const SIDES: readonly Side[] = ['left', 'none', 'right'];
/** Views that share one anchor. */
const VIEWS_PER_ANCHOR = 7;
/** Tries for each anchor; in the second half a partner without a common landmark is accepted. */
const TRIES = 120;
/** Of the frame, around the subject's middle. */
const SUBJECT_MARGIN = 0.1;
const CLEARANCE = 0.5;
const FLOOR_CLEARANCE = 0.3;
/** A sampled motion keeps clear of the label's border by this factor: 0.15 -> 0.18 object distances, 8 -> 9 degrees. */
const CLEAR = { translation: 1.2, objectCentric: 1.06, yaw: 1.125, none: 0.7 };
const MOST = { translation: 0.6, alike: 1.4, yawDeg: 35, vertical: 0.34, forward: 0.55, back: 1.15 };
/** The subject's bearing from an anchor, degrees: near the middle, or well aside. */
const CENTRAL_DEG = 12;
/** Below this bearing, radians, moving along the axis changes nothing for the subject's observer. */
const MIN_BEARING = 0.08;
const ASIDE_DEG = [16, 23.5] as const;

/** Anchors and partners in shuffled order; every call with the same random seed gives the same cameras. */
export function sampleDecorrelatedViews(options: DecorrelatedOptions, random: Random): Camera[] {
  const anchorCount = Math.min(options.count, Math.max(1, Math.round(options.count / VIEWS_PER_ANCHOR)));
  const draw = random.fork('anchors');
  const side = draw.pick([-1, 1]);
  const anchors = Array.from({ length: anchorCount }, (_, k) => {
    // Both sides in turn, so that every cell finds an anchor that can serve it.
    const aside = draw.next() < options.objectCentricShare && k % 3 < 2;
    const bearing = aside
      ? side * (-1) ** k * draw.uniform(...ASIDE_DEG)
      : draw.uniform(-CENTRAL_DEG, CENTRAL_DEG);
    return sampleAnchor(options, bearing, draw);
  });
  const views = [...anchors];
  const deck = dealCells(options, options.count - anchorCount, random.fork('cells'));
  for (const [k, cell] of deck.entries()) {
    const partner = random.fork(`partner ${k}`);
    const from = partner.shuffle(anchors);
    // A cell that one anchor cannot serve (the subject would leave the frame) goes to another anchor.
    const found =
      first(from, (anchor) => samplePartner(anchor, cell, options, partner)) ??
      first(from, (anchor) => samplePartner(anchor, mirroring(cell), options, partner));
    views.push(found ?? sampleAnchor(options, partner.uniform(-CENTRAL_DEG, CENTRAL_DEG), partner));
  }
  return random.fork('order').shuffle(views);
}

/** @param bearingDeg direction of the subject from the viewing axis, right positive. */
function sampleAnchor(options: DecorrelatedOptions, bearingDeg: number, random: Random): Camera {
  const { centre, intrinsics } = options;
  const { distance: reach, rise: lift, aimDeg, free, sees } = options.stand ?? openFloor(options.objects);
  let camera: Camera | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const azimuth = random.uniform(0, 2 * Math.PI);
    const distance = random.uniform(...reach);
    const rise = random.uniform(...lift);
    const position: Vec3 = [
      centre[0] + distance * Math.sin(azimuth),
      centre[1] + rise,
      centre[2] + distance * Math.cos(azimuth),
    ];
    const level: Camera = {
      intrinsics,
      cameraToWorld: lookAt({ position, target: centre, rollDeg: random.uniform(-3, 3) }),
    };
    const turn = { yawDeg: -bearingDeg, pitchDeg: random.uniform(...aimDeg), rollDeg: 0 };
    camera = moveCamera(level, { translation: { right: 0, up: 0, forward: 0 }, ...turn });
    if (inFrame(camera, centre, SUBJECT_MARGIN) && free(camera) && sees(camera)) return camera;
  }
  if (camera === undefined) throw new RangeError('sampleAnchor: no attempt was made.');
  return camera;
}

/** The studio: anywhere around the subject, clear of the other objects. */
function openFloor(objects: readonly SceneObject[]): CameraStand {
  return {
    distance: [2.4, 3.4],
    rise: [0.2, 1.2],
    aimDeg: [-6, 8],
    free: ({ cameraToWorld: m }) => m[7] >= FLOOR_CLEARANCE && !collides([m[3], m[11]], objects, CLEARANCE),
    sees: () => true,
  };
}

function samplePartner(
  anchor: Camera,
  cell: Cell,
  options: DecorrelatedOptions,
  random: Random,
): Camera | undefined {
  const { centre, objects, thresholds } = options;
  const { free } = options.stand ?? openFloor(objects);
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

/**
 * All nine translation x rotation cells in random order, again and again. In each round of nine, a third rise and a
 * third sink; each translation meets each object-centric side once (a Latin square with the rotations).
 */
function dealCells({ objectCentricShare }: DecorrelatedOptions, count: number, random: Random): Cell[] {
  const cells: Cell[] = [];
  while (cells.length < count) {
    const verticals = random.shuffle([-1, -1, -1, 0, 0, 0, 1, 1, 1] as const);
    const shift = random.int(0, 3);
    const step = random.pick([1, 2]);
    const round = SIDES.flatMap((translation, t) =>
      SIDES.map((rotation, r): Cell => {
        const objectCentric = SIDES[(step * t + r + shift) % 3]!;
        return { translation, rotation, objectCentric, vertical: verticals[3 * t + r]! };
      }),
    );
    for (const cell of random.shuffle(round)) {
      cells.push(random.next() < objectCentricShare ? cell : mirroring(cell));
    }
  }
  return cells.slice(0, count);
}

function mirroring(cell: Cell): Cell {
  return { ...cell, objectCentric: mirrored(cell.translation) };
}

function mirrored(side: Side): Side {
  if (side === 'none') return 'none';
  return side === 'left' ? 'right' : 'left';
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
