/** A camera in space: its pyramid of sight, with the picture it took on the far end. */
import type { Camera } from '@parallax/geometry/schema';
import {
  BufferGeometry,
  Color,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  Mesh,
  MeshBasicMaterial,
  NearestFilter,
  SRGBColorSpace,
  TextureLoader,
} from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';
import { poseOf } from '../axes.ts';
import { labelSprite } from './label-sprite.ts';

export interface FrustumOptions {
  readonly camera: Camera;
  /** Distance of the picture from the camera's centre, world units. */
  readonly depth: number;
  readonly colour: string;
  /** "1". */
  readonly label: string;
  readonly imageUrl: string | undefined;
  /** Called when the picture is there. */
  readonly onChange: () => void;
}

/** Below this width smoothing would hide what the model saw. */
const SMALL_PX = 300;
const LINE_WIDTH_PX = 2.5;

export function makeFrustum(options: FrustumOptions): Group {
  const { camera, depth, colour, label } = options;
  const group = new Group();
  group.applyMatrix4(poseOf(camera));
  const corners = cornersOf(camera, depth);
  group.add(edges(corners, colour), picture(corners, options));
  const mark = labelSprite(label, { colour, round: true });
  // Below the camera's centre, where it hides neither the pyramid nor the arrow that ends there.
  mark.center.set(0.5, 1.3);
  group.add(mark);
  return group;
}

type Corner = readonly [number, number, number];

/** Of the picture, in camera space: top left, top right, bottom right, bottom left. */
function cornersOf(
  { intrinsics: { fx, fy, cx, cy, width, height } }: Camera,
  depth: number,
): readonly Corner[] {
  const at = (x: number, y: number): Corner => [(depth * (x - cx)) / fx, (-depth * (y - cy)) / fy, -depth];
  return [at(0, 0), at(width, 0), at(width, height), at(0, height)];
}

function edges(corners: readonly Corner[], colour: string): LineSegments2 {
  const apex: Corner = [0, 0, 0];
  const segments = corners.flatMap((corner, i) => [
    ...[...apex, ...corner],
    ...[...corner, ...(corners[(i + 1) % corners.length] ?? corner)],
  ]);
  const material = new LineMaterial({ color: new Color(colour), linewidth: LINE_WIDTH_PX });
  return new LineSegments2(new LineSegmentsGeometry().setPositions(segments), material);
}

function picture(corners: readonly Corner[], { imageUrl, colour, onChange }: FrustumOptions): Mesh {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(corners.flat(), 3));
  geometry.setAttribute('uv', new Float32BufferAttribute([0, 1, 1, 1, 1, 0, 0, 0], 2));
  geometry.setIndex([0, 3, 1, 1, 3, 2]);
  const material = new MeshBasicMaterial({
    color: new Color(colour),
    side: DoubleSide,
    transparent: true,
    opacity: 0.25,
  });
  if (imageUrl !== undefined) {
    new TextureLoader().load(imageUrl, (texture) => {
      texture.colorSpace = SRGBColorSpace;
      if (texture.image.width < SMALL_PX) texture.magFilter = NearestFilter;
      material.map = texture;
      material.color.set('white');
      material.opacity = 0.92;
      material.needsUpdate = true;
      onChange();
    });
  }
  return new Mesh(geometry, material);
}
