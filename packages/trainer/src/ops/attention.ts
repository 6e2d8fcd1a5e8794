/**
 * Softmax attention over equal-length segments with grouped queries: a pair of plain functions for the fused block.
 * Shapes: S segments of L rows (N = S L), H query heads, K key heads, G = H / K, d features of a head.
 * Queries of one group stand below each other ([S K, G L, d]), so keys and values are never repeated.
 */
import { type Tensor, tf } from '../backend/tf.ts';
import { causalMask } from './constants.ts';
import { product } from './product.ts';

export interface AttentionShape {
  readonly segments: number;
  readonly length: number;
  readonly heads: number;
  readonly kvHeads: number;
  /** Rows see only themselves and what stands before them in their segment. */
  readonly causal: boolean;
}

export interface AttentionSaved {
  readonly query_BMd: Tensor;
  readonly key_BLd: Tensor;
  readonly value_BLd: Tensor;
  /** Attention probabilities of each block of query rows, [S K, G rows, keys]. */
  readonly probabilities: readonly Tensor[];
  /** The output in rows [N, H d]. */
  readonly output_NC: Tensor;
}

/** A run of query rows and the keys that it may see. */
interface QueryBlock {
  readonly start: number;
  readonly rows: number;
  readonly keys: number;
}

/**
 * Causal attention wastes half of a square of scores: cutting the queries into blocks of about this many rows skips most
 * of it at the price of a few more operations.
 */
const BLOCK_ROWS = 64;

function queryBlocks({ length, causal }: AttentionShape): QueryBlock[] {
  if (!causal) return [{ start: 0, rows: length, keys: length }];
  const count = Math.min(8, Math.max(1, Math.round(length / BLOCK_ROWS)));
  const size = Math.ceil(length / count);
  const blocks: QueryBlock[] = [];
  for (let start = 0; start < length; start += size) {
    const rows = Math.min(size, length - start);
    blocks.push({ start, rows, keys: start + rows });
  }
  return blocks;
}

/** [N, heads d] -> [S K', rows, d]. */
export function splitHeads(x: Tensor, shape: AttentionShape, heads: number): Tensor {
  const api = tf();
  const headDim = x.shape[1]! / heads;
  const view = api.reshape(x, [shape.segments, shape.length, heads, headDim]);
  const groups = heads / shape.kvHeads;
  return api.reshape(api.transpose(view, [0, 2, 1, 3]), [
    shape.segments * shape.kvHeads,
    groups * shape.length,
    headDim,
  ]);
}

/** [S K', rows, d] -> [N, heads d]. */
export function joinHeads(x: Tensor, shape: AttentionShape, heads: number): Tensor {
  const api = tf();
  const headDim = x.shape[2]!;
  const view = api.reshape(x, [shape.segments, heads, shape.length, headDim]);
  return api.reshape(api.transpose(view, [0, 2, 1, 3]), [shape.segments * shape.length, heads * headDim]);
}

/**
 * @param query_NC already scaled by 1 / sqrt(d)
 * @param mask additive, [L, L], [S, 1, 1, L] or [S, 1, L, L], over and above causality; null = none
 */
export function attentionForward(
  query_NC: Tensor,
  key_NE: Tensor,
  value_NE: Tensor,
  shape: AttentionShape,
  mask: Tensor | null,
): AttentionSaved {
  const api = tf();
  const { heads, kvHeads } = shape;
  const query_BMd = splitHeads(query_NC, shape, heads);
  const key_BLd = splitHeads(key_NE, shape, kvHeads);
  const value_BLd = splitHeads(value_NE, shape, kvHeads);
  const probabilities: Tensor[] = [];
  const outputs: Tensor[] = [];
  for (const block of queryBlocks(shape)) {
    const query = takeRows(query_BMd, shape, block);
    let score: Tensor = product(query, takeKeys(key_BLd, shape, block), false, true);
    const added = blockMask(shape, block, mask);
    if (added !== null) {
      const view = api.reshape(score, [shape.segments, heads, block.rows, block.keys]);
      score = api.reshape(api.add(view, added), score.shape);
    }
    const probability = api.softmax(score);
    probabilities.push(probability);
    outputs.push(product(probability, takeKeys(value_BLd, shape, block)));
  }
  const output_NC = joinHeads(joinRows(outputs, shape), shape, heads);
  return { query_BMd, key_BLd, value_BLd, probabilities, output_NC };
}

/**
 * Gradients of rows in, rows out. With O the output and dO its gradient: dV = P^T dO, dP = dO V^T,
 * dS = P (dP - rowsum(dO O)), dQ = dS K, dK = dS^T Q. The row sum over d features replaces one over L keys.
 */
export function attentionBackward(
  dOutput_NC: Tensor,
  saved: AttentionSaved,
  shape: AttentionShape,
): { dQuery_NC: Tensor; dKey_NE: Tensor; dValue_NE: Tensor } {
  const api = tf();
  const { segments, length, heads, kvHeads } = shape;
  const dOutput_BMd = splitHeads(dOutput_NC, shape, heads);
  const products = api.reshape(api.mul(dOutput_NC, saved.output_NC), [segments, length, heads, -1]);
  const dot_BM1 = api.reshape(api.transpose(api.sum(products, -1), [0, 2, 1]), [
    segments * kvHeads,
    (heads / kvHeads) * length,
    1,
  ]);
  const dQueries: Tensor[] = [];
  const dKeys: Tensor[] = [];
  const dValues: Tensor[] = [];
  for (const [index, block] of queryBlocks(shape).entries()) {
    const probability = saved.probabilities[index]!; // one a block, from the forward pass
    const dOutput = takeRows(dOutput_BMd, shape, block);
    dValues.push(padKeys(product(probability, dOutput, true, false), shape, block));
    const dProbability = product(dOutput, takeKeys(saved.value_BLd, shape, block), false, true);
    const dScore = api.mul(probability, api.sub(dProbability, takeRows(dot_BM1, shape, block)));
    dQueries.push(product(dScore, takeKeys(saved.key_BLd, shape, block)));
    dKeys.push(padKeys(product(dScore, takeRows(saved.query_BMd, shape, block), true, false), shape, block));
  }
  return {
    dQuery_NC: joinHeads(joinRows(dQueries, shape), shape, heads),
    dKey_NE: joinHeads(addAll(dKeys), shape, kvHeads),
    dValue_NE: joinHeads(addAll(dValues), shape, kvHeads),
  };
}

/** Rows of one block out of [S K, G L, f], as [S K, G rows, f]. */
function takeRows(x: Tensor, { length }: AttentionShape, { start, rows }: QueryBlock): Tensor {
  if (rows === length) return x;
  const [batch, groupRows, features] = x.shape as [number, number, number];
  const view = tf().reshape(x, [batch, groupRows / length, length, features]);
  const part = tf().slice(view, [0, 0, start, 0], [batch, groupRows / length, rows, features]);
  return tf().reshape(part, [batch, (groupRows / length) * rows, features]);
}

/** The inverse of takeRows over all blocks. */
function joinRows(parts: readonly Tensor[], shape: AttentionShape): Tensor {
  if (parts.length === 1) return parts[0]!;
  const groups = shape.heads / shape.kvHeads;
  const views = parts.map((part) => {
    const [batch, rows, features] = part.shape as [number, number, number];
    return tf().reshape(part, [batch, groups, rows / groups, features]);
  });
  const joined = tf().concat(views, 2);
  return tf().reshape(joined, [joined.shape[0]!, groups * shape.length, joined.shape[3]!]);
}

/** The keys or values that a block sees. */
function takeKeys(x: Tensor, { length }: AttentionShape, { keys }: QueryBlock): Tensor {
  return keys === length ? x : tf().slice(x, [0, 0, 0], [x.shape[0]!, keys, x.shape[2]!]);
}

function padKeys(x: Tensor, { length }: AttentionShape, { keys }: QueryBlock): Tensor {
  if (keys === length) return x;
  return tf().pad(x, [
    [0, 0],
    [0, length - keys],
    [0, 0],
  ]);
}

function addAll(parts: Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : tf().addN(parts);
}

/** Additive mask of a block, broadcast over [S, H, rows, keys]; null = nothing is hidden. */
function blockMask(shape: AttentionShape, block: QueryBlock, mask: Tensor | null): Tensor | null {
  const { start, rows, keys } = block;
  const causal = shape.causal ? causalMask(start, rows) : null;
  if (mask === null) return causal;
  const begin = mask.shape.map((size, axis) => (axis === mask.rank - 2 && size > 1 ? start : 0));
  const size = [...mask.shape];
  if (size[mask.rank - 2]! > 1) size[mask.rank - 2] = rows;
  size[mask.rank - 1] = keys;
  const part = rows === shape.length ? mask : tf().slice(mask, begin, size);
  return causal === null ? part : tf().add(part, causal);
}
