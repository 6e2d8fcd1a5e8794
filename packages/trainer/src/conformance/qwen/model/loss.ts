/** Training loss, log-probabilities and gradients of any variables, as numbers. */
import { type Tensor, tf, type Variable } from '../../../backend/tf.ts';
import type { ModelBatch, VisionLanguageModel } from '../../../model/index.ts';
import { fusedCrossEntropy, tokenLogprobs } from '../../../ops/cross-entropy.ts';

export interface LossAndGradients {
  readonly loss: number;
  /** By the names of `variables`; a variable that the loss does not depend on is absent. */
  readonly gradients: Map<string, Float32Array>;
}

/** Mean cross-entropy over the labels that are not -100, shifted by one. */
export function lossAndGradients(
  model: VisionLanguageModel,
  batch: ModelBatch,
  labels: ArrayLike<number>,
  variables: ReadonlyMap<string, Variable>,
): LossAndGradients {
  const { batchSize, length } = batch;
  const rows: number[] = [];
  const targets: number[] = [];
  for (let at = 0; at + 1 < batchSize * length; at++) {
    if ((at + 1) % length === 0 || labels[at + 1] === -100) continue;
    rows.push(at);
    targets.push(labels[at + 1]!);
  }
  const names = [...variables.keys()];
  const gradients = new Map<string, Float32Array>();
  const loss = tf().tidy(() => {
    const result = tf().variableGrads(
      () => {
        const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batchSize * length, -1]);
        const chosen = tf().gather(hidden, tf().tensor1d(rows, 'int32'));
        const sum = fusedCrossEntropy(chosen, model.head(), tf().tensor1d(targets, 'int32'));
        return tf().div(sum, rows.length).asScalar();
      },
      names.map((key) => variables.get(key)!),
    );
    for (const key of names) {
      const gradient: Tensor | undefined = result.grads[variables.get(key)!.name];
      if (gradient === undefined || gradient === null) continue;
      gradients.set(key, gradient.dataSync() as Float32Array); // gradients are float32
    }
    return result.value.dataSync()[0]!;
  });
  return { loss, gradients };
}

/** log p of each next token, [B, T - 1]; 0 where it or its predecessor is padding. */
export function nextTokenLogprobs(model: VisionLanguageModel, batch: ModelBatch): Float32Array {
  const { batchSize, length, inputIds, attentionMask } = batch;
  const out = new Float32Array(batchSize * (length - 1));
  const rows: number[] = [];
  const targets: number[] = [];
  const places: number[] = [];
  for (let row = 0; row < batchSize; row++) {
    for (let t = 0; t + 1 < length; t++) {
      const at = row * length + t;
      if (attentionMask[at] === 0 || attentionMask[at + 1] === 0) continue;
      rows.push(at);
      targets.push(inputIds[at + 1]!);
      places.push(row * (length - 1) + t);
    }
  }
  tf().tidy(() => {
    const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batchSize * length, -1]);
    const chosen = tf().gather(hidden, tf().tensor1d(rows, 'int32'));
    const values = tokenLogprobs(chosen, model.head(), tf().tensor1d(targets, 'int32')).dataSync();
    for (const [index, place] of places.entries()) out[place] = values[index]!;
  });
  return out;
}
