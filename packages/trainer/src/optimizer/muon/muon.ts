/**
 * Muon for the matrices of the blocks, AdamW for all else (embeddings, head, patches, vectors), clipped by one global norm:
 *
 *   m <- beta m + (1 - beta) g;  u <- orthogonal(beta m + (1 - beta) g)
 *   p <- p * (1 - lr * decay) - r lr * 0.2 sqrt(max(rows, columns)) u
 *
 * as torch.optim.Muon does with Nesterov momentum and adjust_lr_fn "match_rms_adamw" (arXiv 2502.16982, section 2.2): an update
 * is as large as AdamW's, so that with r = 1 (torch's) both share one learning rate. Matrices of one shape are updated side
 * by side.
 */
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { hasKernels } from '../../ops/kernel-block.ts';
import type { OptimizerConfig } from '../../schema.ts';
import type { FloatArray } from '../../weights/index.ts';
import { AdamW, squaredNorm } from '../adamw/adamw.ts';
import type { Optimizer } from '../optimizer.ts';
import { type MuonGroup, MuonKernel } from './muon-kernel.ts';
import { orthogonal } from './orthogonal.ts';

/** Root mean square of an AdamW update, about. */
const UPDATE_RMS = 0.2;

interface Group extends MuonGroup {
  readonly rows: number;
  readonly columns: number;
}

export class Muon implements Optimizer {
  readonly #config: OptimizerConfig;
  readonly #groups: Group[];
  readonly #kernel: MuonKernel | null;
  readonly #others: AdamW;

  constructor(parameters: ReadonlyMap<string, Variable>, config: OptimizerConfig) {
    this.#config = config;
    this.#groups = makeGroups(parameters);
    this.#kernel = hasKernels() && this.#groups.length > 0 ? new MuonKernel(this.#groups) : null;
    this.#others = new AdamW(
      new Map([...parameters].filter(([name, variable]) => !isHiddenMatrix(name, variable.shape))),
      config,
    );
  }

  get steps(): number {
    return this.#others.steps;
  }

  step(gradients: Readonly<Record<string, Tensor>>, learningRate: number): number {
    if (this.#kernel !== null) {
      const { norm, scale } = this.#others.stepBeside(
        gradients,
        learningRate,
        this.#kernel.squares(gradients),
      );
      const { momentum: beta, weightDecay, matrixRate } = this.#config;
      const keep = 1 - learningRate * weightDecay;
      this.#kernel.update(gradients, { beta, scale, keep, rate: learningRate * matrixRate });
      return norm;
    }
    const stacked = this.#groups.map((group) => stackGradients(group, gradients));
    const { norm, scale } = this.#others.stepBeside(gradients, learningRate, squaredNorm(stacked));
    this.#groups.forEach((group, i) => {
      this.#updateGroup(group, stacked[i]!, scale, learningRate);
      stacked[i]!.dispose();
    });
    return norm;
  }

  #updateGroup(group: Group, gradient: Tensor, scale: number, learningRate: number): void {
    const api = tf();
    const { momentum: beta, weightDecay, matrixRate } = this.#config;
    const size = learningRate * matrixRate * UPDATE_RMS * Math.sqrt(Math.max(group.rows, group.columns));
    const [momentum, changes] = api.tidy(() => {
      const clipped = api.mul(gradient, scale * (1 - beta));
      const m = api.add(api.mul(group.momentum, beta), clipped);
      const update = orthogonal(api.add(api.mul(m, beta), clipped));
      return [m, api.unstack(api.mul(update, size))] as [Tensor, Tensor[]];
    });
    group.momentum.dispose();
    group.momentum = momentum;
    changes.forEach((change, i) => {
      const variable = group.variables[i]!;
      const updated = api.tidy(() =>
        api.sub(weightDecay > 0 ? api.mul(variable, 1 - learningRate * weightDecay) : variable, change),
      );
      variable.assign(updated);
      updated.dispose();
      change.dispose();
    });
  }

  state(): Map<string, FloatArray> {
    const state = this.#others.state();
    for (const { names, rows, columns, momentum } of this.#groups) {
      const values = momentum.dataSync() as Float32Array; // float32 by construction
      names.forEach((name, i) => {
        const data = values.slice(i * rows * columns, (i + 1) * rows * columns);
        state.set(`momentum.${name}`, { shape: [rows, columns], data });
      });
    }
    return state;
  }

  restore(state: ReadonlyMap<string, FloatArray>, steps: number): void {
    for (const group of this.#groups) {
      const size = group.rows * group.columns;
      const values = new Float32Array(group.names.length * size);
      group.names.forEach((name, i) => {
        const moment = state.get(`momentum.${name}`);
        if (moment?.data.length !== size)
          throw new RangeError(`The optimizer state has no fitting momentum.${name}.`);
        values.set(moment.data, i * size);
      });
      group.momentum.dispose();
      group.momentum = tf().tensor3d(values, [group.names.length, group.rows, group.columns]);
    }
    this.#others.restore(state, steps);
  }

  dispose(): void {
    for (const group of this.#groups) group.momentum.dispose();
    this.#others.dispose();
  }
}

/** A table of rows that are looked up, or a map to or from what is outside the model, is not a map between hidden states. */
export function isHiddenMatrix(name: string, shape: readonly number[]): boolean {
  return shape.length === 2 && !/embed_tokens|lm_head|patch_embed|segmentation_head/.test(name);
}

function makeGroups(parameters: ReadonlyMap<string, Variable>): Group[] {
  const byShape = new Map<string, { names: string[]; variables: Variable[] }>();
  for (const [name, variable] of parameters) {
    if (!isHiddenMatrix(name, variable.shape)) continue;
    const shape = variable.shape.join('x');
    const group = byShape.get(shape) ?? { names: [], variables: [] };
    group.names.push(name);
    group.variables.push(variable);
    byShape.set(shape, group);
  }
  return [...byShape.values()].map(({ names, variables }) => {
    const [rows, columns] = variables[0]!.shape as [number, number];
    return { names, variables, rows, columns, momentum: tf().zeros([names.length, rows, columns]) };
  });
}

function stackGradients(group: Group, gradients: Readonly<Record<string, Tensor>>): Tensor {
  const { names, rows, columns } = group;
  return tf().tidy(() => tf().stack(names.map((name) => gradients[name] ?? tf().zeros([rows, columns]))));
}
