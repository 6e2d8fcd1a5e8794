/** Linear layers from a row of the vision tower to what its parts show. They learn with the tower and are left behind. */
import { type Tensor, type Tensor2D, tf, type Variable } from '../backend/tf.ts';
import { fillNormal } from '../model/init-model.ts';
import { differentiableLinear } from '../ops/linear.ts';

export const HEAD_FILE = 'segmentation_head.safetensors';
/** Small: at first everything is about as likely. */
const DEVIATION = 0.02;

export interface HeadOutput {
  /** Parts of a cell. */
  readonly parts: number;
  /** Classes or bins of each. */
  readonly bins: number;
}

export interface SegmentationHead<Name extends string = string> {
  readonly parameters: ReadonlyMap<string, Variable>;
  /** @param rows_ND of the tower @returns of each output [N * parts, bins] */
  logits(rows_ND: Tensor): Record<Name, Tensor2D>;
  dispose(): void;
}

/** @param width of the tower's rows, D */
export function segmentationHead<Name extends string>(
  width: number,
  outputs: Readonly<Record<Name, HeadOutput>>,
  seed: number,
): SegmentationHead<Name> {
  const layers = (Object.entries(outputs) as [Name, HeadOutput][]).map(([name, { parts, bins }]) => {
    const values = new Float32Array(parts * bins * width);
    fillNormal(values, DEVIATION, `${seed}:segmentation_head.${name}.weight`);
    const weight = tf().variable(tf().tensor2d(values, [parts * bins, width]));
    return { name, bins, weight, bias: tf().variable(tf().zeros([parts * bins])) };
  });
  return {
    parameters: new Map(
      layers.flatMap(({ name, weight, bias }): [string, Variable][] => [
        [`segmentation_head.${name}.weight`, weight],
        [`segmentation_head.${name}.bias`, bias],
      ]),
    ),
    logits: (rows_ND) =>
      Object.fromEntries(
        layers.map(({ name, bins, weight, bias }) => [
          name,
          tf().reshape(tf().add(differentiableLinear(rows_ND, weight), bias), [-1, bins]),
        ]),
      ) as Record<Name, Tensor2D>,
    dispose: () => {
      for (const { weight, bias } of layers) {
        weight.dispose();
        bias.dispose();
      }
    },
  };
}
