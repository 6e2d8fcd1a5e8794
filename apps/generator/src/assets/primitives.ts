/** Unit solids as plain arrays, made by three once and kept: shapes are built from scaled copies. */
import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  ExtrudeGeometry,
  LatheGeometry,
  Shape as Outline,
  SphereGeometry,
  TorusGeometry,
  Vector2,
} from 'three';
import { RoundedBoxGeometry } from 'three/examples/jsm/geometries/RoundedBoxGeometry.js';

export interface Solid {
  readonly position: Float32Array;
  readonly normal: Float32Array;
  readonly index: Uint32Array;
}

/** Corner points of an outline in the plane, metres. */
export type Points = readonly (readonly [number, number])[];

const kept = new Map<string, Solid>();
/** Solids with drawn proportions would fill the memory over many scenes; they are rebuilt when forgotten. */
const MAX_KEPT = 400;

export const unitBox = (): Solid => keep('box', () => new BoxGeometry(1, 1, 1));
export const unitSphere = (): Solid => keep('sphere', () => new SphereGeometry(0.5, 20, 14));

/** Height 1, bottom radius 0.5, top radius `ratio` times that. `sides` < 8 gives prisms and pyramids. */
export const unitCylinder = (ratio: number, sides: number): Solid =>
  keep(`cylinder ${ratio} ${sides}`, () => new CylinderGeometry(0.5 * ratio, 0.5, 1, sides));

/** Real size: the bevel must not be stretched. */
export const roundedBox = (x: number, y: number, z: number, radius: number): Solid =>
  keep(`rounded ${x} ${y} ${z} ${radius}`, () => new RoundedBoxGeometry(x, y, z, 2, radius));

/** Ring in the xy plane around z; `arcDeg` < 360 leaves it open. */
export const torus = (radius: number, tube: number, arcDeg: number): Solid =>
  keep(
    `torus ${radius} ${tube} ${arcDeg}`,
    () => new TorusGeometry(radius, tube, 10, 22, (arcDeg * Math.PI) / 180),
  );

/** Along y, `length` without the caps. */
export const capsule = (radius: number, length: number): Solid =>
  keep(`capsule ${radius} ${length}`, () => new CapsuleGeometry(radius, length, 5, 14));

/** Profile (radius, height) turned about y. */
export const lathe = (profile: Points): Solid =>
  keep(
    `lathe ${JSON.stringify(profile)}`,
    () =>
      new LatheGeometry(
        profile.map(([x, y]) => new Vector2(x, y)),
        24,
      ),
  );

/** Outline in xy, extruded along z and centred there. */
export const extrusion = (outline: Points, depth: number, bevel: number): Solid =>
  keep(`extrusion ${JSON.stringify(outline)} ${depth} ${bevel}`, () => {
    const shape = new Outline(outline.map(([x, y]) => new Vector2(x, y)));
    const geometry = new ExtrudeGeometry(shape, {
      depth: depth - 2 * bevel,
      bevelEnabled: bevel > 0,
      bevelSize: bevel,
      bevelThickness: bevel,
      bevelSegments: 2,
      curveSegments: 6,
    });
    return geometry.translate(0, 0, -depth / 2 + bevel);
  });

function keep(key: string, make: () => BufferGeometry): Solid {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const geometry = make();
  const position = geometry.getAttribute('position').array as Float32Array;
  const index = geometry.index;
  const solid = {
    position,
    normal: geometry.getAttribute('normal').array as Float32Array,
    index:
      index === null
        ? Uint32Array.from({ length: position.length / 3 }, (_, k) => k)
        : Uint32Array.from(index.array),
  };
  geometry.dispose();
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, solid);
  return solid;
}
