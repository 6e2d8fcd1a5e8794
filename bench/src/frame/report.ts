/** What a bench prints: a table for people; with --json one object on the last line for programs. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Measurement } from './alternate.ts';

export interface BenchReport {
  readonly bench: string;
  /** What was done, and what each side does and does not do. */
  readonly notes: readonly string[];
  readonly measurements: readonly Measurement[];
  /** Further figures: counts, sizes, memory; units in the names. */
  readonly figures?: Readonly<Record<string, number | string>>;
  /** The figure to reach, for example "ratio >= 5", and whether it was. */
  readonly goal?: { readonly text: string; readonly reached: boolean };
}

/** Prints the report. A high load of the machine is told: figures taken under it are not to be quoted. */
export function printReport(report: BenchReport, args: readonly string[] = process.argv): void {
  const [load = 0] = loadavg();
  const cores = availableParallelism();
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores, loadAverage: Number(load.toFixed(2)) };
  process.stdout.write(`${report.bench}\n`);
  for (const note of report.notes) process.stdout.write(`  ${note}\n`);
  const width = Math.max(0, ...report.measurements.map(({ name }) => name.length));
  for (const { name, medianMs, minMs, maxMs, runsMs } of report.measurements) {
    const spread = `${minMs.toFixed(1)} .. ${maxMs.toFixed(1)}, ${runsMs.length} runs`;
    process.stdout.write(
      `  ${name.padEnd(width)}  median ${medianMs.toFixed(1).padStart(9)} ms  (${spread})\n`,
    );
  }
  for (const [name, value] of Object.entries(report.figures ?? {}))
    process.stdout.write(`  ${name}: ${typeof value === 'number' ? Number(value.toPrecision(6)) : value}\n`);
  if (report.goal !== undefined)
    process.stdout.write(`  goal ${report.goal.text}: ${report.goal.reached ? 'reached' : 'NOT reached'}\n`);
  process.stdout.write(`  ${machine.cpu}, ${cores} cores, load ${machine.loadAverage}\n`);
  if (load > cores)
    process.stderr.write(
      `warning: the machine is busy (load ${machine.loadAverage}); measure again when it is not.\n`,
    );
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ ...report, machine })}\n`);
}

/** Reads `--name=value` of the command line. @throws Error for anything but a positive whole number. */
export function countOption(name: string, fallback: number, args: readonly string[] = process.argv): number {
  const prefix = `--${name}=`;
  const text = args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${prefix}${text}: a positive whole number is expected.`);
  return value;
}
