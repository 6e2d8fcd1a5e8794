/** What a motion from a camera is drawn by: where the subject is seen from it, and how far it may rise and sink. */
import {
  type Camera,
  type CameraVector,
  cameraAxes,
  cameraCentre,
  dot,
  type Intrinsics,
  length,
  subtract,
  type Vec3,
} from '@parallax/geometry';

export interface Start {
  readonly camera: Camera;
  /** Metres. */
  readonly objectDistance: number;
  /** The subject in the camera's own frame, object distances. */
  readonly subject: CameraVector;
  /** Seen from above, the subject's direction from the viewing axis, right positive, radians. */
  readonly bearing: number;
  /** Sine of the viewing axis' angle above the horizon. */
  readonly tilt: number;
  /** Sine of the right side's angle above the horizon. */
  readonly lean: number;
  /** Lowest and highest place of another camera against this one, object distances. */
  readonly heights: readonly [number, number];
  /** From the viewing axis to where the subject's middle may still be. */
  readonly halfFrameDeg: number;
}

/**
 * @param heights of cameras above the ground, metres.
 * @param margin of the frame around the subject's middle, of the frame's size.
 */
export function startFrom(
  camera: Camera,
  centre: Vec3,
  { heights, margin }: { readonly heights: readonly [number, number]; readonly margin: number },
): Start {
  const eye = cameraCentre(camera);
  const axes = cameraAxes(camera);
  const to = subtract(centre, eye);
  const objectDistance = length(to);
  const along = (axis: Vec3): number => dot(to, axis) / objectDistance;
  const { forward } = axes;
  return {
    camera,
    objectDistance,
    subject: { right: along(axes.right), up: along(axes.up), forward: along(forward) },
    bearing: Math.atan2(forward[0] * to[2] - forward[2] * to[0], forward[0] * to[0] + forward[2] * to[2]),
    tilt: forward[1],
    lean: axes.right[1],
    heights: [(heights[0] - eye[1]) / objectDistance, (heights[1] - eye[1]) / objectDistance],
    halfFrameDeg: halfFrameDeg(camera.intrinsics, margin),
  };
}

/** Angle from the viewing axis to a point at the side, `margin` of the frame's width inside it. */
export function halfFrameDeg({ fx, width }: Intrinsics, margin: number): number {
  return (Math.atan(((1 - 2 * margin) * width) / 2 / fx) * 180) / Math.PI;
}
