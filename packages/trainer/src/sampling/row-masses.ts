/**
 * Softmax of rows of logits before its division: what drawing tokens needs of them. One exp a token of the vocabulary is a
 * tenth of decoding in JavaScript, so that the kernels do it where there are any (native/vector/masses.h).
 * Shapes: B rows, V vocabulary.
 */
import { kernelAddon, kernelInstructions } from '../backend/kernels.ts';

/** Stands for the mass of a token that must not be chosen. */
export const FORBIDDEN = -1;

/** What packages/trainer/native/addon/sampling.cc offers. */
export interface SamplingKernel {
  /** @throws TypeError when a length does not fit */
  massesOf(
    logits: Float32Array,
    inverses: Float32Array,
    masses: Float32Array,
    largest: Float32Array,
    sums: Float32Array,
  ): void;
}

/** Of the rows that were measured last; the buffers are used again. */
export class RowMasses {
  vocabulary = 0;
  logits: Float32Array = new Float32Array(0);
  /** exp((logit - largest) / temperature), FORBIDDEN where a token must not be chosen: [B, V] */
  masses = new Float32Array(0);
  /** Largest logit: [B] */
  largest = new Float32Array(0);
  /** 1 / temperature: [B] */
  inverses: Float32Array = new Float32Array(0);
  /** Sum of the masses, those of forbidden tokens included: [B] */
  sums = new Float32Array(0);
  /** The same without them. */
  allowed = new Float32Array(0);

  /**
   * @param logits [B, V]; read until the next rows are measured
   * @param inverses 1 / temperature of each row: [B]
   * @param forbidden ids that must never be chosen; they keep their share of the sum
   */
  measure(logits: Float32Array, inverses: Float32Array, forbidden: readonly number[]): void {
    const rows = inverses.length;
    this.vocabulary = logits.length / rows;
    this.logits = logits;
    this.inverses = inverses;
    this.masses = sized(this.masses, logits.length);
    this.largest = sized(this.largest, rows);
    this.sums = sized(this.sums, rows);
    this.allowed = sized(this.allowed, rows);
    if (kernelInstructions() !== null) {
      const kernel = kernelAddon() as SamplingKernel; // our own addon
      kernel.massesOf(logits, inverses, this.masses, this.largest, this.sums);
    } else this.measurePlainly();
    for (let row = 0; row < rows; row++) {
      let allowed = this.sums[row]!;
      for (const id of forbidden) {
        const at = row * this.vocabulary + id;
        allowed -= this.masses[at]!;
        this.masses[at] = FORBIDDEN;
      }
      this.allowed[row] = allowed;
    }
  }

  private measurePlainly(): void {
    const { logits, masses, vocabulary } = this;
    for (let row = 0; row < this.inverses.length; row++) {
      const start = row * vocabulary;
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = start; i < start + vocabulary; i++) if (logits[i]! > largest) largest = logits[i]!;
      let sum = 0;
      for (let i = start; i < start + vocabulary; i++) {
        masses[i] = Math.exp((logits[i]! - largest) * this.inverses[row]!);
        sum += masses[i]!;
      }
      this.largest[row] = largest;
      this.sums[row] = sum;
    }
  }
}

/** The buffer itself, its beginning, or a new one. */
function sized(buffer: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  if (buffer.length === length) return buffer;
  return length * 4 <= buffer.buffer.byteLength
    ? new Float32Array(buffer.buffer, 0, length)
    : new Float32Array(length);
}
