/** Folds norms and the query scale of a layer into its matrices and joins them. */
import { type Tensor, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import { constant } from '../ops/constants.ts';
import { interleaveHeads } from '../ops/rotary.ts';
import type { Weights } from '../vision/vision-tower.ts';
import { attentionWeights, mlpWeights } from './decoder-layer.ts';

/** One layer's weights with norms folded in, joined into few matrices: decoding is bound by operations, not by work. */
export interface PreparedLayer {
  /** Rows: for each key head its queries (scaled), its key, its value. */
  readonly qkv_XD: Tensor;
  readonly qkvBias_X: Tensor;
  readonly output_DC: Tensor;
  /** Rows: gate, up. */
  readonly gateUp_YD: Tensor;
  readonly down_DF: Tensor;
}

/** Kept beyond tidy scopes: the caller disposes of the result. */
export function prepareLayer(layer: number, weights: Weights, config: ModelConfig): PreparedLayer {
  const names = ['qkv_XD', 'qkvBias_X', 'output_DC', 'gateUp_YD', 'down_DF'] as const;
  const tensors = tf().tidy(() => {
    const ready = joined(layer, weights, config);
    return names.map((name) => ready[name]);
  });
  for (const tensor of tensors) tf().keep(tensor);
  const [qkv_XD, qkvBias_X, output_DC, gateUp_YD, down_DF] = tensors as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  return { qkv_XD, qkvBias_X, output_DC, gateUp_YD, down_DF };
}

function joined(layer: number, weights: Weights, config: ModelConfig): PreparedLayer {
  const api = tf();
  const { heads, kvHeads, headDim, hiddenSize } = config;
  const attention = attentionWeights(layer, weights);
  const mlp = mlpWeights(layer, weights);
  const scale = 1 / Math.sqrt(headDim);
  // unitRows() leaves sqrt(features) to the matrix that follows.
  const width = Math.sqrt(hiddenSize);
  const attentionNorm = api.mul(attention.norm_D, width);
  const mlpNorm = api.mul(mlp.norm_D, width);
  const query = interleaveHeads(api.mul(api.mul(attention.query_CD, attentionNorm), scale), heads);
  const key = interleaveHeads(api.mul(attention.key_ED, attentionNorm), kvHeads);
  const value = api.mul(attention.value_ED, attentionNorm);
  const queryBias = interleaveHeads(api.mul(attention.queryBias_C!, scale), heads); // the decoder always has biases
  const keyBias = interleaveHeads(attention.keyBias_E!, kvHeads);
  const order = byKeyHead(config);
  return {
    qkv_XD: api.gather(api.concat([query, key, value], 0), order),
    qkvBias_X: api.gather(api.concat([queryBias, keyBias, attention.valueBias_E!], 0), order),
    output_DC: api.clone(attention.output_DC),
    gateUp_YD: api.mul(api.concat([mlp.gate_FD, mlp.up_FD], 0), mlpNorm),
    down_DF: api.clone(mlp.down_DF),
  };
}

/** Rows key head by key head: its queries, its key, its value. */
function byKeyHead({ heads, kvHeads, headDim }: ModelConfig): Tensor {
  return constant(`by-key-head:${heads}:${kvHeads}:${headDim}`, () => {
    const groups = heads / kvHeads;
    const order: number[] = [];
    const take = (vector: number): void => {
      for (let i = 0; i < headDim; i++) order.push(vector * headDim + i);
    };
    for (let head = 0; head < kvHeads; head++) {
      for (let group = 0; group < groups; group++) take(head * groups + group);
      take(heads + head);
      take(heads + kvHeads + head);
    }
    return tf().tensor1d(order, 'int32');
  });
}
