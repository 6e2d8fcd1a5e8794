/** What packages/trainer/native/addon/decoding.cc offers. Shapes as in native/decoding/decoder.h. */
import { kernelAddon } from '../../backend/kernels.ts';

declare const opened: unique symbol;
/** Lives in the addon; freed when closed, at the latest when collected. */
export type NativeDecoder = { readonly [opened]: true };

export interface DecoderKernel {
  /**
   * @param sizes D, H, K, d, F, layers, V, Q, completions of a prompt, L
   * @param reals epsilon of the norms, theta of the rotation
   * @param matrices embedding, head, last norm; then of each layer norm, query, key, value, output, three biases, norm, gate,
   *   up, down and the prompts' queries, keys and values before rotation
   * @param axes which of a token's three positions turns each frequency
   * @throws TypeError when a length does not fit
   */
  openDecoder(
    sizes: Int32Array,
    reals: Float32Array,
    matrices: readonly Float32Array[],
    starts: Int32Array,
    next: Int32Array,
    positions: Float32Array,
    axes: Int32Array,
  ): NativeDecoder;
  /** Appends one token a row and writes the logits of what follows, [B, V]. */
  stepDecoder(decoder: NativeDecoder, tokens: Int32Array, logits: Float32Array): void;
  /** Goes on with these rows only: ascending numbers. */
  keepRows(decoder: NativeDecoder, rows: Int32Array): void;
  closeDecoder(decoder: NativeDecoder): void;
}

export function decoderKernel(): DecoderKernel {
  return kernelAddon() as DecoderKernel; // our own addon
}
