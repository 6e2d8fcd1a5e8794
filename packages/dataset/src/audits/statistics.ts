/** The few statistics that audits need. */

/** P(X >= statistic) of a chi-square variable: the regularised upper incomplete gamma function Q(k/2, x/2). */
export function chiSquarePValue(statistic: number, degreesOfFreedom: number): number {
  if (statistic <= 0 || degreesOfFreedom <= 0) return 1;
  return upperGamma(degreesOfFreedom / 2, statistic / 2);
}

/** Chi-square statistic of counts against a uniform distribution. */
export function uniformChiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return expected === 0 ? 0 : counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Lower bound of Wilson's 95 % interval of a share: what a small sample still proves. */
export function wilsonLower(hits: number, n: number): number {
  if (n === 0) return 0;
  const z = 1.959964;
  const share = hits / n;
  const middle = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return (middle - spread) / (1 + (z * z) / n);
}

/**
 * Mutual information in bits of two labels from their joint counts, less the bias that a finite sample adds to
 * independent labels (Miller-Madow); never below 0.
 */
export function mutualInformationBits(pairs: readonly (readonly [string, string])[]): number {
  return mutualInformationOfCounts(pairs.map(([a, b]) => ({ a, b, count: 1 })));
}

/** The same from counted pairs of labels; a pair may stand in several entries. */
export function mutualInformationOfCounts(
  counted: readonly { readonly a: string; readonly b: string; readonly count: number }[],
): number {
  const joint = new Map<string, { a: string; b: string; count: number }>();
  const left = new Map<string, number>();
  const right = new Map<string, number>();
  let n = 0;
  for (const { a, b, count } of counted) {
    const cell = joint.get(`${a}\n${b}`) ?? { a, b, count: 0 };
    cell.count += count;
    joint.set(`${a}\n${b}`, cell);
    left.set(a, (left.get(a) ?? 0) + count);
    right.set(b, (right.get(b) ?? 0) + count);
    n += count;
  }
  if (n === 0) return 0;
  let bits = 0;
  for (const { a, b, count } of joint.values()) {
    const expected = ((left.get(a) ?? 0) * (right.get(b) ?? 0)) / n;
    bits += (count / n) * Math.log2(count / expected);
  }
  const bias = ((left.size - 1) * (right.size - 1)) / (2 * n * Math.LN2);
  return Math.max(0, bits - bias);
}

export function countBy(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Numerical Recipes, 6.2: series below a + 1, continued fraction (Lentz) above. */
function upperGamma(a: number, x: number): number {
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a];
    for (let n = 1; n < 500 && Math.abs(term) > Math.abs(sum) * 1e-14; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 500; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b, tiny);
    c = nonZero(b + an / c, tiny);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return h * scale;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Lanczos approximation, g = 7, nine coefficients; relative error below 1e-14 for x > 0.5. */
function logGamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const y = x - 1;
  const series = coefficients.reduce((sum, c, i) => sum + c / (y + i + 1), 0.9999999999998099);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series);
}
