/**
 * The frame of every command: `--help`, `--json` (one object on the last line of stdout, logs on stderr),
 * exit codes 0 / 1 / 2 / 130, errors with their remedy.
 */
import { Command, CommanderError, Option } from 'commander';
import { exitCodeOf, LabError } from '../errors.ts';
import { Progress } from './progress.ts';

export interface VerbContext {
  /** True when the caller wants machine output; nothing but the result may go to stdout then. */
  readonly json: boolean;
  /** Aborted on Ctrl-C or SIGTERM; long loops check it between records. */
  readonly signal: AbortSignal;
  /** A line for people, on stderr. */
  log(line: string): void;
  /** A warning for people, on stderr; also collected into the result's `warnings`. */
  warn(line: string): void;
  /** A progress bar with rate and ETA on a terminal, sparse lines elsewhere. */
  progress(label: string, total: number): Progress;
}

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Declares arguments and options on the given command. */
  readonly configure: (command: Command) => void;
  /** Returns the machine-readable result; `show` prints it for people. */
  readonly run: (
    args: readonly string[],
    options: Readonly<Record<string, unknown>>,
    context: VerbContext,
  ) => Promise<VerbResult>;
}

export interface VerbResult {
  /** One JSON-serialisable object: the last line of stdout under `--json`. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Text for people, printed to stdout without `--json`. */
  readonly text?: string;
  /** Exit code when the verb finished but its finding is a failure (an audit line, a verify). */
  readonly exitCode?: number;
}

/** Runs a verb over the process's arguments and sets the exit code. Returns when everything is printed. */
export async function runVerb(verb: Verb, argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(
      new LabError('interrupted', 'Interrupted.', { remedy: 'Run the same command again to continue.' }),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const command = new Command(`parallax ${verb.name}`)
    .description(verb.summary)
    .exitOverride()
    .configureOutput({ outputError: (text) => process.stderr.write(text) })
    .addOption(new Option('--json', 'print one machine-readable object as the last line of stdout'))
    .showHelpAfterError(`(parallax ${verb.name} --help lists the options)`);
  verb.configure(command);
  const json = argv.includes('--json');
  try {
    command.parse([...argv], { from: 'user' });
    const outcome = await verb.run(command.args, command.opts(), createContext(json, interrupt.signal));
    if (outcome.text !== undefined && !json) process.stdout.write(`${outcome.text}\n`);
    if (json) process.stdout.write(`${JSON.stringify(outcome.result)}\n`);
    process.exitCode = outcome.exitCode ?? 0;
  } catch (error) {
    process.exitCode = reportFailure(error, json);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function createContext(json: boolean, signal: AbortSignal): VerbContext {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  return {
    json,
    signal,
    log,
    warn: (line) => log(`warning: ${line}`),
    progress: (label, total) => new Progress(label, total),
  };
}

function reportFailure(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const code = exitCodeOf(error);
  const known = error instanceof LabError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${message}\n`);
  if (known && error.remedy !== undefined) process.stderr.write(`  ${error.remedy}\n`);
  if (!known || process.env.PARALLAX_DEBUG) process.stderr.write(`${(error as Error)?.stack ?? ''}\n`);
  if (json) {
    const body = {
      code: known ? error.code : 'unexpected',
      message,
      remedy: known ? error.remedy : undefined,
    };
    process.stdout.write(`${JSON.stringify({ error: body })}\n`);
  }
  return code;
}
