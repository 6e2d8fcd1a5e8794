/** Where the reader's eye stands. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import { type Sphere, Vector3 } from 'three';
import { centreOf, forwardOf, vectorOf } from './axes.ts';
import type { Extent } from './furnish.ts';

export interface Stand {
  readonly position: Vector3;
  readonly target: Vector3;
}

/** Sideways and upwards, so that no pyramid stands behind another. */
const [TURN_RAD, RISE] = [0.55, 0.6];

/** From behind the cameras: they are seen first, then the object, then the landmarks. */
export function overview(geometry: QuestionGeometry, { up }: Extent, ball: Sphere, distance: number): Stand {
  const middle = geometry.cameras.map(centreOf).reduce((sum, point) => sum.add(point), new Vector3());
  middle.divideScalar(Math.max(1, geometry.cameras.length));
  const away = middle.sub(vectorOf(geometry.centre)).projectOnPlane(up);
  // Cameras all around: no side is better than another.
  if (away.length() < 1e-6) away.set(0.6, 0.2, 0.8).projectOnPlane(up);
  const direction = away.normalize().applyAxisAngle(up, TURN_RAD).addScaledVector(up, RISE).normalize();
  return standAt(ball, direction, distance);
}

export function fromAbove(geometry: QuestionGeometry, extent: Extent, distance: number): Stand {
  const { position } = overview(geometry, extent, extent.all, 1);
  // A little off the axis: straight down has no up of its own.
  const slant = position.sub(extent.all.center).multiplyScalar(0.02);
  return standAt(extent.all, slant.add(extent.up).normalize(), distance);
}

/** A little behind and above a camera, looking where it looks. */
export function behindCamera(geometry: QuestionGeometry, extent: Extent, index: number): Stand | null {
  const camera = geometry.cameras[index];
  if (camera === undefined) return null;
  const [centre, forward] = [centreOf(camera), forwardOf(camera)];
  const back = extent.frustumDepth * 2.4;
  const ahead = centre.distanceTo(vectorOf(geometry.centre));
  const position = centre
    .clone()
    .addScaledVector(forward, -back)
    .addScaledVector(extent.up, back * 0.3);
  return { position, target: centre.addScaledVector(forward, ahead) };
}

function standAt(ball: Sphere, direction: Vector3, distance: number): Stand {
  return { position: ball.center.clone().addScaledVector(direction, distance), target: ball.center };
}
