/** The programs of the machine that the set-up uses, with their versions. */
import { spawnSync } from 'node:child_process';
import { onPath } from '../bootstrap/process/onPath.mjs';
import { compilerOn } from '../bootstrap/process/prerequisites.mjs';

/** First line that the program says about its version; null when it is not on the PATH. */
export interface Tools {
  readonly npm: string | null;
  readonly pnpm: string | null;
  readonly python: string | null;
  readonly pip: string | null;
  readonly compiler: string | null;
  readonly make: string | null;
}

export function inspectTools(): Tools {
  const python = onPath('python3');
  return {
    npm: versionOf(onPath('npm')),
    pnpm: versionOf(onPath('pnpm')),
    python: versionOf(python),
    pip: versionOf(python, ['-m', 'pip', '--version']),
    compiler: versionOf(compilerOn()),
    make: versionOf(onPath('make')),
  };
}

function versionOf(program: string | undefined, args: readonly string[] = ['--version']): string | null {
  if (program === undefined) return null;
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? (stdout.trim().split('\n')[0] ?? '') : null;
}
