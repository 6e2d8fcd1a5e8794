/** Which metrics are looked at first; the names are those of metrics.jsonl. */
const FIRST = [
  'loss',
  'reward',
  'gradNorm',
  'learningRate',
  'kl',
  'entropy',
  'reward.format',
  'reward.exact-match',
  'rewardStd',
  'clipFraction',
  'completionTokens',
  'deadGroups',
];

/** Set by a schedule, not measured: a smoothed line would show values that never were. */
export const SCHEDULED: ReadonlySet<string> = new Set(['learningRate']);

export interface OrderedMetrics {
  readonly first: readonly string[];
  readonly rest: readonly string[];
}

/** What a reader asks first comes first, the rest by name. */
export function orderMetrics(keys: Iterable<string>): OrderedMetrics {
  const known = new Set(keys);
  const first = FIRST.filter((key) => known.has(key));
  return { first, rest: [...known].filter((key) => !first.includes(key)).sort() };
}
