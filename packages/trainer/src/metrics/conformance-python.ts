/** A Python with tensorboard and wandb for tests, named by the environment. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const scripts = join(import.meta.dirname, '../../../../conformance/metrics');

/** @returns path of the interpreter; null, with a line on stderr that says why, where there is none. */
export function metricsPython(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment['PARALLAX_METRICS_PYTHON'];
  if (named !== undefined) return named;
  process.stderr.write(
    'SKIPPED: metrics were not opened by their own readers; set PARALLAX_METRICS_PYTHON to a Python with the packages of conformance/metrics/requirements.txt.\n',
  );
  return null;
}

/** Scalars by tag, each a list of [step, value], as TensorBoard's reader sees the folder. */
export async function readWithTensorboard(
  python: string,
  folder: string,
): Promise<Record<string, [number, number][]>> {
  const { stdout } = await promisify(execFile)(python, [join(scripts, 'read_events.py'), folder]);
  return JSON.parse(stdout) as Record<string, [number, number][]>; // printed by that script
}

/** A .wandb file as the messages of the official package read it, and what its `sync --dry-run` says. */
export interface WandbContent {
  readonly kinds: Readonly<Record<string, number>>;
  /** Of the records, in their order. */
  readonly numbers: readonly number[];
  readonly run: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history: readonly Readonly<Record<string, unknown>>[];
  readonly listed: string;
}

/** @throws where a checksum or a message is not as the package has it. */
export async function readWithWandb(python: string, file: string): Promise<WandbContent> {
  const options = { maxBuffer: 64 << 20 };
  const { stdout } = await promisify(execFile)(python, [join(scripts, 'read_wandb.py'), file], options);
  return JSON.parse(stdout) as WandbContent; // printed by that script
}

/** What `wandb sync` said and sent to a service that only listens. */
export interface Synced {
  readonly code: number;
  readonly said: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history: readonly Readonly<Record<string, unknown>>[];
  /** Exit codes of runs that were said to be complete. */
  readonly exits: readonly number[];
}

export async function syncWithWandb(python: string, folder: string): Promise<Synced> {
  const options = { maxBuffer: 64 << 20 };
  const { stdout } = await promisify(execFile)(python, [join(scripts, 'sync_wandb.py'), folder], options);
  return JSON.parse(stdout) as Synced; // printed by that script
}
