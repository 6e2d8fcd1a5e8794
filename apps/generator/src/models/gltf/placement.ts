/** Where a primitive's vertices stand in the model: the node's transform, or its joints' in the pose of the file. */
import type { Node, Primitive } from '@gltf-transform/core';
import { Matrix4 } from 'three';

/** Sets of four joints a vertex that glTF allows in practice. */
const JOINT_SETS = [0, 1];

/** @returns the matrix of each vertex, from the primitive's frame to the model's; it may be reused by the next call. */
export function placementOf(node: Node, primitive: Primitive): (vertex: number) => Matrix4 {
  const world = new Matrix4().fromArray(node.getWorldMatrix());
  const skin = node.getSkin();
  const sets = JOINT_SETS.flatMap((set) => {
    const joints = primitive.getAttribute(`JOINTS_${set}`);
    const weights = primitive.getAttribute(`WEIGHTS_${set}`);
    return joints && weights ? [{ joints, weights }] : [];
  });
  if (skin === null || sets.length === 0) return () => world;
  const inverses = skin.getInverseBindMatrices();
  // A skinned mesh stands where its joints are, whatever its node's own transform says (glTF 2.0, 3.7.3.3).
  const joints = skin.listJoints().map((joint, k) => {
    const matrix = new Matrix4().fromArray(joint.getWorldMatrix());
    return inverses ? matrix.multiply(new Matrix4().fromArray(inverses.getElement(k, []))) : matrix;
  });
  const blended = new Matrix4();
  return (vertex) => {
    blended.elements.fill(0);
    let total = 0;
    for (const set of sets) {
      const [numbers, shares] = [set.joints.getElement(vertex, []), set.weights.getElement(vertex, [])];
      for (const [k, share] of shares.entries()) {
        const joint = joints[numbers[k]!];
        if (joint === undefined || share === 0) continue;
        total += share;
        for (let i = 0; i < 16; i++) blended.elements[i]! += share * joint.elements[i]!;
      }
    }
    return total > 0 ? blended.multiplyScalar(1 / total) : world;
  };
}
