/** One step of segmentation: cross-entropy between predicted and true shares of the classes, mean over all parts. */
import { type Tensor, type Tensor2D, tf, type Variable } from '../backend/tf.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { disposeGradients, gradientsOf } from '../optimizer/gradients.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import type { SegmentationHead } from './segmentation-head.ts';

export interface SegmentationBatch {
  readonly pixelValues: Float32Array;
  /** All alike. */
  readonly gridThw: readonly [number, number, number][];
  /** Of `classShares`: [parts of all photos, classes] */
  readonly shares: Float32Array;
}

export interface SegmentationStepOptions {
  readonly model: VisionLanguageModel;
  readonly head: SegmentationHead;
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
}

export function segmentationStep(options: SegmentationStepOptions): SegmentationStepResult {
  const { model, head, batch, classCount } = options;
  const api = tf();
  let loss = 0;
  let predicted: Int32Array = new Int32Array();
  const gradients = gradientsOf(() => {
    const logits = head.logits(model.imageRows(batch));
    predicted = api.argMax(logits, 1).dataSync() as Int32Array;
    const value = shareCrossEntropy(logits, batch.shares);
    loss = value.dataSync()[0]!;
    return value;
  }, options.trainable);
  const gradNorm = options.optimizer.step(gradients, options.learningRate);
  disposeGradients(gradients);
  return {
    loss,
    gradNorm,
    meanIou: meanIou(predicted, largestClasses(batch.shares, classCount), classCount),
  };
}

/** Mean over the rows of -sum of share times log p. */
export function shareCrossEntropy(logits_NC: Tensor2D, shares: Float32Array): Tensor {
  const api = tf();
  const shares_NC = api.tensor2d(shares, logits_NC.shape);
  return api.neg(api.mean(api.sum(api.mul(shares_NC, api.logSoftmax(logits_NC)), 1)));
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
