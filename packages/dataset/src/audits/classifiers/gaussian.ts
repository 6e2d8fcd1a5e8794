/** Gaussian naive Bayes: for a handful of features, some of which may be useless. */
import type { Fit } from './classifier.ts';

/**
 * @param floor variance added to each feature, in its unit squared: a class of equal values must not become infinitely
 *   sure.
 */
export function gaussian(floor: number): Fit {
  return (train, labels) => {
    const models = labels.map((label) => {
      const own = train.filter((example) => example.label === label);
      const dimensions = own[0]?.features.length ?? 0;
      const gaussians = Array.from({ length: dimensions }, (_, d) => {
        const values = own.map((example) => example.features[d] ?? 0);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        return { mean, variance: variance + floor };
      });
      return { label, prior: Math.log(own.length / train.length), gaussians };
    });
    return (features) => {
      const scores = models.map(({ prior, gaussians }) =>
        gaussians.reduce(
          (sum, { mean, variance }, d) =>
            sum - 0.5 * Math.log(variance) - ((features[d] ?? 0) - mean) ** 2 / (2 * variance),
          prior,
        ),
      );
      return models[scores.indexOf(Math.max(...scores))]?.label ?? '';
    };
  };
}
