/** For tests of the set-up: a copy of this checkout, an empty cache, and a PATH without the pinned tools. */
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { onPath } from '../process/onPath.mjs';

const repositoryRoot = join(import.meta.dirname, '../../..');

export class FreshMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'parallax-machine-'));
  readonly checkout = join(this.folder, 'checkout');
  readonly cache = join(this.folder, 'cache');
  readonly environment: NodeJS.ProcessEnv = {
    ...withoutParallax(process.env),
    PATH: systemPath(),
    PARALLAX_CACHE: this.cache,
    PARALLAX_TENSORFLOW: 'cpu',
  };

  constructor() {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const listed = execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 1 << 26 });
    for (const path of listed.split('\0').filter(Boolean)) {
      mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
      try {
        copyFileSync(join(repositoryRoot, path), join(this.checkout, path));
      } catch (error) {
        // Still in the index, but removed from the work tree.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  /** Runs ./parallax to its end. */
  run(args: readonly string[], extra: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const env = { ...this.environment, ...extra };
    return spawnSync(join(this.checkout, 'parallax'), args, { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  }

  /** Starts ./parallax setup, for tests that watch or kill it. */
  start(): SetupProcess {
    return new SetupProcess(join(this.checkout, 'parallax'), this.environment);
  }

  /** A folder with links to the named programs only: the PATH of a poorer machine. */
  toolFolder(programs: readonly string[]): string {
    const folder = mkdtempSync(join(this.folder, 'tools-'));
    for (const name of programs) {
      const found =
        name === 'python3' ? pythonItself(this.environment) : onPath(name, this.environment['PATH']);
      if (found === undefined) throw new Error(`${name} is not on this machine.`);
      symlinkSync(found, join(folder, name));
    }
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class SetupProcess {
  stderr = '';
  readonly ended: Promise<number | string | null>;
  readonly #kill: () => void;

  constructor(program: string, env: NodeJS.ProcessEnv) {
    // A group of its own, so that a kill takes npm, pip and the compiler along, as a power cut would.
    const child = spawn(program, ['setup'], { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)));
    this.#kill = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
  }

  kill(): void {
    this.#kill();
  }
}

function withoutParallax(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = Object.entries(environment).filter(
    ([name]) => !/^(PARALLAX_|VITEST|NODE_ENV$|NODE_PATH$)/.test(name),
  );
  return Object.fromEntries(foreign);
}

/** The PATH without folders whose Node is the pinned one, as long as another Node remains. */
function systemPath(): string {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules/.bin'));
  const others = folders.filter((folder) => {
    const node = onPath('node', folder);
    return node === undefined || !execFileSync(node, ['--version'], { encoding: 'utf8' }).startsWith('v24.');
  });
  return (onPath('node', others.join(delimiter)) === undefined ? folders : others).join(delimiter);
}

/** A version manager's python3 is a script that needs the rest of its PATH; take the program behind it. */
function pythonItself(env: NodeJS.ProcessEnv): string {
  return execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    env,
    encoding: 'utf8',
  }).trim();
}
