/** Runs the sides of a comparison in turn, so that a drift of the machine meets all of them alike. */

export interface Side {
  readonly name: string;
  /** One run; returns the milliseconds that count (without starting an interpreter, for example). */
  readonly run: () => Promise<number>;
}

export interface Measurement {
  readonly name: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** In the order in which they were taken. */
  readonly runsMs: readonly number[];
}

export interface AlternateOptions {
  readonly rounds: number;
  /** Rounds before those that count: they warm the page cache and the just-in-time compiler. */
  readonly warmUps?: number;
}

/** @returns one measurement a side, in the order of `sides`. */
export async function alternate(sides: readonly Side[], options: AlternateOptions): Promise<Measurement[]> {
  const { rounds, warmUps = 1 } = options;
  const runs = sides.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round++) {
    for (const [i, side] of sides.entries()) {
      const elapsed = await side.run();
      if (round >= 0) runs[i]!.push(elapsed);
    }
  }
  return sides.map(({ name }, i) => ({
    name,
    medianMs: median(runs[i]!),
    minMs: Math.min(...runs[i]!),
    maxMs: Math.max(...runs[i]!),
    runsMs: runs[i]!,
  }));
}

/** Wall time of a call, milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** @throws RangeError for no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: no values.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
