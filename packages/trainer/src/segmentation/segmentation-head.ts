/** The linear layer from a row of the vision tower to the classes of its parts. It learns with the tower and is left behind. */
import { type Tensor, type Tensor2D, tf, type Variable } from '../backend/tf.ts';
import { fillNormal } from '../model/init-model.ts';
import { differentiableLinear } from '../ops/linear.ts';

export const HEAD_FILE = 'segmentation_head.safetensors';
/** Small: at first every class is about as likely as another. */
const DEVIATION = 0.02;

export interface SegmentationHead {
  readonly parameters: ReadonlyMap<string, Variable>;
  /** @param rows_ND of the tower @returns [N * parts, classes] */
  logits(rows_ND: Tensor): Tensor2D;
  dispose(): void;
}

/** @param parts that a cell is cut into */
export function segmentationHead(
  width: number,
  parts: number,
  classCount: number,
  seed: number,
): SegmentationHead {
  const values = new Float32Array(parts * classCount * width);
  fillNormal(values, DEVIATION, `${seed}:segmentation_head.weight`);
  const weight = tf().variable(tf().tensor2d(values, [parts * classCount, width]));
  const bias = tf().variable(tf().zeros([parts * classCount]));
  return {
    parameters: new Map([
      ['segmentation_head.weight', weight],
      ['segmentation_head.bias', bias],
    ]),
    logits: (rows_ND) => {
      const flat = tf().add(differentiableLinear(rows_ND, weight), bias);
      return tf().reshape(flat, [-1, classCount]) as Tensor2D;
    },
    dispose: () => {
      weight.dispose();
      bias.dispose();
    },
  };
}
