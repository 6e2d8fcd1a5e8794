/** Sources of kinds about camera motion with a motion that is known because it was put in: for tests. */
import {
  type Camera,
  cameraAxes,
  cameraCentre,
  intrinsicsFromFov,
  lookAt,
  multiplyMat3,
  rotationAbout,
  type Vec3,
} from '@parallax/geometry';
import type { Scene, View } from '../../schema.ts';
import type { QuestionSource } from '../kind.ts';

/** In the first camera's own frame: object distances and degrees. */
export interface KnownMotion {
  readonly right?: number;
  readonly up?: number;
  readonly forward?: number;
  readonly yawDeg?: number;
  readonly pitchDeg?: number;
  readonly rollDeg?: number;
}

const CENTRE: Vec3 = [0.3, 0.6, -0.2];
const SCENE: Scene = {
  type: 'scene',
  schemaVersion: 1,
  codeCommit: 'test',
  sceneId: 'moved',
  split: 'train',
  seed: 'moved',
  subjectId: 'subject',
  objects: [],
  look: {},
};

/** A level camera that sees the object in its middle from some side. */
export function firstCamera(azimuth: number, distance: number): Camera {
  const position: Vec3 = [
    CENTRE[0] + distance * Math.sin(azimuth),
    CENTRE[1],
    CENTRE[2] + distance * Math.cos(azimuth),
  ];
  const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 64, height: 64 });
  return { intrinsics, cameraToWorld: lookAt({ position, target: CENTRE }) };
}

/** The camera after the motion; its rotation is composed in OpenCV axes, Ry(yaw) Rx(pitch) Rz(roll). */
export function movedCamera(camera: Camera, motion: KnownMotion): Camera {
  const { right: x, up, forward: z } = cameraAxes(camera);
  const from = cameraCentre(camera);
  const distance = Math.hypot(...CENTRE.map((value, i) => value - from[i]!));
  const radians = (degrees = 0): number => (degrees * Math.PI) / 180;
  const turn = multiplyMat3(
    rotationAbout([0, 1, 0], radians(motion.yawDeg)),
    multiplyMat3(
      rotationAbout([1, 0, 0], radians(motion.pitchDeg)),
      rotationAbout([0, 0, 1], radians(motion.rollDeg)),
    ),
  );
  // Columns of `turn` are the new right, down and forward axes in the old ones.
  const axis = (column: number): Vec3 =>
    [0, 1, 2].map(
      (i) => x[i]! * turn[column]! - up[i]! * turn[3 + column]! + z[i]! * turn[6 + column]!,
    ) as unknown as Vec3; // Three entries, one a coordinate.
  const [right, down, forward] = [axis(0), axis(1), axis(2)];
  const at = [0, 1, 2].map(
    (i) =>
      from[i]! +
      distance * ((motion.right ?? 0) * x[i]! + (motion.up ?? 0) * up[i]! + (motion.forward ?? 0) * z[i]!),
  ) as unknown as Vec3; // Three entries, one a coordinate.
  const row = (i: 0 | 1 | 2): [number, number, number, number] => [right[i], -down[i], -forward[i], at[i]];
  const m = [...row(0), ...row(1), ...row(2), 0, 0, 0, 1];
  // Three rows of four and the last one.
  return { intrinsics: camera.intrinsics, cameraToWorld: m as unknown as Camera['cameraToWorld'] };
}

/** Views without masks, as photographs have none. */
export function sourceOf(cameras: readonly Camera[], index = 0): QuestionSource {
  const views = cameras.map(
    (camera, i): View => ({
      type: 'view',
      schemaVersion: 1,
      codeCommit: 'test',
      viewId: `moved/v${i}`,
      groupId: SCENE.sceneId,
      split: SCENE.split,
      camera,
      image: { sha256: 'a'.repeat(64), name: `v${i}.png`, width: 64, height: 64 },
      visible: [],
    }),
  );
  return {
    group: SCENE,
    views,
    pair: null,
    subjectId: SCENE.subjectId,
    centre: CENTRE,
    up: [0, 1, 0],
    index,
  };
}
