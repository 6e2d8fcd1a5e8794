/**
 * AdamW with decoupled weight decay and clipping by global norm, as torch.optim.AdamW and
 * torch.nn.utils.clip_grad_norm_ compute them in float32:
 *
 *   g <- g * min(1, maxNorm / (norm + 1e-6))
 *   p <- p * (1 - lr * decay);  m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2
 *   p <- p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 *
 * Parameters are updated in buckets: gradients of many small tensors are joined into one vector, so that the number
 * of operations does not grow with the number of tensors (at nano size the call overhead would be most of the time).
 * A parameter without a gradient in a step (the vision tower in a text-only batch) counts as gradient 0; torch
 * would leave it out of that step.
 */
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { hasKernels } from '../../ops/kernel-block.ts';
import type { OptimizerConfig } from '../../schema.ts';
import type { FloatArray } from '../../weights/index.ts';
import type { Optimizer } from '../optimizer.ts';
import { type AdamWBucket, AdamWKernel, type AdamWNumbers } from './adamw-kernel.ts';

export interface AdamWOptions {
  /** Which parameters decay; default: all but vectors (norm weights and biases), as transformers does. */
  readonly decays?: (name: string, shape: readonly number[]) => boolean;
  /** Largest number of elements that are joined; bounds the extra memory. */
  readonly bucketSize?: number;
}

interface Bucket extends AdamWBucket {
  readonly sizes: number[];
}

export class AdamW implements Optimizer {
  readonly #config: OptimizerConfig;
  readonly #buckets: Bucket[];
  readonly #kernel: AdamWKernel | null;
  #steps = 0;

  /** @param parameters the trainable ones only: what is absent here stays frozen. */
  constructor(
    parameters: ReadonlyMap<string, Variable>,
    config: OptimizerConfig,
    options: AdamWOptions = {},
  ) {
    this.#config = config;
    this.#buckets = makeBuckets(parameters, options);
    this.#kernel = hasKernels() && this.#buckets.length > 0 ? new AdamWKernel(this.#buckets) : null;
  }

  /** Updates done so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * One update in place. Gradients are left to the caller to dispose.
   * @returns the global norm before clipping.
   */
  step(gradients: Readonly<Record<string, Tensor>>, learningRate: number): number {
    return this.stepBeside(gradients, learningRate, 0).norm;
  }

  /**
   * `step` where another optimizer updates other parameters with gradients of the same norm.
   * @param squares sum of the squares of their gradients
   * @returns the norm over both before clipping, and what clipping multiplies gradients by.
   */
  stepBeside(
    gradients: Readonly<Record<string, Tensor>>,
    learningRate: number,
    squares: number,
  ): { readonly norm: number; readonly scale: number } {
    this.#steps++;
    const clip = (norm: number): number => {
      const limit = this.#config.maxGradNorm;
      return limit === null ? 1 : Math.min(1, limit / (norm + 1e-6));
    };
    if (this.#kernel !== null) {
      const norm = this.#kernel.update(gradients, this.#numbers(learningRate), squares);
      return { norm, scale: clip(norm) };
    }
    const joined = this.#buckets.map((bucket) => tf().tidy(() => joinGradients(bucket, gradients)));
    const norm = Math.sqrt(squaredNorm(joined) + squares);
    const scale = clip(norm);
    this.#buckets.forEach((bucket, i) => {
      this.#updateBucket(bucket, joined[i]!, scale, learningRate);
      joined[i]!.dispose();
    });
    return { norm, scale };
  }

  #numbers(learningRate: number): AdamWNumbers {
    const { beta1, beta2, epsilon, weightDecay, maxGradNorm: maxNorm } = this.#config;
    const rate = learningRate / (1 - beta1 ** this.#steps);
    const correction2 = Math.sqrt(1 - beta2 ** this.#steps);
    return { beta1, beta2, epsilon, rate, correction2, keep: 1 - learningRate * weightDecay, maxNorm };
  }

  #updateBucket(bucket: Bucket, gradient: Tensor, scale: number, learningRate: number): void {
    const api = tf();
    const { beta1, beta2, epsilon, rate, correction2, keep } = this.#numbers(learningRate);
    const [first, second, pieces] = api.tidy(() => {
      const clipped = scale === 1 ? gradient : api.mul(gradient, scale);
      const m = api.add(api.mul(bucket.firstMoment, beta1), api.mul(clipped, 1 - beta1));
      const v = api.add(api.mul(bucket.secondMoment, beta2), api.mul(api.square(clipped), 1 - beta2));
      const denominator = api.add(api.div(api.sqrt(v), correction2), epsilon);
      const change = api.mul(api.div(m, denominator), rate);
      let weights = joinVectors(bucket.variables);
      if (bucket.decays && keep !== 1) weights = api.mul(weights, keep);
      const updated = api.sub(weights, change);
      const parts = bucket.sizes.length === 1 ? [updated] : api.split(updated, bucket.sizes);
      const shaped = parts.map((part, i) => api.reshape(part, bucket.variables[i]!.shape));
      return [m, v, shaped] as [Tensor, Tensor, Tensor[]];
    });
    bucket.firstMoment.dispose();
    bucket.secondMoment.dispose();
    bucket.firstMoment = first;
    bucket.secondMoment = second;
    pieces.forEach((piece, i) => {
      bucket.variables[i]!.assign(piece);
      piece.dispose();
    });
  }

  /** Moments by parameter: "exp_avg.NAME" and "exp_avg_sq.NAME". The number of steps is `steps`. */
  state(): Map<string, FloatArray> {
    const state = new Map<string, FloatArray>();
    for (const bucket of this.#buckets) {
      const first = bucket.firstMoment.dataSync() as Float32Array; // float32 by construction
      const second = bucket.secondMoment.dataSync() as Float32Array;
      let offset = 0;
      bucket.names.forEach((name, i) => {
        const end = offset + bucket.sizes[i]!;
        const shape = bucket.variables[i]!.shape;
        state.set(`exp_avg.${name}`, { shape, data: first.slice(offset, end) });
        state.set(`exp_avg_sq.${name}`, { shape, data: second.slice(offset, end) });
        offset = end;
      });
    }
    return state;
  }

  /** Puts back what `state` gave, bit for bit. @throws RangeError when a moment is missing or of another size. */
  restore(state: ReadonlyMap<string, FloatArray>, steps: number): void {
    const api = tf();
    for (const bucket of this.#buckets) {
      const join = (prefix: string): Tensor => {
        const vector = new Float32Array(bucket.sizes.reduce((sum, size) => sum + size, 0));
        let offset = 0;
        bucket.names.forEach((name, i) => {
          const moment = state.get(`${prefix}.${name}`);
          if (moment === undefined || moment.data.length !== bucket.sizes[i]) {
            throw new RangeError(`The optimizer state has no fitting ${prefix}.${name}.`);
          }
          vector.set(moment.data, offset);
          offset += moment.data.length;
        });
        return api.tensor1d(vector);
      };
      const first = join('exp_avg');
      const second = join('exp_avg_sq');
      bucket.firstMoment.dispose();
      bucket.secondMoment.dispose();
      bucket.firstMoment = first;
      bucket.secondMoment = second;
    }
    this.#steps = steps;
  }

  dispose(): void {
    for (const bucket of this.#buckets) {
      bucket.firstMoment.dispose();
      bucket.secondMoment.dispose();
    }
  }
}

function makeBuckets(parameters: ReadonlyMap<string, Variable>, options: AdamWOptions): Bucket[] {
  const decays = options.decays ?? ((_, shape) => shape.length > 1);
  const limit = options.bucketSize ?? 1 << 22;
  const open: { names: string[]; variables: Variable[]; sizes: number[]; decays: boolean; total: number }[] =
    [];
  for (const [name, variable] of parameters) {
    const kind = decays(name, variable.shape);
    let bucket = open.find((other) => other.decays === kind && other.total + variable.size <= limit);
    if (bucket === undefined) {
      bucket = { names: [], variables: [], sizes: [], decays: kind, total: 0 };
      open.push(bucket);
    }
    bucket.names.push(name);
    bucket.variables.push(variable);
    bucket.sizes.push(variable.size);
    bucket.total += variable.size;
  }
  return open.map(({ total, ...rest }) => ({
    ...rest,
    firstMoment: tf().zeros([total]),
    secondMoment: tf().zeros([total]),
  }));
}

function joinGradients(bucket: Bucket, gradients: Readonly<Record<string, Tensor>>): Tensor {
  const parts = bucket.names.map((name, i) => gradients[name] ?? tf().zeros([bucket.sizes[i]!]));
  return joinVectors(parts);
}

/** Sum of the squares of all elements. */
export function squaredNorm(tensors: readonly Tensor[]): number {
  const api = tf();
  if (tensors.length === 0) return 0;
  return api.tidy(() => api.addN(tensors.map((tensor) => api.sum(api.square(tensor)))).dataSync()[0]!);
}

function joinVectors(tensors: readonly Tensor[]): Tensor {
  const vectors = tensors.map((tensor) => tf().reshape(tensor, [tensor.size]));
  return vectors.length === 1 ? vectors[0]! : tf().concat(vectors);
}
