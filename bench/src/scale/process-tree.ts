/** Runs a command and watches the memory of all its processes together. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface WatchedRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly seconds: number;
  /** Largest sum of resident memory of the process and all below it, in megabytes. Shared pages count each time. */
  readonly peakMegabytes: number;
  /** Growth of that sum, fitted over the second half of the run: 0 where memory is flat. */
  readonly megabytesPerMinute: number;
}

const SAMPLE_MS = 50;

export async function watch(command: readonly string[]): Promise<WatchedRun> {
  const [program = '', ...args] = command;
  const start = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const samples: (readonly [seconds: number, megabytes: number])[] = [];
  const sampling = setInterval(() => {
    samples.push([(performance.now() - start) / 1000, residentMegabytes(child.pid)]);
  }, SAMPLE_MS);
  const exitCode = await closed(child);
  clearInterval(sampling);
  const seconds = (performance.now() - start) / 1000;
  const peakMegabytes = samples.reduce((most, [, megabytes]) => Math.max(most, megabytes), 0);
  // The last moments are left out: processes end one after the other.
  const later = samples.filter(([at]) => at > seconds / 2 && at < 0.95 * seconds);
  return { exitCode, stdout, seconds, peakMegabytes, megabytesPerMinute: 60 * slopeOf(later) };
}

/** Least squares; 0 for fewer than two points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1): number => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return spread > 0 ? points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread : 0;
}

function closed(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/**
 * Sum over the process and all its descendants, from /proc: proportional set sizes, in which a page that n processes
 * share counts once.
 */
function residentMegabytes(root: number | undefined): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const text = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(text)?.[1]));
    } catch {
      // Ended between the listing and the look.
    }
  }
  let sum = 0;
  for (const pid of parents.keys()) {
    for (let at: number | undefined = pid; at !== undefined && at > 0; at = parents.get(at)) {
      if (at !== root) continue;
      sum += proportionalMegabytes(pid);
      break;
    }
  }
  return sum;
}

function proportionalMegabytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // Ended since.
  }
}
