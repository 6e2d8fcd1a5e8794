/** What training, sampling and evaluation need from a model; other architectures would implement the same. */
import type { Tensor, Tensor2D, Tensor3D, Variable } from '../backend/tf.ts';
import type { DecodingCache } from '../decoder/decoding-cache.ts';
import type { Tap } from '../vision/vision-tower.ts';
import type { ModelBatch } from './batch.ts';
import type { ModelConfig } from './config.ts';

/** Trainable variables by their names in the checkpoint (`model.layers.0...`, `visual.blocks.0...`). */
export type Parameters = Map<string, Variable>;

export interface VisionLanguageModel {
  readonly config: ModelConfig;
  readonly parameters: Parameters;
  /**
   * Hidden states after the final norm, [B, T, D]; differentiable with respect to every variable whose `trainable` is
   * true. Rows may be padded on either side; values at padding mean nothing.
   */
  forward(batch: ModelBatch, tap?: Tap): { hidden_BTD: Tensor3D };
  /** The same at chosen flat positions b T + t only, [N, D]: what no chosen row reads is not computed. */
  hiddenAt(batch: ModelBatch, positions: Int32Array): Tensor2D;
  /**
   * Rows of the vision tower, [cells of all images, D], differentiable: images one after another (grids alike), the cells of
   * each in window order (`windowOrder`).
   */
  imageRows(images: Pick<ModelBatch, 'pixelValues' | 'gridThw'>): Tensor2D;
  /** Head on chosen rows only; differentiable. */
  logits(hidden_ND: Tensor): Tensor2D;
  /** The matrix of the head, [V, D] (the embedding when tied): for losses that fuse the head. */
  head(): Tensor;
  /**
   * Prompts padded on the left (or not at all). `copies` completions of each prompt share its keys and values; row
   * `prompt * copies + copy` of the cache is theirs.
   */
  prefill(batch: ModelBatch, copies?: number): { cache: DecodingCache; logits_BV: Tensor2D };
  /** Replaces how parameters are looked up, for adapters: (name, stored) -> effective weight. null = as stored. */
  setOverlay(overlay: ((name: string, stored: Tensor) => Tensor) | null): void;
  /**
   * Whether the tape keeps only the inputs of each attention and gated block, of decoder and vision tower, whose gradient
   * then computes the block again: the same bits in less memory and more time. Off at first.
   */
  setRecompute(on: boolean): void;
  dispose(): void;
}
