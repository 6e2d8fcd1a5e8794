/**
 * One stage of the chain = one verb in a process of its own: a stage's memory ends with it, a crash stops one stage
 * only, and what a person could type by hand is exactly what runs here.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { LabError } from '@parallax/lab';
import { repositoryRoot } from '@parallax/lab/node';

export interface StageOptions {
  /** Verb and arguments as typed after `./parallax`; `--json` is added. */
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Runs `./parallax ARGS --json` and returns the object on its last line of stdout; its progress goes to our stderr.
 * @throws LabError `stage-failed` (or the stage's own code) with the stage's message and remedy.
 */
export async function runStage(options: StageOptions): Promise<Record<string, unknown>> {
  const command = join(repositoryRoot, 'parallax');
  const child = spawn(command, [...options.args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const onAbort = (): void => void child.kill('SIGTERM');
  options.signal.addEventListener('abort', onAbort, { once: true });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  options.signal.removeEventListener('abort', onAbort);
  options.signal.throwIfAborted();
  const result = lastJsonLine(output);
  if (exitCode === 0 && result !== undefined) return result;
  const failure = result?.error as { code?: string; message?: string; remedy?: string } | undefined;
  throw new LabError(
    failure?.code ?? 'stage-failed',
    `parallax ${options.args.slice(0, 2).join(' ')} failed${exitCode === null ? '' : ` (exit code ${exitCode})`}: ` +
      `${failure?.message ?? 'see the lines above'}`,
    { remedy: failure?.remedy ?? 'Mend the cause and run the same command again: finished stages are kept.' },
  );
}

function lastJsonLine(output: string): Record<string, unknown> | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    const value: unknown = JSON.parse(line);
    // A JSON object is a record of its keys.
    if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  } catch {
    // Not JSON: the caller reports the exit code.
  }
  return undefined;
}
