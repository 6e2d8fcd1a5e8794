/** A camera after an imagined action: a turn about its own up axis, or a step along its own level axes. */
import {
  add,
  type Camera,
  cameraAxes,
  cameraCentre,
  type Mat4,
  normalize,
  rejectFrom,
  scale,
  type Vec3,
} from '@parallax/geometry';
import type { QuestionGeometry } from '../schema.ts';
import { stepOf } from './step.ts';

/**
 * The question's camera after the action in its parameters: `turnDeg` (to the right positive), or `stepM` with
 * `direction`; null when they name none.
 */
export function cameraAfter(geometry: QuestionGeometry): Camera | null {
  const camera = geometry.cameras[0];
  if (camera === undefined) return null;
  const { turnDeg } = geometry.parameters;
  if (typeof turnDeg === 'number') return turned(camera, (turnDeg * Math.PI) / 180);
  const step = stepOf(geometry);
  if (step === null) return null;
  const { right, forward } = cameraAxes(camera);
  const up = normalize(geometry.up);
  const level = (axis: Vec3): Vec3 => normalize(rejectFrom(axis, up));
  const centre = add(
    cameraCentre(camera),
    add(scale(level(right), step.right), scale(level(forward), step.forward)),
  );
  const axes = cameraAxes(camera);
  return withAxes(camera, axes.right, axes.up, axes.forward, centre);
}

function turned(camera: Camera, angle: number): Camera {
  const { right, up, forward } = cameraAxes(camera);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const aside = add(scale(right, c), scale(forward, -s));
  const ahead = add(scale(forward, c), scale(right, s));
  return withAxes(camera, aside, up, ahead, cameraCentre(camera));
}

function withAxes(camera: Camera, r: Vec3, u: Vec3, f: Vec3, p: Vec3): Camera {
  const cameraToWorld: Mat4 = [
    ...([r[0], u[0], -f[0], p[0]] as const),
    ...([r[1], u[1], -f[1], p[1]] as const),
    ...([r[2], u[2], -f[2], p[2]] as const),
    ...([0, 0, 0, 1] as const),
  ];
  return { ...camera, cameraToWorld };
}
