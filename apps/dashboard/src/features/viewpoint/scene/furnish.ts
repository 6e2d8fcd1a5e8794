/** Puts all that a question speaks of into a scene. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import { AmbientLight, Box3, DirectionalLight, GridHelper, type Scene, Sphere, Vector3 } from 'three';
import { centreOf, vectorOf } from './axes.ts';
import { objectName, PATH_NAME } from './emphasis.ts';
import { makeFrustum } from './furniture/frustum.ts';
import { makeObject } from './furniture/objects.ts';
import { makePath } from './furniture/path.ts';

export interface StageLook {
  readonly imageUrls: readonly string[];
  /** CSS colours. */
  readonly ink: string;
  readonly line: string;
  readonly surface: string;
  /** One a view. */
  readonly views: readonly string[];
}

export interface Extent {
  /** Cameras and the object that they look at. */
  readonly cameras: Sphere;
  /** These and all other objects. */
  readonly all: Sphere;
  /** Length of a camera's pyramid, world units. */
  readonly frustumDepth: number;
  /** Unit length. */
  readonly up: Vector3;
}

/** Of the size of the group of cameras: pyramids that are seen and hide nothing. */
const DEPTH_SHARE = 0.17;

/** @param onChange called when a picture has arrived. */
export function furnish(
  scene: Scene,
  geometry: QuestionGeometry,
  look: StageLook,
  onChange: () => void,
): Extent {
  const { cameras, objects } = geometry;
  const [up, centre] = [vectorOf(geometry.up).normalize(), vectorOf(geometry.centre)];
  const centres = cameras.map(centreOf);
  const near = new Box3().setFromPoints([...centres, centre]);
  const frustumDepth = DEPTH_SHARE * near.getSize(new Vector3()).length();
  near.expandByScalar(frustumDepth);
  const all = near.clone();
  for (const [i, object] of objects.entries()) {
    const made = makeObject(object, look.ink, look.surface);
    made.name = objectName(i);
    scene.add(made);
    all.expandByPoint(vectorOf(object.bounds.min)).expandByPoint(vectorOf(object.bounds.max));
  }
  cameras.forEach((camera, i) => {
    const [colour, imageUrl] = [look.views[i] ?? look.ink, look.imageUrls[i]];
    scene.add(makeFrustum({ camera, depth: frustumDepth, colour, label: String(i + 1), imageUrl, onChange }));
    const [from, to] = [centres[i], centres[i + 1]];
    if (from === undefined || to === undefined) return;
    const path = makePath(from, to, look.ink, frustumDepth * 0.36);
    path.name = PATH_NAME;
    scene.add(path);
  });
  const lowest = objects.map(({ bounds }) => vectorOf(bounds.min).dot(up));
  const floor = lowest.length > 0 ? Math.min(...lowest) : centre.dot(up) - frustumDepth;
  scene.add(grid(all, up, floor, look.line), new AmbientLight('white', 1.6));
  const sun = new DirectionalLight('white', 2);
  sun.position.copy(up).add(new Vector3(0.4, 0.3, 0.6));
  scene.add(sun);
  const ball = (box: Box3): Sphere => box.getBoundingSphere(new Sphere());
  return { cameras: ball(near), all: ball(all), frustumDepth, up };
}

/** A floor with cells of 1, 10, 0.1 ... world units. */
function grid(bounds: Box3, up: Vector3, height: number, colour: string): GridHelper {
  const extent = bounds.getSize(new Vector3()).length() * 1.2;
  const cell = 10 ** Math.floor(Math.log10(extent / 4));
  const cells = 2 * Math.ceil(extent / cell / 2);
  const helper = new GridHelper(cells * cell, cells, colour, colour);
  helper.material.transparent = true;
  helper.material.opacity = 0.5;
  helper.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), up);
  const centre = bounds.getCenter(new Vector3());
  helper.position.copy(centre).addScaledVector(up, height - centre.dot(up));
  return helper;
}
