/** Precision, recall and what is made of them. */

export interface Shares {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Of `given` answers `right` are right; of `wanted` things `found` are found. Where nothing was given nothing given is
 * wrong, where nothing is wanted nothing is missed: both shares are 1 then.
 */
export function sharesOf(right: number, given: number, found: number, wanted: number): Shares {
  const precision = given === 0 ? 1 : right / given;
  const recall = wanted === 0 ? 1 : found / wanted;
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}
