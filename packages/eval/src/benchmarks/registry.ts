/** Every public benchmark that Parallax scores. Adding one is one file here and one line below. */
import { ConfigError } from '@parallax/lab';
import type { Benchmark } from './benchmark.ts';

export const benchmarks: readonly Benchmark[] = [];

/** @throws ConfigError `unknown-benchmark` naming those that exist. */
export function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found !== undefined) return found;
  throw new ConfigError('unknown-benchmark', `There is no benchmark "${name}".`, {
    remedy: `Use one of: ${benchmarks.map((benchmark) => benchmark.name).join(', ')}.`,
  });
}
