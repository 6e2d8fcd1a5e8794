import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startChatServer } from './testing/chat-server.ts';
import { letterFor, numberIn } from './testing/counting-task.ts';

const SIZE = 120;
const CONCURRENCY = 4; // of the child
const KILLS = 6;

it('pays at most for what is in flight at a kill -9, wherever it falls, and ends with the same log', async () => {
  const server = await startChatServer(async (prompt) => {
    await sleep(15);
    return `<answer>${letterFor(numberIn(prompt))}</answer>`;
  });
  const root = await mkdtemp(join(tmpdir(), 'parallax-kills-'));
  const child = fileURLToPath(new URL('testing/evaluate-child.ts', import.meta.url));
  const start = (folder: string) =>
    spawn(process.execPath, [child, server.url, join(root, folder), String(SIZE)], { stdio: 'inherit' });
  const logOf = async (folder: string): Promise<string> =>
    (await readFile(join(root, folder, 'log.json'), 'utf8')).replace(/"codeCommit": "[^"]*"/, '');

  for (let kill = 0; kill < KILLS; kill++) {
    const running = start('killed');
    const ended = new Promise((resolve) => running.once('exit', resolve));
    const from = server.asked.length;
    // Once it asks, at a random moment of the next answers.
    while (server.asked.length === from && running.exitCode === null) await sleep(2);
    await sleep(Math.random() * 80);
    running.kill('SIGKILL');
    await ended;
  }
  const last = start('killed');
  await new Promise((resolve) => last.once('exit', resolve));
  expect(last.exitCode).toBe(0);
  expect(server.asked.length).toBeLessThanOrEqual(SIZE + KILLS * CONCURRENCY);

  const undisturbed = start('undisturbed');
  await new Promise((resolve) => undisturbed.once('exit', resolve));
  expect(await logOf('killed')).toBe(await logOf('undisturbed'));
  await server.close();
  await rm(root, { recursive: true, force: true });
}, 120_000);
