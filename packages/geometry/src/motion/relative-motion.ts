/** How the camera moved from view A to view B, in A's own frame and about the object. Signs: docs/conventions.md. */
import { cameraAxes, cameraCentre } from '../camera/pose.ts';
import { cross, distance, dot, length, normalize, rejectFrom, subtract } from '../linalg/vec3.ts';
import type { Camera, CameraVector, RelativeMotion, Vec3 } from '../schema.ts';
import { signedAngleAboutDeg } from './orbit.ts';

export interface ObjectFrame {
  /** The object's centre, world. */
  readonly centre: Vec3;
  /** The world's up axis; any length above zero. */
  readonly up: Vec3;
}

/**
 * Relative motion of two cameras of one static object.
 *
 * Rotation: B's axes in A's frame, written in OpenCV axes (x right, y down, z forward), R = Ry(yaw) Rx(pitch) Rz(roll),
 * each right-handed: yaw = atan2(R02, R22), pitch = asin(-R12), roll = atan2(R10, R11). Each entry is the dot product
 * of an axis of A with an axis of B, which is how it is computed here. At pitch = ±90 deg yaw and roll are not
 * separable, and roll takes the whole turn.
 *
 * With A on the vertical line through the centre no level direction leads to A: `levelDistance` is 0 and so are
 * `objectCentricRight` and `horizontalAngleDeg`, which then mean nothing; `motionLabels` discards such pairs.
 * With A in the centre itself `distance` is 0.
 */
export function relativeMotion(a: Camera, b: Camera, frame: ObjectFrame): RelativeMotion {
  const up = normalize(frame.up);
  const axesA = cameraAxes(a);
  const axesB = cameraAxes(b);
  const centreA = cameraCentre(a);
  const centreB = cameraCentre(b);
  const step = subtract(centreB, centreA);
  const baseline = length(step);
  const objectDistance = distance(centreA, frame.centre);
  // + 0 turns -0 into 0, so that a record equals itself after a round trip through JSON.
  const translation: CameraVector = {
    right: dot(axesA.right, step) + 0,
    up: dot(axesA.up, step) + 0,
    forward: dot(axesA.forward, step) + 0,
  };
  const per = baseline > 0 ? 1 / baseline : 0;
  const outward = rejectFrom(subtract(centreA, frame.centre), up);
  // Observer at the centre, level, facing A: its right hand is (facing direction) cross (up).
  const observerRight = cross(normalize(outward), up);
  const sinPitch = Math.min(1, Math.max(-1, dot(axesA.up, axesB.forward)));
  return {
    translation,
    direction: {
      right: translation.right * per,
      up: translation.up * per,
      forward: translation.forward * per,
    },
    baseline,
    distance: objectDistance > 0 ? baseline / objectDistance : 0,
    objectDistance,
    levelDistance: length(outward),
    yawDeg: degrees(Math.atan2(dot(axesA.right, axesB.forward), dot(axesA.forward, axesB.forward))),
    pitchDeg: degrees(Math.asin(sinPitch)),
    // R10 = down_A . right_B and R11 = down_A . down_B = up_A . up_B.
    rollDeg: degrees(Math.atan2(-dot(axesA.up, axesB.right), dot(axesA.up, axesB.up))),
    horizontalAngleDeg: signedAngleAboutDeg(
      subtract(centreA, frame.centre),
      subtract(centreB, frame.centre),
      up,
    ),
    objectCentricRight: dot(step, observerRight) + 0,
  };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI + 0;
}
