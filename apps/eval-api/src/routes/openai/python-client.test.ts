import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@parallax/lab/node';
import { expect, test } from 'vitest';
import { writeTinyCheckpoint } from '../../models/fixture/tiny-checkpoint.ts';

const PYTHON = process.env['PARALLAX_API_PYTHON'];

test('the official Python client: pictures, n, logprobs, seed, streams, errors', async (context) => {
  if (PYTHON === undefined) {
    process.stderr.write(
      'SKIPPED: the official client did not ask; set PARALLAX_API_PYTHON to a Python with the packages of conformance/api/requirements.txt.\n',
    );
    return context.skip('set PARALLAX_API_PYTHON');
  }
  const folder = await mkdtemp(join(tmpdir(), 'parallax-python-client-'));
  await writeTinyCheckpoint(join(folder, 'nano'));
  await mkdir(join(folder, 'lab'));
  const serve = ['infra/bootstrap/dispatch.mjs', 'serve', '--lab', join(folder, 'lab'), '--port', '0'];
  const model = ['--no-dashboard', '--model', `nano=${join(folder, 'nano')}`, '--json'];
  const server = spawn(process.execPath, [...serve, ...model], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((done) => server.once('close', done));
  try {
    const url = await new Promise<string>((done, fail) => {
      let out = '';
      server.once('close', () => fail(new Error('The server ended before it listened.')));
      server.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes('\n')) done((JSON.parse(out.split('\n')[0]!) as { url: string }).url);
      });
    });
    const script = join(repositoryRoot, 'conformance/api/ask_openai.py');
    const { stdout } = await promisify(execFile)(PYTHON, [script, `${url}/v1`, 'nano']);
    const said = JSON.parse(stdout) as Record<string, unknown>; // printed by that script
    expect(said).toMatchObject({ models: ['nano'], choices: 2, positive: 0 });
    for (const tokens of said['logprobs'] as number[][]) {
      expect(tokens.length).toBeGreaterThan(0);
      expect(new Set(tokens)).toEqual(new Set([2]));
    }
    expect(said['again']).toBe(said['once']);
    expect(said['streamed']).toBe(said['once']);
    for (const name of ['finish', 'usage']) {
      const [whole, streamed] = said[name] as unknown[];
      expect(streamed).toBe(whole);
    }
    expect(said['errors']).toEqual({ model: 'invalid_request_error', temperature: 'invalid_request_error' });
  } finally {
    server.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
  }
});
