/** Classifiers that audits try a shortcut with: small on purpose, and the same every time. */

export interface Example {
  readonly features: readonly number[];
  readonly label: string;
}

/** Learns from examples; the result names the likeliest label of other features. */
export type Fit = (
  train: readonly Example[],
  labels: readonly string[],
) => (features: readonly number[]) => string;
