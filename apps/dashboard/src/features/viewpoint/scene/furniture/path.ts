/** The way from one camera to the next, with an arrow at its end. */
import { Color, ConeGeometry, Group, Mesh, MeshBasicMaterial, Vector3 } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js';
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js';

/** @param sizePerHead length of the arrow's head, world units. */
export function makePath(from: Vector3, to: Vector3, colour: string, sizePerHead: number): Group {
  const group = new Group();
  const way = to.clone().sub(from);
  const length = way.length();
  // Two cameras at the same place: a turn without a way.
  if (length < 1e-9) return group;
  const direction = way.normalize();
  const head = Math.min(sizePerHead, length * 0.4);
  // The head ends short of the camera, where its number stands.
  const tip = to.clone().addScaledVector(direction, -Math.min(head * 0.9, length * 0.2));
  const neck = tip.clone().addScaledVector(direction, -head);
  const line = new LineSegmentsGeometry().setPositions([...from.toArray(), ...neck.toArray()]);
  const material = new LineMaterial({ color: new Color(colour), linewidth: 2.5, dashed: true });
  material.dashSize = head * 0.5;
  material.gapSize = head * 0.35;
  const segments = new LineSegments2(line, material);
  segments.computeLineDistances();
  const cone = new Mesh(
    new ConeGeometry(head * 0.38, head, 20),
    new MeshBasicMaterial({ color: new Color(colour) }),
  );
  cone.position.copy(neck).addScaledVector(direction, head / 2);
  cone.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), direction);
  group.add(segments, cone);
  return group;
}
