/** Muon's update of all matrices as one native operation (native/operations/muon.cc). */
import { executeOp, type OpAttributes } from '../../backend/execute-op.ts';
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { assignAll, gradientInputs, groupNumbers } from '../native-update.ts';

/** Matrices of one shape. */
export interface MuonGroup {
  readonly names: readonly string[];
  readonly variables: readonly Variable[];
  /** [names, rows, columns] */
  momentum: Tensor;
}

/** Numbers of the formula in muon.ts. */
export interface MuonNumbers {
  readonly beta: number;
  /** What clipping multiplies gradients by. */
  readonly scale: number;
  /** What a weight is multiplied by. */
  readonly keep: number;
  /** Learning rate of the matrices. */
  readonly rate: number;
}

export class MuonKernel {
  readonly #groups: readonly MuonGroup[];
  readonly #attributes: OpAttributes;
  readonly #count: number;

  constructor(groups: readonly MuonGroup[]) {
    this.#groups = groups;
    const stackOf = groupNumbers(groups);
    this.#count = stackOf.length;
    this.#attributes = {
      count: { int: this.#count },
      stacks: { int: groups.length },
      stack_of: { int: stackOf },
    };
  }

  /** Sum of the squares of the matrices' gradients. */
  squares(gradients: Readonly<Record<string, Tensor>>): number {
    const tensors = this.#groups.flatMap(({ names }) => names.flatMap((name) => gradients[name] ?? []));
    if (tensors.length === 0) return 0;
    const [sum] = executeOp('ParallaxSquaredNorm', { count: { int: tensors.length } }, tensors);
    const value = sum!.dataSync()[0]!;
    sum!.dispose();
    return value;
  }

  /** Updates variables and momenta in place. */
  update(gradients: Readonly<Record<string, Tensor>>, { beta, scale, keep, rate }: MuonNumbers): void {
    const groups = this.#groups;
    const made = tf().tidy(() =>
      executeOp(
        'ParallaxMuon',
        this.#attributes,
        [
          tf().tensor1d([beta, scale * (1 - beta), keep, rate]),
          ...gradientInputs(groups, gradients),
          ...groups.flatMap(({ variables }) => variables),
          ...groups.map(({ momentum }) => momentum),
        ],
        this.#count + groups.length,
      ),
    );
    assignAll(groups, made);
    for (const [i, group] of groups.entries()) {
      group.momentum.dispose();
      group.momentum = made[this.#count + i]!;
    }
  }
}
