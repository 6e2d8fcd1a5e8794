/** Keys and values of a batch that is being decoded, and the next step over them. Shapes: B rows, V vocabulary. */
export interface DecodingCache {
  /** Appends one token a row and gives the logits of what follows them, [B, V]; good until the next step. */
  step(tokens: Int32Array): Float32Array;
  /**
   * Drops rows that are done, if that pays: late in a batch few rows still speak, and a step costs what its rows cost.
   * @param done of each row of the cache
   * @returns the old number of each row of the cache now, ascending among those not done; null when all stayed
   */
  compact(done: readonly boolean[]): Int32Array | null;
  dispose(): void;
}
