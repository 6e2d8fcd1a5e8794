/** parallax import killed with -9 at several moments. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { dispatch, parallax, writeOwn } from './made-captures.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-import-kill-'));
afterAll(() => rmSync(root, { recursive: true }));

describe('kill -9', () => {
  const CAPTURES = 40;
  const tree = join(root, 'tree');
  const args = (out: string): string[] => [
    ...['import', 'json', tree, '--out', out, '--split', 'train', '--pairs-per-capture', '6', '--seed', '3'],
  ];
  const shardsIn = (out: string): number =>
    existsSync(join(out, 'shards'))
      ? readdirSync(join(out, 'shards')).filter((n) => n.endsWith('.json')).length
      : 0;

  /** Starts the command and kills it as soon as `isTime` says so; false when it had ended before. */
  async function startAndKill(out: string, isTime: () => boolean): Promise<boolean> {
    const child = spawn(process.execPath, [dispatch, ...args(out)], { stdio: 'ignore' });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.on('exit', (_code, signal) => resolve(signal));
    });
    while (child.exitCode === null && !isTime()) await wait(2);
    child.kill('SIGKILL');
    return (await ended) === 'SIGKILL';
  }

  it('at several moments: the same command ends with the digest of an undisturbed run', async () => {
    for (let i = 0; i < CAPTURES; i++) await writeOwn(join(tree, `${i % 3}/${i}`), 0.001 * i);
    const whole = join(root, 'sets/whole');
    const undisturbed = await parallax(...args(whole));
    expect(undisturbed.code, undisturbed.stderr).toBe(0);
    const shards = shardsIn(whole);
    expect(shards).toBeGreaterThanOrEqual(3);
    const out = join(root, 'killed/whole');
    const moments: (() => boolean)[] = [
      () => existsSync(out),
      // In the middle of a write: a shard's table is there or begun, its sidecar is not.
      () => existsSync(join(out, 'shards')) && readdirSync(join(out, 'shards')).length > 0,
      () => shardsIn(out) >= 1,
      () => shardsIn(out) >= shards - 1,
    ];
    let kills = 0;
    for (const isTime of moments) {
      if (await startAndKill(out, isTime)) kills++;
      expect(existsSync(join(out, 'manifest.json'))).toBe(false);
    }
    expect(kills).toBe(moments.length);
    const resumed = await parallax(...args(out));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.result['digest']).toBe(undisturbed.result['digest']);
    expect(resumed.result['imported']).toBe(CAPTURES);
    for (const name of readdirSync(join(whole, 'shards'))) {
      const [a, b] = [whole, out].map((folder) => readFileSync(join(folder, 'shards', name)));
      expect(a!.equals(b!), name).toBe(true);
    }
    expect(readdirSync(join(out, 'shards')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
