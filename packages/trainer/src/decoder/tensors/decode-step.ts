/**
 * One token for every row of a batch, with cached keys and values. At one token a row the work is small and the number
 * of operations decides: each of these is one native call, and copies of tensors are made only where a product needs them.
 * Shapes as in tensor-cache.ts; X = (H + 2 K) d, Y = 2 F, V vocabulary.
 */
import { type Tensor, tf } from '../../backend/tf.ts';
import type { ModelConfig } from '../../model/config.ts';
import { linear } from '../../ops/linear.ts';
import type { PreparedLayer } from '../prepare-layer.ts';
import {
  add,
  gated,
  join,
  multiply,
  multiplyStacks,
  reshape,
  softmax,
  split,
  transpose,
  unitRows,
} from './plain-ops.ts';
import { type RowRotation, rowRotation, turnRows } from './row-rotation.ts';
import type { LayerCache, TensorCache } from './tensor-cache.ts';

/** Appends `tokens` (one a row) to the cache and returns the logits of what follows them, [B, V]. */
export function decodeStep(cache: TensorCache, tokens: Int32Array, config: ModelConfig): Float32Array {
  const api = tf();
  const logits = api.tidy(() => {
    const rotation = rowRotation(cache.position, config);
    let x_BD: Tensor = api.gather(cache.embedding_VD, api.tensor1d(tokens, 'int32'));
    for (const [index, prepared] of cache.prepared.entries()) {
      x_BD = decodeLayer(x_BD, prepared, cache, cache.layers[index]!, rotation, config);
    }
    const rows = unitRows(x_BD, config.normEpsilon * config.hiddenSize);
    return linear(multiply(rows, cache.finalNorm_D), cache.head_VD);
  });
  for (let row = 0; row < cache.position.length; row++) cache.position[row]!++;
  cache.tailLength++;
  const values = logits.dataSync() as Float32Array; // logits are float32
  logits.dispose();
  return values;
}

function decodeLayer(
  x_BD: Tensor,
  prepared: PreparedLayer,
  cache: TensorCache,
  layer: LayerCache,
  rotation: RowRotation,
  config: ModelConfig,
): Tensor {
  const { heads, kvHeads, headDim } = config;
  const epsilon = config.normEpsilon * config.hiddenSize;
  const { copies } = cache;
  const groups = heads / kvHeads;
  const qkv = linear(unitRows(x_BD, epsilon), prepared.qkv_XD, prepared.qkvBias_X);
  // From here on completions of one prompt stand together under each key head: [Q, K, R, G + 2, d].
  const turned = reshape(turnRows(qkv, rotation, config), [-1, copies, kvHeads, groups + 2, headDim]);
  const byHead =
    copies === 1
      ? reshape(turned, [-1, kvHeads, 1, groups + 2, headDim])
      : transpose(turned, [0, 2, 1, 3, 4]);
  const [query, key, value] = split(byHead, [groups, 1, 1], 3) as [Tensor, Tensor, Tensor];
  append(layer, key, value);
  const context = attend(query, cache, layer, config);
  const byRow = copies === 1 ? context : transpose(context, [0, 2, 1, 3, 4]);
  const attended = add(x_BD, linear(reshape(byRow, [-1, heads * headDim]), prepared.output_DC));
  const gateUp = linear(unitRows(attended, epsilon), prepared.gateUp_YD);
  return add(attended, linear(gated(gateUp), prepared.down_DF));
}

/** The new key and value of each row go behind its tail. */
function append(layer: LayerCache, key: Tensor, value: Tensor): void {
  const api = tf();
  const { tailKey, tailValue } = layer;
  layer.tailKey = api.keep(tailKey === null ? key : join(tailKey, key, 3));
  layer.tailValue = api.keep(tailValue === null ? value : join(tailValue, value, 3));
  tailKey?.dispose();
  tailValue?.dispose();
}

/** Joint softmax over the shared prompt and each row's own tail. @param query [Q, K, R, G, d] */
function attend(query: Tensor, cache: TensorCache, layer: LayerCache, config: ModelConfig): Tensor {
  const { heads, kvHeads, headDim } = config;
  const { copies, promptLength } = cache;
  const groups = heads / kvHeads;
  // Queries of one prompt stand under each other, so that its keys are read once for all of them.
  const together = (x: Tensor, features: number): Tensor =>
    reshape(x, [-1, kvHeads, copies * groups, features]);
  const apart = (x: Tensor, features: number): Tensor => reshape(x, [-1, kvHeads, copies, groups, features]);
  let promptScore = multiplyStacks(together(query, headDim), layer.promptKey);
  if (cache.promptMask !== null) promptScore = add(promptScore, cache.promptMask);
  const tailScore = multiplyStacks(query, layer.tailKey!, true);
  const probability = softmax(join(apart(promptScore, promptLength), tailScore, 4));
  const [promptPart, tailPart] = split(probability, [promptLength, -1], 4) as [Tensor, Tensor];
  const fromPrompt = multiplyStacks(together(promptPart, promptLength), layer.promptValue);
  return add(apart(fromPrompt, headDim), multiplyStacks(tailPart, layer.tailValue!));
}
