/** Gradients of a scalar with respect to named parameters, and their sum over micro-batches. */
import { type Tensor, tf, type Variable } from '../backend/tf.ts';

/** By parameter name. A parameter that the scalar does not depend on is absent. */
export type Gradients = Record<string, Tensor>;

/**
 * @param objective builds the scalar; tensors it makes are freed, except what it keeps itself.
 * @returns gradients owned by the caller.
 */
export function gradientsOf(objective: () => Tensor, parameters: ReadonlyMap<string, Variable>): Gradients {
  const names = new Map([...parameters].map(([name, variable]) => [variable.name, name]));
  // variableGrads wants a scalar by its type; every objective here reduces with sum().
  const scalar = objective as () => ReturnType<ReturnType<typeof tf>['scalar']>;
  const { value, grads } = tf().variableGrads(scalar, [...parameters.values()]);
  value.dispose();
  const found: Gradients = {};
  for (const [registered, gradient] of Object.entries(grads)) found[names.get(registered)!] = gradient;
  return found;
}

/** sum += part; `part` is freed, `sum` is changed in place. */
export function addGradients(sum: Gradients, part: Gradients): void {
  for (const [name, gradient] of Object.entries(part)) {
    const old = sum[name];
    if (old === undefined) {
      sum[name] = gradient;
      continue;
    }
    sum[name] = tf().add(old, gradient);
    old.dispose();
    gradient.dispose();
  }
}

export function disposeGradients(gradients: Gradients): void {
  for (const gradient of Object.values(gradients)) gradient.dispose();
}
