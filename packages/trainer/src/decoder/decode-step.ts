/**
 * One token for every row of a batch, with cached keys and values.
 * Shapes as in kv-cache.ts; X = (H + 2 K) d, Y = 2 F, V vocabulary.
 */
import { type Tensor, type Tensor2D, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import { linear } from '../ops/linear.ts';
import { rmsNormForward } from '../ops/rms-norm.ts';
import { interleaveHeads, type RotaryTable, rotaryTable, rotate } from '../ops/rotary.ts';
import type { Weights } from '../vision/vision-tower.ts';
import { attentionWeights, decoderAngles, mlpWeights } from './decoder-layer.ts';
import type { KvCache, LayerCache, PreparedLayer } from './kv-cache.ts';

/** Appends `tokens` (one a row) to the cache and returns the logits of what follows them. */
export function decodeStep(
  cache: KvCache,
  tokens: Int32Array,
  embedding_VD: Tensor,
  config: ModelConfig,
): Tensor2D {
  const api = tf();
  const batch = cache.prompts * cache.copies;
  const logits = api.tidy(() => {
    const positions = new Float32Array(batch * 3);
    for (let row = 0; row < batch; row++) {
      positions.fill(cache.position[row]!, row * 3, row * 3 + 3);
    }
    const table = rotaryTable(decoderAngles(api.tensor2d(positions, [batch, 3]), config));
    let x_BD: Tensor = api.gather(embedding_VD, api.tensor1d(tokens, 'int32'));
    for (const [index, prepared] of cache.prepared.entries()) {
      x_BD = decodeLayer(x_BD, prepared, cache, cache.layers[index]!, table, config);
    }
    const { normalised_ND } = rmsNormForward(x_BD, config.normEpsilon);
    return linear(api.mul(normalised_ND, cache.finalNorm_D), cache.head_VD) as Tensor2D;
  });
  for (let row = 0; row < batch; row++) cache.position[row]!++;
  cache.tailLength++;
  return logits;
}

function decodeLayer(
  x_BD: Tensor,
  prepared: PreparedLayer,
  cache: KvCache,
  layer: LayerCache,
  table: RotaryTable,
  config: ModelConfig,
): Tensor {
  const api = tf();
  const { heads, kvHeads, headDim } = config;
  const batch = cache.prompts * cache.copies;
  const qkv = linear(
    rmsNormForward(x_BD, config.normEpsilon).normalised_ND,
    prepared.qkv_XD,
    prepared.qkvBias_X,
  );
  const turnedWidth = (heads + kvHeads) * headDim;
  const turned = rotate(api.slice(qkv, [0, 0], [batch, turnedWidth]), heads + kvHeads, table);
  const query = api.slice(turned, [0, 0], [batch, heads * headDim]);
  const newShape = [batch * kvHeads, 1, headDim];
  const key = api.reshape(api.slice(turned, [0, heads * headDim], [batch, kvHeads * headDim]), newShape);
  const value = api.reshape(api.slice(qkv, [0, turnedWidth], [batch, kvHeads * headDim]), newShape);
  const tailKey = layer.tailKey === null ? api.clone(key) : api.concat([layer.tailKey, key], 1);
  const tailValue = layer.tailValue === null ? api.clone(value) : api.concat([layer.tailValue, value], 1);
  layer.tailKey?.dispose();
  layer.tailValue?.dispose();
  layer.tailKey = api.keep(tailKey);
  layer.tailValue = api.keep(tailValue);
  const context = decodeAttention(query, cache, layer, tailKey, tailValue, config);
  const attended = api.add(x_BD, linear(context, prepared.output_DC));
  const gateUp = linear(rmsNormForward(attended, config.normEpsilon).normalised_ND, prepared.gateUp_YD);
  const width = config.intermediateSize;
  const gate = api.slice(gateUp, [0, 0], [batch, width]);
  const up = api.slice(gateUp, [0, width], [batch, width]);
  return api.add(attended, linear(api.mul(api.mul(gate, api.sigmoid(gate)), up), prepared.down_DF));
}

/** Joint softmax over the shared prompt and each row's own tail. */
function decodeAttention(
  query: Tensor,
  cache: KvCache,
  layer: LayerCache,
  tailKey: Tensor,
  tailValue: Tensor,
  config: ModelConfig,
): Tensor {
  const api = tf();
  const { heads, kvHeads, headDim } = config;
  const { prompts, copies, promptLength } = cache;
  const groups = heads / kvHeads;
  const batch = prompts * copies;
  const tailLength = tailKey.shape[1]!;
  // Rows of one prompt stack their queries under each other, so the prompt's keys are read once for all of them.
  const byTail = api.reshape(query, [batch * kvHeads, groups, headDim]);
  const byPrompt = regroup(byTail, prompts, copies, kvHeads, groups, headDim);
  let promptScore: Tensor = api.matMul(byPrompt, layer.promptKey, false, true);
  if (cache.promptMask !== null) {
    const rows = kvHeads * copies * groups;
    promptScore = api.add(api.reshape(promptScore, [prompts, rows, promptLength]), cache.promptMask);
  }
  const tailScore = api.matMul(byTail, tailKey, false, true);
  const promptRows = ungroup(promptScore, prompts, copies, kvHeads, groups, promptLength);
  const probability = api.softmax(api.concat([promptRows, tailScore], 2));
  const promptPart = api.slice(probability, [0, 0, 0], [batch * kvHeads, groups, promptLength]);
  const tailPart = api.slice(probability, [0, 0, promptLength], [batch * kvHeads, groups, tailLength]);
  const fromPrompt = api.matMul(
    regroup(promptPart, prompts, copies, kvHeads, groups, promptLength),
    layer.promptValue,
  );
  const out = api.add(
    ungroup(fromPrompt, prompts, copies, kvHeads, groups, headDim),
    api.matMul(tailPart, tailValue),
  );
  return api.reshape(out, [batch, heads * headDim]);
}

/** [Q R K, G, f] -> [Q K, R G, f] */
function regroup(
  x: Tensor,
  prompts: number,
  copies: number,
  kvHeads: number,
  groups: number,
  f: number,
): Tensor {
  const api = tf();
  const shape = [prompts * kvHeads, copies * groups, f];
  if (copies === 1) return api.reshape(x, shape);
  const view = api.reshape(x, [prompts, copies, kvHeads, groups * f]);
  return api.reshape(api.transpose(view, [0, 2, 1, 3]), shape);
}

/** [Q K, R G, f] -> [Q R K, G, f] */
function ungroup(
  x: Tensor,
  prompts: number,
  copies: number,
  kvHeads: number,
  groups: number,
  f: number,
): Tensor {
  const api = tf();
  const shape = [prompts * copies * kvHeads, groups, f];
  if (copies === 1) return api.reshape(x, shape);
  const view = api.reshape(x, [prompts, kvHeads, copies, groups * f]);
  return api.reshape(api.transpose(view, [0, 2, 1, 3]), shape);
}

/** Folds norms and the query scale into the matrices and joins them; the result must be disposed by the caller. */
export function prepareLayer(layer: number, weights: Weights, config: ModelConfig): PreparedLayer {
  const api = tf();
  const { heads, kvHeads, headDim } = config;
  const attention = attentionWeights(layer, weights);
  const mlp = mlpWeights(layer, weights);
  const scale = 1 / Math.sqrt(headDim);
  const fold = (weight: Tensor, norm: Tensor): Tensor => api.mul(weight, norm);
  const query = interleaveHeads(api.mul(fold(attention.query_CD, attention.norm_D), scale), heads);
  const key = interleaveHeads(fold(attention.key_ED, attention.norm_D), kvHeads);
  const queryBias = interleaveHeads(api.mul(attention.queryBias_C!, scale), heads); // the decoder always has biases
  const keyBias = interleaveHeads(attention.keyBias_E!, kvHeads);
  return {
    qkv_XD: api.concat([query, key, fold(attention.value_ED, attention.norm_D)], 0),
    qkvBias_X: api.concat([queryBias, keyBias, attention.valueBias_E!], 0),
    output_DC: api.clone(attention.output_DC),
    gateUp_YD: api.concat([fold(mlp.gate_FD, mlp.norm_D), fold(mlp.up_FD, mlp.norm_D)], 0),
    down_DF: api.clone(mlp.down_DF),
  };
}
