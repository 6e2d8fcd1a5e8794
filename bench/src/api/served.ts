/** `parallax serve` as a process of its own, on loopback at a free port, as a user starts it. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@parallax/lab/node';

export interface Served {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, as a process manager stops it. @returns its exit code. */
  stop(): Promise<number | null>;
}

const DISPATCH = join(repositoryRoot, 'infra/bootstrap/dispatch.mjs');

/**
 * @param options further options of the verb
 * @param node options of Node itself, for example `--cpu-prof`
 * @throws Error when it ends before it listens; what it said is on stderr.
 */
export async function startServer(
  lab: string,
  options: readonly string[] = [],
  node: readonly string[] = [],
): Promise<Served> {
  const fixed = ['serve', '--lab', lab, '--port', '0', '--no-dashboard', '--rate', '0', '--json'];
  const child = spawn(process.execPath, [...node, DISPATCH, ...fixed, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<number | null>((done) => child.once('close', done));
  let out = '';
  // Read to the end: the server says a last line when it stops.
  await new Promise<void>((done, fail) => {
    child.once('close', () => fail(new Error('The server ended before it listened.')));
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) done();
    });
  });
  const { url, pid } = JSON.parse(out.split('\n')[0]!) as { url: string; pid: number }; // the verb's first line
  return {
    ...{ url, pid },
    stop: () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

/** A token of a new file, made by the verb. */
export async function makeToken(file: string, scopes: string): Promise<string> {
  const options = ['--token-file', file, '--add-token', 'bench', '--scopes', scopes, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [DISPATCH, 'serve', ...options]);
  return (JSON.parse(stdout.trim().split('\n').at(-1)!) as { token: string }).token; // the verb's result
}
