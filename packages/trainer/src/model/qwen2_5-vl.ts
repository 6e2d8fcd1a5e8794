/**
 * Qwen2.5-VL: vision tower, merger, decoder with grouped-query attention and multimodal rotary positions.
 * Source: arXiv 2502.13923; equal to the reference implementation within float32 rounding (conformance test).
 * Shapes: B rows, T tokens, D hidden, N = B T, V vocabulary.
 */
import { type Tensor, type Tensor2D, type Tensor3D, tf } from '../backend/tf.ts';
import { attentionWeights, decoderTables, mlpWeights, type RotaryTables } from '../decoder/decoder-layer.ts';
import type { DecodingCache } from '../decoder/decoding-cache.ts';
import { promptReader } from '../decoder/prompt-reader.ts';
import { type AttentionSettings, attentionBlock } from '../ops/blocks/attention-block.ts';
import { mlpBlock } from '../ops/blocks/mlp-block.ts';
import { differentiableLinear } from '../ops/linear.ts';
import { rmsNorm } from '../ops/rms-norm.ts';
import { TowerPlans } from '../vision/tower-plan.ts';
import { type Tap, visionTower } from '../vision/vision-tower.ts';
import type { Grid } from '../vision/window-order.ts';
import { windowOrder } from '../vision/window-order.ts';
import { checkBatch, embeddingIndex, type ModelBatch, mropePositions } from './batch.ts';
import type { ModelConfig } from './config.ts';
import type { Parameters, VisionLanguageModel } from './vision-language-model.ts';

export class Qwen25VisionLanguageModel implements VisionLanguageModel {
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  readonly #plans: TowerPlans;
  #overlay: ((name: string, stored: Tensor) => Tensor) | null = null;
  #recompute = false;

  /** Takes ownership of the variables; initModel() and loadModel() make them. */
  constructor(config: ModelConfig, parameters: Parameters) {
    this.config = config;
    this.parameters = parameters;
    this.#plans = new TowerPlans(config.vision);
  }

  setOverlay(overlay: ((name: string, stored: Tensor) => Tensor) | null): void {
    this.#overlay = overlay;
  }

  setRecompute(on: boolean): void {
    this.#recompute = on;
  }

  forward(batch: ModelBatch, tap?: Tap): { hidden_BTD: Tensor3D } {
    const hidden_BTD = tf().tidy(() => {
      const normed = this.#hidden(batch, null, tap);
      return tf().reshape(normed, [batch.batchSize, batch.length, this.config.hiddenSize]) as Tensor3D;
    });
    return { hidden_BTD };
  }

  hiddenAt(batch: ModelBatch, positions: Int32Array): Tensor2D {
    return tf().tidy(() => this.#hidden(batch, positions)) as Tensor2D;
  }

  /** After the final norm: all rows [B T, D], or the chosen ones, which leave before the last gated block. */
  #hidden(batch: ModelBatch, positions: Int32Array | null, tap?: Tap): Tensor {
    checkBatch(batch, this.config);
    const { config } = this;
    let x_ND = this.#embed(batch, tap);
    const settings = this.#settings(batch);
    for (let layer = 0; layer < config.layers; layer++) {
      const isLast = layer === config.layers - 1;
      if (isLast && layer > 0) tap?.('hidden.before_last_layer', x_ND);
      x_ND = attentionBlock(x_ND, attentionWeights(layer, this.#weights), settings);
      if (isLast && positions !== null) x_ND = tf().gather(x_ND, tf().tensor1d(positions, 'int32'));
      x_ND = mlpBlock(x_ND, mlpWeights(layer, this.#weights), config.normEpsilon, this.#recompute);
      tap?.(`hidden.layer${layer}`, x_ND);
    }
    const normed = rmsNorm(x_ND, this.#weights('model.norm.weight'), config.normEpsilon);
    tap?.('hidden.final_norm', normed);
    return normed;
  }

  imageRows(images: Pick<ModelBatch, 'pixelValues' | 'gridThw'>): Tensor2D {
    return tf().tidy(() => this.#seeImages(images).rows!) as Tensor2D;
  }

  logits(hidden_ND: Tensor): Tensor2D {
    return differentiableLinear(hidden_ND, this.head()) as Tensor2D;
  }

  head(): Tensor {
    return this.#weights(this.config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight');
  }

  prefill(batch: ModelBatch, copies = 1): { cache: DecodingCache; logits_BV: Tensor2D } {
    checkBatch(batch, this.config);
    const api = tf();
    const { config } = this;
    const reader = promptReader(config);
    const logits_BV = api.tidy(() => {
      let x_ND = this.#embed(batch);
      const settings = this.#settings(batch);
      for (let layer = 0; layer < config.layers; layer++) {
        x_ND = reader.attend(x_ND, attentionWeights(layer, this.#weights), settings);
        // Keys and values are all that later tokens need of a prompt's other rows.
        if (layer === config.layers - 1) x_ND = api.gather(x_ND, api.tensor1d(lastTokens(batch), 'int32'));
        x_ND = mlpBlock(x_ND, mlpWeights(layer, this.#weights), config.normEpsilon);
      }
      return this.logits(rmsNorm(x_ND, this.#weights('model.norm.weight'), config.normEpsilon));
    });
    const cache = reader.open({
      ...{ config, weights: this.#weights, copies, starts: firstTokens(batch) },
      ...{ embedding_VD: this.#weights('model.embed_tokens.weight'), head_VD: this.head() },
      ...mropePositions(batch, config),
    });
    return { cache, logits_BV };
  }

  dispose(): void {
    this.#plans.dispose();
    for (const variable of this.parameters.values()) variable.dispose();
    this.parameters.clear();
  }

  readonly #weights = (name: string): Tensor => {
    const stored = this.parameters.get(name);
    if (stored === undefined) throw new Error(`parameter ${name} is not part of this model`);
    return this.#overlay === null ? stored : this.#overlay(name, stored);
  };

  /** Token rows [N, D], with the rows of the vision tower where image tokens stand. */
  #embed(batch: ModelBatch, tap?: Tap): Tensor {
    const api = tf();
    const { config } = this;
    const embedding = this.#weights('model.embed_tokens.weight');
    const { rows, firstRowOf } = this.#seeImages(batch, tap);
    const cellsOf = (grid: Grid): Int32Array => windowOrder(grid, config.vision).cells;
    const index = api.tensor1d(embeddingIndex(batch, config, cellsOf, firstRowOf), 'int32');
    const source = rows === null ? embedding : api.concat([embedding, rows], 0);
    const x_ND = api.gather(source, index);
    tap?.('inputs_embeds', x_ND);
    return x_ND;
  }

  /** Runs the tower once for each distinct grid. */
  #seeImages(
    batch: Pick<ModelBatch, 'pixelValues' | 'gridThw'>,
    tap?: Tap,
  ): { rows: Tensor | null; firstRowOf: number[] } {
    const api = tf();
    const { vision } = this.config;
    const { gridThw, pixelValues } = batch;
    const firstRowOf: number[] = [];
    if (gridThw.length === 0 || pixelValues === null) return { rows: null, firstRowOf };
    const width = vision.channels * vision.temporalPatchSize * vision.patchSize ** 2;
    const groups = new Map<string, { grid: Grid; images: number[] }>();
    for (const [image, grid] of gridThw.entries()) {
      const group = groups.get(grid.join('x'));
      if (group === undefined) groups.set(grid.join('x'), { grid, images: [image] });
      else group.images.push(image);
    }
    const starts: number[] = [];
    let patches = 0;
    for (const [t, h, w] of gridThw) {
      starts.push(patches);
      patches += t * h * w;
    }
    const outputs: Tensor[] = [];
    let row = 0;
    for (const { grid, images } of groups.values()) {
      const plan = this.#plans.get(grid, images.length);
      const pixels =
        groups.size === 1
          ? pixelValues
          : joinSlices(
              pixelValues,
              images.map((image) => starts[image]! * width),
              plan.patches * width,
            );
      const pixels_NX = api.tensor2d(pixels, [images.length * plan.patches, width]);
      outputs.push(
        visionTower(pixels_NX, this.#weights, this.config, plan, { tap, recompute: this.#recompute }),
      );
      for (const image of images) {
        firstRowOf[image] = row;
        row += plan.cells.length;
      }
    }
    return { rows: outputs.length === 1 ? outputs[0]! : api.concat(outputs, 0), firstRowOf };
  }

  #settings(batch: ModelBatch): AttentionSettings {
    const { config } = this;
    const positions = mropePositions(batch, config).positions;
    const tables: RotaryTables = decoderTables(tf().tensor2d(positions, [positions.length / 3, 3]), config);
    return {
      segments: batch.batchSize,
      length: batch.length,
      heads: config.heads,
      kvHeads: config.kvHeads,
      causal: true,
      epsilon: config.normEpsilon,
      queryTable: tables.query,
      keyTable: tables.key,
      mask: attentionMask(batch),
      recompute: this.#recompute,
    };
  }
}

/** Padding on the right is hidden by causality alone: real tokens never look that way. Padding on the left is not. */
function attentionMask(batch: ModelBatch): Tensor | null {
  const padding = paddingRows(batch);
  return padding === null ? null : tf().reshape(padding, [batch.batchSize, 1, 1, batch.length]);
}

/** Additive [B, 1, T]: -1e9 where padding precedes a token; null when nothing is padded on the left. */
function paddingRows(batch: ModelBatch): Tensor | null {
  const { attentionMask, batchSize, length } = batch;
  const mask = new Float32Array(batchSize * length);
  let any = false;
  for (let row = 0; row < batchSize; row++) {
    let seen = false;
    for (let column = length - 1; column >= 0; column--) {
      if (attentionMask[row * length + column] === 1) seen = true;
      else if (seen) {
        mask[row * length + column] = -1e9;
        any = true;
      }
    }
  }
  return any ? tf().tensor3d(mask, [batchSize, 1, length]) : null;
}

/** Column of the first real token of each row. */
function firstTokens({ attentionMask, batchSize, length }: ModelBatch): Int32Array {
  return Int32Array.from({ length: batchSize }, (_, row) =>
    Math.max(0, attentionMask.subarray(row * length, (row + 1) * length).indexOf(1)),
  );
}

/** Row numbers of the last real token of each row. */
function lastTokens(batch: ModelBatch): Int32Array {
  const last = new Int32Array(batch.batchSize);
  for (let row = 0; row < batch.batchSize; row++) {
    let column = batch.length - 1;
    while (column > 0 && batch.attentionMask[row * batch.length + column] === 0) column--;
    last[row] = row * batch.length + column;
  }
  return last;
}

function joinSlices(source: Float32Array, starts: readonly number[], size: number): Float32Array {
  const out = new Float32Array(starts.length * size);
  for (const [index, start] of starts.entries()) out.set(source.subarray(start, start + size), index * size);
  return out;
}
