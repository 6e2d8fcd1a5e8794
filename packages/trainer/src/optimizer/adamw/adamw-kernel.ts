/** Clipping and AdamW's update of all parameters as one native operation (native/operations/adamw.cc). */
import { executeOp, type OpAttributes } from '../../backend/execute-op.ts';
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { assignAll, gradientInputs, groupNumbers } from '../native-update.ts';

export interface AdamWBucket {
  readonly names: readonly string[];
  readonly variables: readonly Variable[];
  readonly decays: boolean;
  /** Of all its variables, one after the other. */
  firstMoment: Tensor;
  secondMoment: Tensor;
}

/** Numbers of the formula in adamw.ts; `keep` is what a decaying weight is multiplied by. */
export interface AdamWNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate over the first moment's correction. */
  readonly rate: number;
  /** Root of the second moment's correction. */
  readonly correction2: number;
  readonly keep: number;
  readonly maxNorm: number | null;
}

export class AdamWKernel {
  readonly #buckets: readonly AdamWBucket[];
  readonly #attributes: OpAttributes;
  readonly #count: number;

  constructor(buckets: readonly AdamWBucket[]) {
    this.#buckets = buckets;
    const bucketOf = groupNumbers(buckets);
    const decays = buckets.flatMap(({ names, decays }) => names.map(() => (decays ? 1 : 0)));
    this.#count = bucketOf.length;
    this.#attributes = {
      count: { int: this.#count },
      buckets: { int: buckets.length },
      bucket_of: { int: bucketOf },
      decays: { int: decays },
    };
  }

  /**
   * Updates variables and moments in place.
   * @param squares sum of the squares of gradients that another optimizer takes
   * @returns the global norm over both before clipping
   */
  update(gradients: Readonly<Record<string, Tensor>>, numbers: AdamWNumbers, squares: number): number {
    const { beta1, beta2, epsilon, rate, correction2, keep, maxNorm } = numbers;
    const buckets = this.#buckets;
    const settings = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon, rate, correction2, keep];
    const made = tf().tidy(() =>
      executeOp(
        'ParallaxAdamW',
        this.#attributes,
        [
          tf().tensor1d([...settings, maxNorm ?? Number.POSITIVE_INFINITY, squares]),
          ...gradientInputs(buckets, gradients),
          ...buckets.flatMap(({ variables }) => variables),
          ...buckets.map(({ firstMoment }) => firstMoment),
          ...buckets.map(({ secondMoment }) => secondMoment),
        ],
        1 + this.#count + 2 * buckets.length,
      ),
    );
    const [norm, ...updated] = made as [Tensor, ...Tensor[]];
    assignAll(buckets, updated);
    const moments = updated.slice(this.#count);
    for (const [i, bucket] of buckets.entries()) {
      bucket.firstMoment.dispose();
      bucket.secondMoment.dispose();
      bucket.firstMoment = moments[i]!;
      bucket.secondMoment = moments[buckets.length + i]!;
    }
    const value = norm.dataSync()[0]!;
    norm.dispose();
    return value;
  }
}
