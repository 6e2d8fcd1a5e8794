/** Runs verbs in processes of their own, as the dispatcher does. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('../../..', import.meta.url));

/** @param kill ends it with SIGKILL. */
export async function run(
  verb: string,
  args: string[],
  kill?: AbortSignal,
): Promise<{ code: number; out: string; err: string }> {
  const script = `import verb from './src/verbs/${verb}.ts'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  return inProcess(script, args, kill);
}

async function inProcess(
  script: string,
  args: readonly string[],
  kill?: AbortSignal,
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args], { cwd: app });
  kill?.addEventListener('abort', () => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once('close', (value) => resolve(value ?? -1)));
  return { code, out, err };
}

/** Stands alone on a line of both streams behind each run. */
const BEHIND = '\u0001 end of run';

/** The same for several command lines, one after the other in one process: a process takes longer to start than a refusal. */
export async function runEach(
  verb: string,
  lines: readonly (readonly string[])[],
): Promise<{ code: number; out: string; err: string }[]> {
  const script = `import verb from './src/verbs/${verb}.ts';
    import { runVerb } from '@parallax/lab/node';
    for (const line of JSON.parse(process.argv[1])) {
      await runVerb(verb, line);
      console.log('${BEHIND} ' + process.exitCode);
      console.error('${BEHIND}');
    }
    process.exitCode = 0;`;
  const { code, out, err } = await inProcess(script, [JSON.stringify(lines)]);
  const [outs, errs] = [out.split(BEHIND), err.split(BEHIND)];
  if (code !== 0 || outs.length !== lines.length + 1)
    throw new Error(`${verb} ended with ${code}: ${err.slice(-2000)}`);
  // The code stands behind the mark of its run, before what the next one printed.
  return lines.map((_, i) => ({
    code: Number(outs[i + 1]!.split('\n')[0]),
    out: i === 0 ? outs[0]! : outs[i]!.slice(outs[i]!.indexOf('\n') + 1),
    err: errs[i]!,
  }));
}

/** The last line of what a verb with --json wrote. */
export const json = (out: string): Record<string, unknown> =>
  JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
