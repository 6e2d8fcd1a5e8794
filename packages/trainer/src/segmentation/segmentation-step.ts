/** One step of segmentation: cross-entropy between predicted and true distributions over classes and over the attributes of instances. */
import { type Tensor, type Tensor2D, tf, type Variable } from '../backend/tf.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { disposeGradients, gradientsOf } from '../optimizer/gradients.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import { INSTANCE_BINS, type InstanceAttribute } from './part-targets.ts';
import type { SegmentationHead } from './segmentation-head.ts';

export type Target = 'classes' | InstanceAttribute;

/** How much each counts in the loss. An instance's column is what text asks for most, and classes are easy. */
const WEIGHTS: Readonly<Record<Target, number>> = { classes: 1, column: 0.25, row: 0.1, size: 0.1 };

export interface SegmentationBatch {
  readonly pixelValues: Float32Array;
  /** All alike. */
  readonly gridThw: readonly [number, number, number][];
  /** Of `classShares` and `instanceTargets`: [parts of all photos * bins] */
  readonly targets: Readonly<Record<Target, Float32Array>>;
}

export interface SegmentationStepOptions {
  readonly model: VisionLanguageModel;
  readonly head: SegmentationHead<Target>;
  readonly optimizer: Optimizer;
  readonly trainable: ReadonlyMap<string, Variable>;
  readonly batch: SegmentationBatch;
  readonly classCount: number;
  readonly learningRate: number;
}

export interface SegmentationStepResult {
  readonly loss: number;
  /** Global norm before clipping. */
  readonly gradNorm: number;
  /** Mean over the classes that are there of intersection over union, a part counted as its largest class. */
  readonly meanIou: number;
  /** By how much the column that is expected of an instance's part is off, percent of the photo's width, mean over the parts by their share. */
  readonly columnError: number;
}

export function segmentationStep(options: SegmentationStepOptions): SegmentationStepResult {
  const { model, head, classCount, batch } = options;
  const { targets } = batch;
  const api = tf();
  let loss = 0;
  let predicted: Int32Array = new Int32Array();
  let columns: Float32Array = new Float32Array();
  const gradients = gradientsOf(() => {
    const logits = head.logits(model.imageRows(batch));
    predicted = api.argMax(logits.classes, 1).dataSync() as Int32Array;
    columns = api.softmax(logits.column).dataSync() as Float32Array;
    const names = Object.keys(WEIGHTS) as Target[];
    const value = names
      .map((name): Tensor => api.mul(distributionCrossEntropy(logits[name], targets[name]), WEIGHTS[name]))
      .reduce((sum, part) => api.add(sum, part));
    loss = value.dataSync()[0]!;
    return value;
  }, options.trainable);
  const gradNorm = options.optimizer.step(gradients, options.learningRate);
  disposeGradients(gradients);
  return {
    loss,
    gradNorm,
    meanIou: meanIou(predicted, largestClasses(targets.classes, classCount), classCount),
    columnError: meanColumnError(columns, targets.column),
  };
}

/** Mean of -log p over what the targets weigh: rows without any weight count nothing, and all are nothing where none has. */
export function distributionCrossEntropy(logits_NC: Tensor2D, targets: Float32Array): Tensor {
  const api = tf();
  const total = targets.reduce((sum, weight) => sum + weight, 0);
  const targets_NC = api.tensor2d(targets, logits_NC.shape);
  return api.mul(api.sum(api.mul(targets_NC, api.logSoftmax(logits_NC))), total === 0 ? 0 : -1 / total);
}

function meanColumnError(predicted: Float32Array, targets: Float32Array): number {
  const bins = INSTANCE_BINS.column;
  let [error, total] = [0, 0];
  for (let start = 0; start < targets.length; start += bins) {
    let [share, truth, expected] = [0, 0, 0];
    for (let k = 0; k < bins; k++) {
      share += targets[start + k]!;
      truth += targets[start + k]! * k;
      expected += predicted[start + k]! * k;
    }
    error += Math.abs(truth - share * expected);
    total += share;
  }
  return total === 0 ? 0 : ((100 / bins) * error) / total;
}

function largestClasses(shares: Float32Array, classCount: number): Int32Array {
  return Int32Array.from({ length: shares.length / classCount }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classCount; c++)
      if (shares[row * classCount + c]! > shares[row * classCount + best]!) best = c;
    return best;
  });
}

/** Of the classes that one of the two has somewhere. */
export function meanIou(predicted: Int32Array, truth: Int32Array, classCount: number): number {
  const [both, either] = [new Float64Array(classCount), new Float64Array(classCount)];
  truth.forEach((c, i) => {
    const said = predicted[i]!;
    either[c]!++;
    if (said === c) both[c]!++;
    else either[said]!++;
  });
  const present = [...either.keys()].filter((c) => either[c]! > 0);
  return present.reduce((sum, c) => sum + both[c]! / either[c]!, 0) / present.length;
}
