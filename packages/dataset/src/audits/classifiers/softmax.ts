/** Softmax regression with weight decay, by full gradient steps on standardised features: for pictures in small. */
import type { Fit } from './classifier.ts';

const STEPS = 120;
const RATE = 0.3;
const DECAY = 0.1;

export const softmaxRegression: Fit = (train, labels) => {
  const dimensions = train[0]?.features.length ?? 0;
  const { means, scales } = standardise(train.map(({ features }) => features));
  const inputs = train.map(({ features }) => features.map((value, d) => (value - means[d]!) / scales[d]!));
  const targets = train.map(({ label }) => labels.indexOf(label));
  const weights = labels.map(() => new Float64Array(dimensions + 1));
  for (let step = 0; step < STEPS; step++) {
    const gradients = labels.map(() => new Float64Array(dimensions + 1));
    for (const [n, input] of inputs.entries()) {
      const shares = softmax(weights.map((row) => score(row, input)));
      for (const [k, gradient] of gradients.entries()) {
        const error = shares[k]! - (targets[n] === k ? 1 : 0);
        for (let d = 0; d < dimensions; d++) gradient[d]! += error * input[d]!;
        gradient[dimensions]! += error;
      }
    }
    for (const [k, row] of weights.entries()) {
      for (let d = 0; d <= dimensions; d++) {
        const decay = d < dimensions ? DECAY * row[d]! : 0;
        row[d]! -= RATE * (gradients[k]![d]! / inputs.length + decay);
      }
    }
  }
  return (features) => {
    const input = features.map((value, d) => (value - means[d]!) / scales[d]!);
    const scores = weights.map((row) => score(row, input));
    return labels[scores.indexOf(Math.max(...scores))] ?? '';
  };
};

/** Dot product and, in the last place, the constant. */
function score(row: Float64Array, input: readonly number[]): number {
  let sum = row[input.length]!;
  for (let d = 0; d < input.length; d++) sum += row[d]! * input[d]!;
  return sum;
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((value) => Math.exp(value - top));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

function standardise(rows: readonly (readonly number[])[]): { means: number[]; scales: number[] } {
  const dimensions = rows[0]?.length ?? 0;
  const means = Array.from(
    { length: dimensions },
    (_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length,
  );
  const scales = means.map((mean, d) => {
    const variance = rows.reduce((sum, row) => sum + (row[d]! - mean) ** 2, 0) / rows.length;
    // A feature that never changes stays at zero.
    return variance > 0 ? Math.sqrt(variance) : 1;
  });
  return { means, scales };
}
