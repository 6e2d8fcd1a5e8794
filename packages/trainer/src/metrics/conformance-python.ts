/** A Python with tensorboard for tests, named by the environment. */
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
