/** The camera from which the motions of other views are dealt, and where any camera may stand. */
import type { SceneObject } from '@parallax/dataset/schema';
import { type Camera, type Intrinsics, lookAt, type Random, type Vec3 } from '@parallax/geometry';
import { collides, inFrame } from '../sight.ts';
import { moveCamera } from './move-camera.ts';

export interface CameraStand {
  /** Level distance of anchors from the subject's centre, metres. */
  readonly distance: readonly [number, number];
  /** Height of anchors above the subject's centre, metres. */
  readonly rise: readonly [number, number];
  /** Lowest and highest of all views, metres above the ground. */
  readonly heights: readonly [number, number];
  /** How far anchors look above the subject's centre, degrees. */
  readonly aimDeg: readonly [number, number];
  /** Must hold of every view. */
  readonly free: (camera: Camera) => boolean;
  /** Nothing stands before the subject's middle. */
  readonly clear: (camera: Camera) => boolean;
  /** Must hold of anchors besides: the subject is in sight. */
  readonly sees: (camera: Camera) => boolean;
}

export interface AnchorPose {
  /** Direction of the subject from the viewing axis, right positive. */
  readonly bearingDeg: number;
  /** Bounds of the roll, to either side. */
  readonly rollDeg: number;
  /** Part of the stand's range of heights, 0 to 1. */
  readonly height: readonly [number, number];
  /** Given up after so many; the last camera drawn is taken. */
  readonly tries: number;
}

/** Of the frame, around the subject's middle. */
export const SUBJECT_MARGIN = 0.1;
const CLEARANCE = 0.5;
const FLOOR_CLEARANCE = 0.3;

export function sampleAnchor(
  { centre, intrinsics, stand }: { centre: Vec3; intrinsics: Intrinsics; stand: CameraStand },
  { bearingDeg, rollDeg, height, tries }: AnchorPose,
  random: Random,
): Camera {
  const { distance: reach, rise: lift, aimDeg, free, sees } = stand;
  const part = (share: number): number => lift[0] + share * (lift[1] - lift[0]);
  let camera: Camera | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const azimuth = random.uniform(0, 2 * Math.PI);
    const distance = random.uniform(...reach);
    const rise = random.uniform(part(height[0]), part(height[1]));
    const position: Vec3 = [
      centre[0] + distance * Math.sin(azimuth),
      centre[1] + rise,
      centre[2] + distance * Math.cos(azimuth),
    ];
    const level: Camera = {
      intrinsics,
      cameraToWorld: lookAt({ position, target: centre, rollDeg: random.uniform(-rollDeg, rollDeg) }),
    };
    const turn = { yawDeg: -bearingDeg, pitchDeg: random.uniform(...aimDeg), rollDeg: 0 };
    camera = moveCamera(level, { translation: { right: 0, up: 0, forward: 0 }, ...turn });
    if (inFrame(camera, centre, SUBJECT_MARGIN) && free(camera) && sees(camera)) return camera;
  }
  if (camera === undefined) throw new RangeError('sampleAnchor: no attempt was made.');
  return camera;
}

/** The studio: anywhere around the subject, clear of the other objects. */
export function openFloor(objects: readonly SceneObject[]): CameraStand {
  return {
    distance: [2.4, 3.4],
    rise: [0.2, 1.2],
    heights: [FLOOR_CLEARANCE, Number.POSITIVE_INFINITY],
    aimDeg: [-6, 8],
    free: ({ cameraToWorld: m }) => m[7] >= FLOOR_CLEARANCE && !collides([m[3], m[11]], objects, CLEARANCE),
    clear: () => true,
    sees: () => true,
  };
}
