/** One motion of given labels in all six freedoms, with the subject in the frame. */
import type { CameraVector, LabelThresholds, Random, Side } from '@parallax/geometry';
import { horizonOf } from '../horizon.ts';
import { type Cell, mirrored } from '../joint-cells.ts';
import { type CameraMove, moveCamera } from '../move-camera.ts';
import type { Start } from '../start.ts';
import type { FreedomTally, Way, Ways } from './freedom-tally.ts';

export interface FreeMoveOptions {
  readonly cell: Cell;
  readonly start: Start;
  readonly thresholds: LabelThresholds;
  readonly tally: FreedomTally;
}

type Bounds = readonly [lo: number, hi: number];

/** A drawn motion keeps clear of the label's border by this factor: 0.15 -> 0.165 object distances, 8 -> 9 degrees. */
const CLEAR = { translation: 1.1, objectCentric: 1.06, yaw: 1.125, none: 0.7 };
/**
 * Object distances, degrees. A move to the side reaches farther than a free one along the axis: else the object's size
 * in the pictures would give away the dolly.
 */
const MOST = { right: 0.8, alike: 0.22, up: 0.4, forward: 0.6, back: 1.15, dolly: 0.4, yawDeg: 35 };
/** How far sideways a move along the axis may be for the subject's observer: where little is needed, no more is taken. */
const SEEN_MOST = { forward: 0.25, back: 0.42 };
/** What the kinds that ask of tilt and roll take for none and for one, a little inside. */
const TURN_DEG = { none: 1.3, min: 4.4 };
/** Tilts are as large as what a rise or fall moves in the frame, so that this alone tells neither. */
const MOST_TURN_DEG = { tilt: 16, roll: 10 };
/** Below this bearing, radians, moving along the axis changes nothing for the subject's observer. */
const MIN_BEARING = 0.08;
/** The subject stays this far ahead, object distances. */
const LEAST_DEPTH = 0.2;
const NOWHERE = { right: 0, up: 0, forward: 0 };
const DEGREES = 180 / Math.PI;

/** Translation in object distances, with the ways it goes; undefined where this draw cannot have the cell's labels. */
export function drawFreeMove(
  { cell, start, thresholds, tally }: FreeMoveOptions,
  random: Random,
): { move: CameraMove; ways: Ways } | undefined {
  const { translationMin, translationNone, yawMinDeg, yawNoneDeg } = thresholds;
  const moved = drawTranslation(cell, start, { translationMin, translationNone }, tally, random);
  if (moved === undefined) return undefined;
  const { translation } = moved;
  const { right: x, up: y, forward: z } = minus(start.subject, translation);
  if (z < LEAST_DEPTH) return undefined;
  const aside = Math.atan2(x, z) * DEGREES;
  const { halfFrameDeg: half } = start;
  const yawBounds = band(signOf(cell.rotation), CLEAR.none * yawNoneDeg, CLEAR.yaw * yawMinDeg, MOST.yawDeg);
  const yawDeg = drawWithin(yawBounds, [aside - half, aside + half], random);
  if (yawDeg === undefined) return undefined;
  // A turn of a camera that is tilted or rolled tilts and rolls it against the horizon.
  const yawed = moveCamera(start.camera, { translation: NOWHERE, yawDeg, pitchDeg: 0, rollDeg: 0 });
  const [before, after] = [horizonOf(start.camera), horizonOf(yawed)];
  const above = Math.atan2(y, Math.hypot(x, z) * Math.cos((aside - yawDeg) / DEGREES)) * DEGREES;
  const framed: Bounds = [above - half, above + half];
  const tilt = drawTurn('tilt', after.tiltDeg - before.tiltDeg, framed, tally, random);
  const roll = drawTurn('roll', after.rollDeg - before.rollDeg, [-180, 180], tally, random);
  if (tilt === undefined || roll === undefined) return undefined;
  return {
    move: { translation, yawDeg, pitchDeg: tilt.degrees, rollDeg: roll.degrees },
    ways: {
      ...{ vertical: moved.vertical, dolly: moved.dolly, tilt: tilt.way, roll: roll.way },
      ...(moved.follows && { 'following-dolly': moved.dolly }),
    },
  };
}

/**
 * Where the object-centric label mirrors the ego one, the move along the axis is free. Else it follows: the observer at
 * the subject sees the camera go sideways by ahead sin(bearing) - right cos(bearing), both as seen from above.
 */
function drawTranslation(
  { translation, objectCentric }: Cell,
  { bearing, tilt, lean, heights }: Start,
  { translationMin, translationNone }: Pick<LabelThresholds, 'translationMin' | 'translationNone'>,
  tally: FreedomTally,
  random: Random,
): { translation: CameraVector; vertical: Way; dolly: Way; follows: boolean } | undefined {
  const still = CLEAR.none * translationNone;
  const least = CLEAR.translation * translationMin;
  // Both sides alike take a far motion along the axis unless the sideways part is small.
  const alike = translation !== 'none' && translation === objectCentric;
  const right = random.uniform(...band(signOf(translation), still, least, alike ? MOST.alike : MOST.right));
  const level = Math.sqrt(1 - tilt * tilt);
  const isFree = objectCentric === mirrored(translation);
  if (!isFree && Math.abs(bearing) < MIN_BEARING) return undefined;
  let dolly = tally.draw('dolly', random) ?? 0;
  const along = random.uniform(...band(dolly, still, least, MOST.dolly));
  const seenLeast = CLEAR.objectCentric * translationMin;
  const seen = random.uniform(...band(signOf(objectCentric), still, seenLeast, 1.5 * translationMin));
  const ahead = (seen + right * Math.cos(bearing)) / Math.sin(bearing);
  // A camera that looks down sinks as it goes forward, and goes ahead as it rises.
  const [sunk, perUp] = isFree ? [along * tilt, level] : [(ahead * tilt) / level, 1 / level];
  const height = sunk + right * lean;
  const reach: Bounds = [(heights[0] - height) / perUp, (heights[1] - height) / perUp];
  const rise = (way: Way): Bounds => band(way, still, least, MOST.up);
  const vertical = tally.draw('vertical', random, (way) => meet(rise(way), reach) !== undefined);
  if (vertical === undefined) return undefined;
  const up = drawWithin(rise(vertical), reach, random)!;
  const forward = isFree ? along : (ahead + up * tilt) / level;
  if (!isFree) {
    const reachable = (most: number, seenMost: number): number =>
      Math.min(most, seenMost / Math.abs(Math.sin(bearing)));
    if (forward > reachable(MOST.forward, SEEN_MOST.forward)) return undefined;
    if (forward < -reachable(MOST.back, SEEN_MOST.back) || Math.abs(forward) < least) return undefined;
    dolly = forward > 0 ? 1 : -1;
    if (!tally.keeps('following-dolly', dolly, random)) return undefined;
  }
  return { translation: { right, up, forward }, vertical, dolly, follows: !isFree };
}

/**
 * Pitch or roll about the camera's own axes such that the change against the horizon goes the same way.
 * @param drift what the turn to the side adds against the horizon, degrees.
 */
function drawTurn(
  freedom: 'tilt' | 'roll',
  drift: number,
  within: Bounds,
  tally: FreedomTally,
  random: Random,
): { way: Way; degrees: number } | undefined {
  const { none, min } = TURN_DEG;
  const most = MOST_TURN_DEG[freedom];
  const bounds = (way: Way): Bounds => {
    // No turn: both the turn itself and the turn with the drift stay below the bound.
    if (way === 0) return [Math.max(0, -drift) - none, none - Math.max(0, drift)];
    const least = min + Math.max(0, -way * drift);
    return way > 0 ? [least, most] : [-most, -least];
  };
  const way = tally.draw(freedom, random, (one) => meet(bounds(one), within) !== undefined);
  return way === undefined ? undefined : { way, degrees: drawWithin(bounds(way), within, random)! };
}

function signOf(side: Side): Way {
  return side === 'none' ? 0 : side === 'right' ? 1 : -1;
}

function band(way: Way, none: number, least: number, most: number): Bounds {
  const far = Math.max(most, 1.25 * least);
  return way === 0 ? [-none, none] : way > 0 ? [least, far] : [-far, -least];
}

function meet(a: Bounds, b: Bounds): Bounds | undefined {
  const [lo, hi] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return lo < hi ? [lo, hi] : undefined;
}

function drawWithin(a: Bounds, b: Bounds, random: Random): number | undefined {
  const bounds = meet(a, b);
  return bounds && random.uniform(...bounds);
}

function minus(a: CameraVector, b: CameraVector): CameraVector {
  return { right: a.right - b.right, up: a.up - b.up, forward: a.forward - b.forward };
}
