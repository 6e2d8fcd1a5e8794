/**
 * A long-lived process that takes training steps when told and says how long each took. Between its turns it is stopped
 * (SIGSTOP): OpenMP threads that spin while they wait would take a core from the side whose turn it is.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { median } from '../frame/alternate.ts';

export interface StepAnswer {
  readonly stepsMs: readonly number[];
  readonly losses: readonly number[];
  readonly peakMb: number;
  readonly version: string;
}

export interface Stepper {
  readonly name: string;
  /** From the start of the process to the end of its first step. */
  readonly firstStepMs: number;
  /** Losses of all steps so far. */
  readonly losses: number[];
  readonly last: () => StepAnswer;
  /** Takes steps. @returns the median of their times, milliseconds. */
  run(steps: number): Promise<number>;
  stop(): void;
}

/** Starts the process and takes one step. @throws Error with its stderr when it ends. */
export async function startStepper(
  name: string,
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Stepper> {
  const start = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...environment } });
  const kill = (): void => void child.kill('SIGKILL'); // stopped, it would outlive us
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const ask = takingTurns(child, asker(name, child));
  const losses: number[] = [];
  let last = await ask(1);
  losses.push(...last.losses);
  return {
    name,
    firstStepMs: performance.now() - start,
    losses,
    last: () => last,
    async run(steps) {
      last = await ask(steps);
      losses.push(...last.losses);
      return median(last.stepsMs);
    },
    stop() {
      child.kill('SIGCONT');
      child.stdin!.end();
    },
  };
}

type Ask = (steps: number) => Promise<StepAnswer>;

function takingTurns(child: ChildProcess, ask: Ask): Ask {
  return async (steps) => {
    child.kill('SIGCONT');
    const answer = await ask(steps);
    child.kill('SIGSTOP');
    return answer;
  };
}

function asker(name: string, child: ChildProcess): Ask {
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  let settle: { done: (answer: StepAnswer) => void; fail: (error: Error) => void } | null = null;
  let ended: Error | null = null;
  child.on('exit', (code) => {
    ended = new Error(`${name} ended with ${code}: ${said}`);
    settle?.fail(ended);
  });
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('{')) settle?.done(JSON.parse(line) as StepAnswer); // both workers write this record
  });
  return (steps) =>
    new Promise((done, fail) => {
      if (ended !== null) return fail(ended);
      settle = { done, fail };
      child.stdin!.write(`${steps}\n`);
    });
}
