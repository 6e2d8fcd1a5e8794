/** What native updates of many parameters share: their gradients as inputs, and their new values put in place. */
import type { Tensor, Variable } from '../backend/tf.ts';
import { absent } from '../ops/kernel-block.ts';

interface Group {
  readonly names: readonly string[];
  readonly variables: readonly Variable[];
}

/** Of each parameter, group after group: the number of its group. */
export function groupNumbers(groups: readonly Group[]): number[] {
  return groups.flatMap(({ names }, i) => names.map(() => i));
}

/** Gradients in the order of the groups; where one is missing, what tells the operation so. */
export function gradientInputs(
  groups: readonly Group[],
  gradients: Readonly<Record<string, Tensor>>,
): Tensor[] {
  return groups.flatMap(({ names }) => names.map((name) => gradients[name] ?? absent()));
}

/** Gives the variables, group after group, the values that come first in `made`, and frees those. */
export function assignAll(groups: readonly Group[], made: readonly Tensor[]): void {
  for (const [i, variable] of groups.flatMap(({ variables }) => variables).entries()) {
    variable.assign(made[i]!);
    made[i]!.dispose();
  }
}
